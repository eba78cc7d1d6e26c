// The Responses API's dialect, both ways: events of an answer written, read and relayed, a long conversation read.
using System.Text;
using BenchmarkDotNet.Attributes;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.Responses;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Benchmarks.Providers;

public class ResponsesBenchmarks : IDisposable
{
    // A writer keeps what it has told, so each measured answer has an end.
    private const int Deltas = 100;

    private static readonly byte[] Body = Request(items: 100);
    private static readonly byte[] Name = "response.output_text.delta"u8.ToArray();
    private static readonly byte[] Delta = """{"type":"response.output_text.delta","sequence_number":417,"item_id":"msg_68c42d26866c819da8d5c7d1bf5e19f5","output_index":1,"content_index":0,"delta":" a few words","logprobs":[],"obfuscation":"x"}"""u8.ToArray();

    private readonly ResponsesStreamWriter _writer = new();
    private readonly StreamTranslator _reader = new ResponsesProvider().CreateStreamTranslator();
    private readonly StreamTranslator _relay = new ResponsesProvider().CreateStreamTranslator(CallerDialect.Responses);
    private readonly Conversation _conversation = new();
    private readonly PooledBuffer _output = new();

    [GlobalSetup]
    public void Begin()
    {
        _reader.Begin(OpenAISamples.Identity);
        _relay.Begin(OpenAISamples.Identity);
    }

    [Benchmark(OperationsPerInvoke = Deltas)]
    public int Text()
    {
        _writer.Begin(OpenAISamples.Identity);
        for (var i = 0; i < Deltas; i++)
        {
            _output.Truncate(0);
            _writer.Write(AnswerEvent.Say(" a few words"u8), _output);
        }
        return _output.Length;
    }

    [Benchmark(OperationsPerInvoke = Deltas)]
    public int Arguments()
    {
        _writer.Begin(OpenAISamples.Identity);
        _writer.Write(AnswerEvent.Call(0, "call_1"u8, "f"u8), _output);
        for (var i = 0; i < Deltas; i++)
        {
            _output.Truncate(0);
            _writer.Write(AnswerEvent.Argue(0, "{\\\"city\\\": \\\"Ul"u8), _output);
        }
        return _output.Length;
    }

    /// <summary>An event read, and written as a chunk of a chat caller's.</summary>
    [Benchmark]
    public int TextToChat()
    {
        _output.Truncate(0);
        _reader.Translate(new SseEvent(Name, Delta), _output);
        return _output.Length;
    }

    /// <summary>The same event to a caller of the same dialect.</summary>
    [Benchmark]
    public int TextRelayed()
    {
        _output.Truncate(0);
        _relay.Translate(new SseEvent(Name, Delta), _output);
        return _output.Length;
    }

    /// <summary>A quarter each of questions, reasoning with a call, results and answers: some 50 KB.</summary>
    [Benchmark]
    public int Read100Items()
    {
        _conversation.Clear();
        ResponsesRequestFields.TryScan(Body, out var fields, out _);
        ResponsesConversation.Read(Body, fields, _conversation);
        return _conversation.Parts.Length;
    }

    public void Dispose()
    {
        _conversation.Dispose();
        _output.Dispose();
    }

    private static byte[] Request(int items)
    {
        var prose = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, and \\\"then\\\" does so again.\\n", 6));
        var text = new StringBuilder("""{"model":"gpt","max_output_tokens":4096,"instructions":"Be brief.","input":[""");
        for (var i = 0; i < items; i += 4)
        {
            text.Append(i > 0 ? "," : "").Append($$"""{"role":"user","content":"{{prose}}"}""");
            text.Append($$""",{"type":"reasoning","id":"rs_{{i}}","summary":[{"type":"summary_text","text":"{{prose}}"}],"encrypted_content":"gAAA"},{"type":"function_call","call_id":"call_{{i}}","name":"f","arguments":"{\"city\":\"Ulm\"}"}""");
            text.Append($$""",{"type":"function_call_output","call_id":"call_{{i}}","output":[{"type":"input_text","text":"{{prose}}"}]}""");
            text.Append($$""",{"type":"message","role":"assistant","content":[{"type":"output_text","text":"{{prose}}"}]}""");
        }
        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }
}
