// A whole answer of a thousand characters, from the vendor's bytes to the client's.
using BenchmarkDotNet.Attributes;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Benchmarks.Providers;

public class OpenAIAnswerBenchmarks : IDisposable
{
    private readonly OpenAIProvider _provider = new();
    private readonly PooledBuffer _output = new();

    [Benchmark]
    public int Answer1K()
    {
        _output.Truncate(0);
        _provider.TranslateAnswer(OpenAISamples.Answer, OpenAISamples.Identity, _output, out _);
        return _output.Length;
    }

    public void Dispose() => _output.Dispose();
}
