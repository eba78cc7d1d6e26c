// Between OpenAI's dialect and Anthropic's: an event of a stream one way, a long conversation the other.
using System.Text;
using BenchmarkDotNet.Attributes;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Benchmarks.Providers;

public class AnthropicBenchmarks : IDisposable
{
    private static readonly byte[] TextEvent = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" a few words"}              }"""u8.ToArray();
    private static readonly byte[] ThinkingEvent = """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":" a few words"}      }"""u8.ToArray();
    private static readonly byte[] ArgumentsEvent = """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"city\": \"Ul"}  }"""u8.ToArray();

    private readonly AnthropicProvider _provider = new();
    private readonly StreamTranslator _translator;
    private readonly UpstreamRequest _request = new();
    private readonly PooledBuffer _output = new();
    private readonly byte[] _conversation = Conversation(messages: 100, tools: 20);
    private ChatRequestFields _fields;

    public AnthropicBenchmarks() => _translator = _provider.CreateStreamTranslator();

    [GlobalSetup]
    public void Begin()
    {
        ChatRequestFields.TryScan(_conversation, out _fields, out _);
        _translator.Begin(OpenAISamples.Identity);
        Play("message_start", """{"type":"message_start","message":{"id":"msg_1","usage":{"input_tokens":12,"output_tokens":1}}}""");
        Play("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        Play("content_block_start", """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}""");
    }

    [Benchmark]
    public int Text() => Translate(TextEvent);

    [Benchmark]
    public int Thinking() => Translate(ThinkingEvent);

    [Benchmark]
    public int Arguments() => Translate(ArgumentsEvent);

    /// <summary>100 messages, half of them calls and results, and 20 tools: some 60 KB.</summary>
    [Benchmark]
    public int Request100Messages20Tools()
    {
        _request.Reset();
        _provider.WriteRequest(new UpstreamCall(_conversation, in _fields, "claude-sonnet-4-5", stream: true) { Family = ModelFamilies.Of("claude-sonnet-4-5") }, _request);
        return _request.Body.Length;
    }

    public void Dispose()
    {
        _request.Dispose();
        _output.Dispose();
    }

    private int Translate(byte[] data)
    {
        _output.Truncate(0);
        _translator.Translate(new SseEvent("content_block_delta"u8, data), _output);
        return _output.Length;
    }

    private void Play(string type, string data) => _translator.Translate(new SseEvent(Encoding.UTF8.GetBytes(type), Encoding.UTF8.GetBytes(data)), _output);

    internal static byte[] Conversation(int messages, int tools)
    {
        var text = new StringBuilder("""{"model":"anthropic/claude-sonnet-4-5","stream":true,"max_tokens":4096,"messages":[{"role":"system","content":"You are a helpful assistant."}""");
        var prose = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, and \\\"then\\\" does so again.\\n", 6));
        for (var i = 0; i < messages; i += 4)
        {
            text.Append($$""",{"role":"user","content":"{{prose}}"}""");
            text.Append($$""",{"role":"assistant","content":"{{prose}}","tool_calls":[{"id":"call_{{i}}","type":"function","function":{"name":"tool_1","arguments":"{\"city\": \"Ulm\", \"days\": {{i}}}"} }]}""");
            text.Append($$""",{"role":"tool","tool_call_id":"call_{{i}}","content":"{{prose}}"}""");
            text.Append($$""",{"role":"assistant","content":"{{prose}}"}""");
        }
        text.Append("],\"tools\":[");
        for (var i = 0; i < tools; i++)
        {
            text.Append(i > 0 ? "," : "");
            text.Append($$"""{"type":"function","function":{"name":"tool_{{i}}","description":"{{prose}}","parameters":{"type":"object","properties":{"city":{"type":"string","description":"A city"},"days":{"type":"integer","minimum":1} },"required":["city"] } } }""");
        }
        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }
}
