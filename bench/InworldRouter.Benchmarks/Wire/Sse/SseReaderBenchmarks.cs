// A hundred events of a stream, as a fast provider sends them (many a read), as a slow one does (one a read), and cut anywhere.
using BenchmarkDotNet.Attributes;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Benchmarks.Wire.Sse;

public class SseReaderBenchmarks : IDisposable
{
    private const int Events = 100;
    private readonly SseReader _reader = new();

    [Benchmark(OperationsPerInvoke = Events)]
    public int ReadsOf4K() => Read(4096);

    [Benchmark(OperationsPerInvoke = Events)]
    public int OneEventARead() => Read(WireSamples.Stream.Length / Events);

    [Benchmark(OperationsPerInvoke = Events)]
    public int ReadsOf100Bytes() => Read(100);

    public void Dispose() => _reader.Dispose();

    private int Read(int piece)
    {
        _reader.Reset();
        var data = 0;
        for (var at = 0; at < WireSamples.Stream.Length; at += piece)
        {
            var bytes = WireSamples.Stream.AsSpan(at, Math.Min(piece, WireSamples.Stream.Length - at));
            bytes.CopyTo(_reader.GetMemory(bytes.Length).Span);
            _reader.Advance(bytes.Length);
            while (_reader.TryRead(out var found))
                data += found.Data.Length;
        }
        return data;
    }
}
