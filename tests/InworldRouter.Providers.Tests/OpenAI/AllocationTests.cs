// What relaying costs in managed memory: nothing.
using System.Text;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Groq;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Tests.OpenAI;

[Collection(nameof(MeasuredAlone))]
public sealed class AllocationTests
{
    public static TheoryData<string, string> Deltas => new()
    {
        { "content", """{"content":"word N"}""" },
        { "content with a role each time", """{"role":"assistant","content":"word N"}""" },
        { "reasoning under our name", """{"reasoning_content":"word N","content":null}""" },
        { "reasoning to be renamed", """{"reasoning":"word N","channel":"analysis"}""" },
        { "tool arguments", """{"tool_calls":[{"index":3,"function":{"arguments":"N"}}]}""" },
        { "tool arguments with everything repeated", """{"tool_calls":[{"index":3,"id":"a","type":"function","function":{"name":"f","arguments":"N"}}]}""" },
        { "tool arguments without an index", """{"tool_calls":[{"id":"a","function":{"arguments":"N"}}]}""" },
        { "parts", """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"N"}]},{"type":"text","text":"a"}]}""" },
        { "annotations", """{"content":"N","annotations":[]}""" },
    };

    [Theory]
    [MemberData(nameof(Deltas))]
    public void ASteadyStream_AllocatesNothing(string what, string delta)
    {
        Assert.NotEmpty(what);
        var translator = new CompatibleProvider().CreateStreamTranslator();
        using var output = new PooledBuffer();
        translator.Begin(Identity.Of(includeUsage: true));
        Play(Streams.Role);
        Play(Streams.Calls("""[{"index":3,"id":"a","type":"function","function":{"name":"f","arguments":"{"}}]"""));
        // As they come from a vendor: usage on every chunk, no two alike.
        var chunks = Enumerable.Range(10, 90).Select(i => Encoding.UTF8.GetBytes(Streams.Chunk(delta.Replace("N", $"{i}", StringComparison.Ordinal))[..^1] + $",\"usage\":{{\"prompt_tokens\":3,\"completion_tokens\":{i},\"total_tokens\":{i + 3}}}}}")).ToArray();
        var alike = Enumerable.Range(10, 90).Select(i => Encoding.UTF8.GetBytes(Streams.Chunk(delta.Replace("N", $"{i}", StringComparison.Ordinal)))).ToArray();
        var next = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            translator.Translate(new SseEvent(default, chunks[next % chunks.Length]), output);
            translator.Translate(new SseEvent(default, alike[next++ % alike.Length]), output);
        }));

        void Play(string data) => translator.Translate(new SseEvent(default, Encoding.UTF8.GetBytes(data)), output);
    }

    [Fact]
    public void AWholeStream_WithAUsedTranslator_AllocatesNothing()
    {
        var translator = new CompatibleProvider().CreateStreamTranslator();
        using var output = new PooledBuffer();
        using var events = new SseReader();
        var identity = Identity.Of(includeUsage: true);
        var metadata = Encoding.UTF8.GetBytes(Identity.Metadata);
        var stream = Streams.Sse(
            Streams.Role, Streams.Chunk("""{"reasoning":"hm"}"""), Streams.Text("a"), Streams.Calls("""[{"index":0,"function":{"name":"f","arguments":"{}"}},{"index":1,"id":"b","function":{"name":"g"}}]"""),
            Streams.Chunk("""{"content":"","annotations":[{"type":"url_citation"}]}""", "\"stop\""), Streams.Usage(), "[DONE]");
        Assert.Equal(0, Allocation.Of(() =>
        {
            events.Reset();
            events.Write(stream);
            output.Truncate(0);
            translator.Begin(identity);
            while (events.TryRead(out var found) && translator.Translate(found, output) != StreamStep.End)
            {
            }
            translator.Complete(metadata, output);
        }));
        Assert.EndsWith("data: [DONE]\n\n", Encoding.UTF8.GetString(output.Written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"p/m","messages":[{"role":"user","content":"Hi"}],"stream":true}""")]
    [InlineData("""{"model":"p/m","messages":[{"role":"developer","content":[{"type":"text","text":"Hi"}]}],"max_tokens":5,"reasoning_effort":"high","sort":["price"],"logit_bias":[{"token_id":1,"bias_value":2}]}""")]
    [InlineData("""{"model":"p/m","messages":[],"temperature":1,"extra_body":{"top_k":1,"temperature":0.5,"reasoning":{"effort":"low"}}}""")]
    public void ARequest_AllocatesNothing(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(ChatRequestFields.TryScan(bytes, out var fields, out _));
        using var request = new UpstreamRequest();
        using var output = new PooledBuffer();
        foreach (var provider in (Provider[])[new OpenAIProvider(), new GroqProvider(), new CompatibleProvider()])
        {
            Assert.Equal(0, Allocation.Of(() =>
            {
                request.Reset();
                output.Truncate(0);
                provider.WriteRequest(new UpstreamCall(bytes, in fields, "openai/gpt-oss-120b", stream: true), request);
                request.Patch.Apply(bytes, output);
            }));
        }
    }

    [Fact]
    public void AnAnswer_AllocatesNothing()
    {
        var answer = Encoding.UTF8.GetBytes(
            """{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"reasoning":"hm","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":{"x":1}}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""");
        using var output = new PooledBuffer();
        var provider = new CompatibleProvider();
        var identity = Identity.Of();
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            provider.TranslateAnswer(answer, identity, output, out _);
        }));
    }
}
