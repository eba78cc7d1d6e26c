// A Messages caller at a vendor of OpenAI's dialect: one event of a stream from the vendor's bytes to the client's, and a long request.
using BenchmarkDotNet.Attributes;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Benchmarks.Providers;

public class ChainBenchmarks : IDisposable
{
    private static readonly byte[] Body = MessagesBenchmarks.Request(messages: 100);

    private readonly StreamTranslator _text = new CompatibleProvider().CreateStreamTranslator(CallerDialect.Messages);
    private readonly StreamTranslator _arguments = new CompatibleProvider().CreateStreamTranslator(CallerDialect.Messages);
    private readonly CompatibleProvider _provider = new();
    private readonly UpstreamRequest _request = new();
    private readonly PooledBuffer _output = new();

    [GlobalSetup]
    public void Begin()
    {
        _text.Begin(OpenAISamples.Identity);
        _arguments.Begin(OpenAISamples.Identity);
        Translate(_text, OpenAISamples.Role);
        Translate(_arguments, OpenAISamples.Role);
        Translate(_arguments, OpenAISamples.ToolCall);
    }

    [Benchmark]
    public int Content() => Translate(_text, OpenAISamples.Content);

    [Benchmark]
    public int Arguments() => Translate(_arguments, OpenAISamples.Arguments);

    /// <summary>Some 50 KB, read as a conversation, said as chat completions and edited for the vendor.</summary>
    [Benchmark]
    public int Request100Messages()
    {
        ChatRequestFields.TryScan(Body, out var fields, out _);
        _request.Reset();
        _provider.WriteRequest(new UpstreamCall(Body, in fields, "model", stream: true) { Family = ModelFamily.None, Caller = CallerDialect.Messages }, _request);
        return _request.Body.Length;
    }

    public void Dispose()
    {
        _request.Dispose();
        _output.Dispose();
    }

    private int Translate(StreamTranslator translator, byte[] data)
    {
        _output.Truncate(0);
        translator.Translate(new SseEvent(default, data), _output);
        return _output.Length;
    }
}
