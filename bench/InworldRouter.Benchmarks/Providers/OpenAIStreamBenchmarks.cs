// One event of a stream, from the vendor's bytes to the client's: the loop that runs a hundred times a second per call.
using BenchmarkDotNet.Attributes;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Benchmarks.Providers;

public class OpenAIStreamBenchmarks : IDisposable
{
    private readonly StreamTranslator _translator = new OpenAIProvider().CreateStreamTranslator();
    private readonly PooledBuffer _output = new();

    [GlobalSetup]
    public void Begin()
    {
        _translator.Begin(OpenAISamples.Identity);
        Translate(OpenAISamples.Role);
        Translate(OpenAISamples.ToolCall);
    }

    [Benchmark(Baseline = true)]
    public int Content() => Translate(OpenAISamples.Content);

    [Benchmark]
    public int Reasoning() => Translate(OpenAISamples.Reasoning);

    [Benchmark]
    public int ToolArguments() => Translate(OpenAISamples.Arguments);

    [Benchmark]
    public int ContentWithVendorNotes() => Translate(OpenAISamples.Annotated);

    /// <summary>Chunks of which none is like the one before, so that each is scanned and patched; two of them.</summary>
    [Benchmark]
    public int TwoUnlikeChunks() => Translate(OpenAISamples.Content) + Translate(OpenAISamples.Annotated);

    public void Dispose() => _output.Dispose();

    private int Translate(byte[] data)
    {
        _output.Truncate(0);
        _translator.Translate(new SseEvent(default, data), _output);
        return _output.Length;
    }
}
