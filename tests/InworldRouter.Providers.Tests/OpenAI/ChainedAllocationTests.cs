// What it costs in managed memory to answer a Messages caller with a chat completion, and to ask for one: nothing.
using System.Text;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Tests.OpenAI;

[Collection(nameof(MeasuredAlone))]
public sealed class ChainedAllocationTests
{
    [Theory]
    [InlineData("""{"content":"word N"}""")]
    [InlineData("""{"reasoning":"word N"}""")]
    [InlineData("""{"content":"N","annotations":[]}""")]
    [InlineData("""{"tool_calls":[{"index":0,"function":{"arguments":"N"}}]}""")]
    public void ASteadyStream_AllocatesNothing(string delta)
    {
        var translator = new CompatibleProvider().CreateStreamTranslator(CallerDialect.Messages);
        using var output = new PooledBuffer();
        translator.Begin(Identity.Of(caller: CallerDialect.Messages));
        Play(Streams.Role);
        Play(Streams.Calls("""[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]"""));
        var chunks = Enumerable.Range(10, 90).Select(i => Encoding.UTF8.GetBytes(Streams.Chunk(delta.Replace("N", $"{i}", StringComparison.Ordinal)))).ToArray();
        var unlike = chunks.Select((c, i) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(c)[..^1] + new string(' ', i) + "}")).ToArray();
        var next = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            translator.Translate(new SseEvent(default, unlike[next % chunks.Length]), output);
            translator.Translate(new SseEvent(default, chunks[next++ % chunks.Length]), output);
        }));
        Assert.False(output.IsEmpty);

        void Play(string data) => translator.Translate(new SseEvent(default, Encoding.UTF8.GetBytes(data)), output);
    }

    [Fact]
    public void ARequest_AllocatesNothing()
    {
        var body = Encoding.UTF8.GetBytes("""{"model":"m","max_tokens":100,"system":"s","tools":[{"name":"f","input_schema":{"type":"object"}}],"metadata":{"user_id":"user_session_1"},"thinking":{"type":"adaptive"},"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"tool_use","id":"i","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"i","content":"r"}]}]}""");
        var provider = new CompatibleProvider();
        using var request = new UpstreamRequest();
        Assert.Equal(0, Allocation.Of(() =>
        {
            request.Reset();
            ChatRequestFields.TryScan(body, out var fields, out _);
            Assert.Null(provider.WriteRequest(new UpstreamCall(body, in fields, "model", stream: true) { Family = ModelFamily.None, Caller = CallerDialect.Messages }, request));
        }));
        Assert.False(request.Body.IsEmpty);
    }
}
