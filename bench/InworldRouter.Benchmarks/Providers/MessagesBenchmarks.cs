// Anthropic's dialect as a caller's: an event of an answer written, a long conversation read.
using System.Text;
using BenchmarkDotNet.Attributes;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Benchmarks.Providers;

public class MessagesBenchmarks : IDisposable
{
    private static readonly byte[] Body = Request(messages: 100);

    private readonly MessagesStreamWriter _text = new();
    private readonly MessagesStreamWriter _arguments = new();
    private readonly Conversation _conversation = new();
    private readonly PooledBuffer _output = new();

    [GlobalSetup]
    public void Begin()
    {
        _text.Begin(OpenAISamples.Identity);
        _arguments.Begin(OpenAISamples.Identity);
        _arguments.Write(AnswerEvent.Call(0, "toolu_1"u8, "f"u8), _output);
    }

    [Benchmark]
    public int Text()
    {
        _output.Truncate(0);
        _text.Write(AnswerEvent.Say(" a few words"u8), _output);
        return _output.Length;
    }

    [Benchmark]
    public int Arguments()
    {
        _output.Truncate(0);
        _arguments.Write(AnswerEvent.Argue(0, "{\\\"city\\\": \\\"Ul"u8), _output);
        return _output.Length;
    }

    /// <summary>A quarter each of texts, thinking with a call, results and texts: some 50 KB.</summary>
    [Benchmark]
    public int Read100Messages()
    {
        _conversation.Clear();
        MessagesRequestFields.TryScan(Body, out var fields, out _);
        MessagesConversation.Read(Body, fields, _conversation);
        return _conversation.Parts.Length;
    }

    public void Dispose()
    {
        _conversation.Dispose();
        _output.Dispose();
    }

    internal static byte[] Request(int messages)
    {
        var prose = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, and \\\"then\\\" does so again.\\n", 6));
        var text = new StringBuilder("""{"model":"claude","max_tokens":4096,"system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],"messages":[""");
        for (var i = 0; i < messages; i += 4)
        {
            text.Append(i > 0 ? "," : "").Append($$"""{"role":"user","content":"{{prose}}"}""");
            text.Append($$""",{"role":"assistant","content":[{"type":"thinking","thinking":"{{prose}}","signature":"c2lnbmF0dXJl"},{"type":"tool_use","id":"toolu_{{i}}","name":"f","input":{"city":"Ulm","days":{{i}}} }]}""");
            text.Append($$""",{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_{{i}}","content":[{"type":"text","text":"{{prose}}"}]}]}""");
            text.Append($$""",{"role":"assistant","content":[{"type":"text","text":"{{prose}}"}]}""");
        }
        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }
}
