// What another process uses, from /proc: CPU time, resident memory, handles, threads.
using System.Globalization;

namespace InworldRouter.LoadTest.Engine;

internal sealed class ProcessMeter(int processId)
{
    private readonly string _folder = $"/proc/{processId}";

    /// <summary>CPU time of all threads that live, to the nanosecond: the usual counter has steps of 10 ms.</summary>
    public TimeSpan Cpu
    {
        get
        {
            var nanoseconds = 0L;
            foreach (var thread in Directory.EnumerateDirectories($"{_folder}/task"))
            {
                try
                {
                    // "time spent on the cpu (in nanoseconds)", Documentation/scheduler/sched-stats.rst
                    var text = File.ReadAllText($"{thread}/schedstat");
                    nanoseconds += long.Parse(text.AsSpan(0, text.IndexOf(' ')), CultureInfo.InvariantCulture);
                }
                catch (IOException)
                {
                    // A thread that ended between the listing and the reading.
                }
            }
            return TimeSpan.FromTicks(nanoseconds / 100);
        }
    }

    /// <summary>VmRSS, in bytes.</summary>
    public long ResidentBytes => StatusNumber("VmRSS:") * 1024;

    public int Threads => (int)StatusNumber("Threads:");

    public int Handles => Directory.EnumerateFileSystemEntries($"{_folder}/fd").Count();

    private long StatusNumber(string name)
    {
        foreach (var line in File.ReadLines($"{_folder}/status"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return long.Parse(line.AsSpan(name.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture);
        }
        throw new InvalidOperationException($"{_folder}/status has no {name}");
    }
}
