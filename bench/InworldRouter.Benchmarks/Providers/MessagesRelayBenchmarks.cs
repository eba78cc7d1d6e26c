// Anthropic's dialect on both sides: an event of a stream relayed, a long conversation patched.
using BenchmarkDotNet.Attributes;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Benchmarks.Providers;

public class MessagesRelayBenchmarks : IDisposable
{
    private static readonly byte[] TextEvent = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" a few words"}              }"""u8.ToArray();
    private static readonly byte[] SignatureEvent = """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQBCkYIBBgCKkBhYmNkZWZnaGlqa2xtbm9w"}}"""u8.ToArray();

    private readonly AnthropicProvider _provider = new();
    private readonly StreamTranslator _relay;
    private readonly UpstreamRequest _request = new();
    private readonly PooledBuffer _output = new();
    private readonly byte[] _body = MessagesBenchmarks.Request(messages: 100);
    private ChatRequestFields _fields;

    public MessagesRelayBenchmarks() => _relay = _provider.CreateStreamTranslator(CallerDialect.Messages);

    [GlobalSetup]
    public void Begin()
    {
        ChatRequestFields.TryScan(_body, out _fields, out _);
        _relay.Begin(OpenAISamples.Identity with { Caller = CallerDialect.Messages });
        _relay.Translate(new SseEvent("message_start"u8, """{"type":"message_start","message":{"id":"msg_1","model":"claude","usage":{"input_tokens":12,"output_tokens":1}}}"""u8), _output);
        _relay.Translate(new SseEvent("content_block_start"u8, """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""u8), _output);
    }

    [Benchmark]
    public int Text() => Relay(TextEvent);

    /// <summary>A delta that is scanned, as most are not.</summary>
    [Benchmark]
    public int Signature() => Relay(SignatureEvent);

    /// <summary>Some 50 KB, of which the model's name changes.</summary>
    [Benchmark]
    public int Request100Messages()
    {
        _request.Reset();
        _provider.WriteRequest(new UpstreamCall(_body, in _fields, "claude-sonnet-4-5", stream: false) { Caller = CallerDialect.Messages }, _request);
        return _request.Patch.LengthOf(_body);
    }

    public void Dispose()
    {
        _request.Dispose();
        _output.Dispose();
    }

    private int Relay(byte[] data)
    {
        _output.Truncate(0);
        _relay.Translate(new SseEvent("content_block_delta"u8, data), _output);
        return _output.Length;
    }
}
