// Between OpenAI's dialect and Gemini's: a frame of a stream one way, a long conversation the other.
using System.Text;
using BenchmarkDotNet.Attributes;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Benchmarks.Providers;

public class GeminiBenchmarks : IDisposable
{
    private const string Model = "gemini-3.5-flash";

    private const string Counts = """ "usageMetadata": {"promptTokenCount": 34,"candidatesTokenCount": 47,"totalTokenCount": 868,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 34}],"thoughtsTokenCount": 787},"modelVersion": "gemini-3.5-flash","responseId": "beHBaJfEMIi-qtsP3769-Q8" """;

    private static readonly byte[] TextFrame = Frame("""{"text": " a guide that is widely taught for safety:\n\n### 1. Find a safe place"}""");
    private static readonly byte[] ThoughtFrame = Frame("""{"text": "**Weighing**\n\nI am now at the heart of the question.\n\n","thought": true}""");
    private static readonly byte[] CallFrame = Frame("""{"functionCall": {"name": "get_weather","args": {"location": "Boston"},"id": "dv8szvqe"}}""");

    private readonly GeminiProvider _provider = new();
    private readonly StreamTranslator _translator;
    private readonly UpstreamRequest _request = new();
    private readonly PooledBuffer _output = new();
    private readonly byte[] _conversation = AnthropicBenchmarks.Conversation(messages: 100, tools: 20);
    private ChatRequestFields _fields;

    public GeminiBenchmarks() => _translator = _provider.CreateStreamTranslator();

    [GlobalSetup]
    public void Begin() => ChatRequestFields.TryScan(_conversation, out _fields, out _);

    // The text of an answer is kept for its sources: every frame is the first of its stream.
    [Benchmark]
    public int Text() => Translate(TextFrame);

    [Benchmark]
    public int Thought() => Translate(ThoughtFrame);

    [Benchmark]
    public int Call() => Translate(CallFrame);

    /// <summary>100 messages, half of them calls and results, and 20 tools: some 60 KB.</summary>
    [Benchmark]
    public int Request100Messages20Tools()
    {
        _request.Reset();
        _provider.WriteRequest(new UpstreamCall(_conversation, in _fields, Model, stream: true) { Family = ModelFamilies.Of(Model) }, _request);
        return _request.Body.Length;
    }

    public void Dispose()
    {
        _request.Dispose();
        _output.Dispose();
    }

    private int Translate(byte[] frame)
    {
        _output.Truncate(0);
        _translator.Begin(OpenAISamples.Identity);
        _translator.Translate(new SseEvent(default, frame), _output);
        return _output.Length;
    }

    private static byte[] Frame(string part) => Encoding.UTF8.GetBytes($$$"""{"candidates": [{"content": {"parts": [{{{part}}}],"role": "model"},"index": 0}],{{{Counts}}} }""");
}
