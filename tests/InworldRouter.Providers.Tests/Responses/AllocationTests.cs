// What translating the Responses API's events costs in managed memory: nothing.
using System.Text;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Responses;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Tests.Responses;

[Collection(nameof(MeasuredAlone))]
public sealed class AllocationTests
{
    [Theory]
    [InlineData("response.output_text.delta", "\"output_index\":1,\"content_index\":0")]
    [InlineData("response.reasoning_summary_text.delta", "\"output_index\":2,\"summary_index\":0")]
    [InlineData("response.function_call_arguments.delta", "\"output_index\":0")]
    [InlineData("response.refusal.delta", "\"output_index\":1,\"content_index\":0")]
    public void ASteadyStream_AllocatesNothing(string type, string place)
    {
        var translator = new ResponsesProvider().CreateStreamTranslator();
        using var output = new PooledBuffer();
        translator.Begin(Identity.Of(includeUsage: true));
        Play("response.created", """{"type":"response.created","response":{"id":"r"}}""");
        Play("response.output_item.added", """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"fc","call_id":"c","name":"f","arguments":""}}""");
        var events = Enumerable.Range(10, 90).Select(i => Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","sequence_number":{{i}},"item_id":"i",{{place}},"delta":"word {{i}}","obfuscation":"x"}""")).ToArray();
        var name = Encoding.UTF8.GetBytes(type);
        var next = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            translator.Translate(new SseEvent(name, events[next++ % events.Length]), output);
        }));
        Assert.False(output.IsEmpty);

        void Play(string what, string data) => translator.Translate(new SseEvent(Encoding.UTF8.GetBytes(what), Encoding.UTF8.GetBytes(data)), output);
    }

    [Fact]
    public void ARelayedStream_AllocatesNothing()
    {
        var relay = new ResponsesProvider().CreateStreamTranslator(CallerDialect.Responses);
        using var output = new PooledBuffer();
        relay.Begin(Identity.Of(caller: CallerDialect.Responses));
        var said = """{"type":"response.output_text.delta","sequence_number":7,"item_id":"i","output_index":0,"content_index":0,"delta":"a word","logprobs":[]}"""u8.ToArray();
        var name = "response.output_text.delta"u8.ToArray();
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            relay.Translate(new SseEvent(name, said), output);
        }));
        Assert.False(output.IsEmpty);
    }
}
