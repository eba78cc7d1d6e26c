// Reading and checking a call's body.
using BenchmarkDotNet.Attributes;
using InworldRouter.Benchmarks.Wire;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Ingress;

namespace InworldRouter.Benchmarks.DataPlane.Ingress;

public class CallReaderBenchmarks : IDisposable
{
    private readonly Exchange _small = BenchCalls.Received(WireSamples.Request1K);
    private readonly Exchange _large = BenchCalls.Received(WireSamples.Request100K);

    [Benchmark(Baseline = true)]
    public bool Request1K() => CallReader.Read(_small) is null;

    [Benchmark]
    public bool Request100K() => CallReader.Read(_large) is null;

    public void Dispose()
    {
        _small.Dispose();
        _large.Dispose();
        GC.SuppressFinalize(this);
    }
}
