// Runs a target over many inputs on all cores and says what came of it.
using System.Diagnostics;
using System.Text;

namespace InworldRouter.Fuzz;

internal sealed class FuzzRun(IFuzzTarget target, ulong seed, TextWriter output)
{
    private const long MostGrowth = 64L << 20;
    private const string LastFile = "fuzz-last.txt";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Mutation _mutation = new(target, seed);
    private long _accepted;
    private int _failures;

    public int One(long number)
    {
        var input = _mutation.Input(number);
        output.WriteLine(Encoding.UTF8.GetString(input));
        Try(number, input);
        output.WriteLine(_accepted > 0 ? "accepted" : "refused");
        return _failures;
    }

    /// <returns>How many inputs have failed.</returns>
    public int Many(long count)
    {
        var threads = Environment.ProcessorCount;
        var running = new long[threads];
        var began = Stopwatch.StartNew();
        // It matters only when this process does not come to its end.
        using var last = new StreamWriter(new FileStream(LastFile, FileMode.Create, FileAccess.Write, FileShare.Read, 4096, FileOptions.DeleteOnClose)) { AutoFlush = true };
        long next = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var workers = Enumerable.Range(0, threads).Select(t => new Thread(() => Work(t))).ToArray();
        foreach (var worker in workers)
            worker.Start();
        while (!Task.WaitAll([.. workers.Select(w => Task.Run(w.Join))], TimeSpan.FromSeconds(1)))
        {
            last.BaseStream.SetLength(0);
            last.WriteLine($"--target {target.Name} --seed {seed} --only {string.Join(" or ", running.Select(r => $"up to 1 s after {Volatile.Read(ref r)}"))}");
        }
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        if (growth > MostGrowth)
            Fail($"the live heap has grown by {growth >> 20} MB");
        output.WriteLine(
            $"{target.Name}: {count:N0} inputs, {_accepted:N0} accepted, {_failures} failures, {began.Elapsed.TotalSeconds:F0} s, live heap {growth / 1024:+#,0;-#,0;0} KB, peak resident {Peak() >> 20} MB");
        return _failures;

        void Work(int thread)
        {
            while (Interlocked.Increment(ref next) is var number && number <= count)
            {
                Volatile.Write(ref running[thread], number);
                Try(number, _mutation.Input(number));
            }
        }
    }

    private void Try(long number, byte[] input)
    {
        var from = Stopwatch.GetTimestamp();
        try
        {
            if (target.Read(input))
                Interlocked.Increment(ref _accepted);
        }
#pragma warning disable CA1031 // Whatever it is, it is what we look for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail($"--target {target.Name} --seed {seed} --only {number}: {e}");
        }
        if (Stopwatch.GetElapsedTime(from) is var taken && taken > Longest)
            Fail($"--target {target.Name} --seed {seed} --only {number}: took {taken.TotalSeconds:F1} s");
    }

    private void Fail(string what)
    {
        // The first few tell the story.
        if (Interlocked.Increment(ref _failures) <= 20)
            output.WriteLine($"FAILED {what}");
    }

    private static long Peak()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
