// What relaying Anthropic's events to their own dialect costs in managed memory: nothing.
using System.Text;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Tests.Anthropic;

[Collection(nameof(MeasuredAlone))]
public sealed class MessagesRelayAllocationTests
{
    private static readonly string[] Deltas =
    [
        """{"type":"text_delta","text":"word N"}""", """{"type":"thinking_delta","thinking":"word N"}""", """{"type":"input_json_delta","partial_json":"N"}""", """{"type":"signature_delta","signature":"N"}""",
    ];

    [Fact]
    public void ASteadyStream_AllocatesNothing()
    {
        var relay = new AnthropicProvider().CreateStreamTranslator(CallerDialect.Messages);
        using var output = new PooledBuffer();
        Begin(relay, output);
        var events = Enumerable.Range(10, 88).Select(i => Encoding.UTF8.GetBytes($$"""{"type":"content_block_delta","index":0,"delta":{{Deltas[i / 3 % 4].Replace("N", $"{i}", StringComparison.Ordinal)}}   }""")).ToArray();
        var next = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            relay.Translate(new SseEvent("content_block_delta"u8, events[next++ % events.Length]), output);
        }));
        Assert.False(output.IsEmpty);
    }

    [Fact]
    public void ARelayThatIsUsedAgain_AllocatesNothing()
    {
        var relay = new AnthropicProvider().CreateStreamTranslator(CallerDialect.Messages);
        using var output = new PooledBuffer();
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            Begin(relay, output);
            relay.Translate(new SseEvent("content_block_stop"u8, """{"type":"content_block_stop","index":0}"""u8), output);
            relay.Translate(new SseEvent("message_delta"u8, """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}"""u8), output);
            relay.Translate(new SseEvent("message_stop"u8, """{"type":"message_stop"}"""u8), output);
            relay.Complete("{}"u8, output);
        }));
    }

    private static void Begin(StreamTranslator relay, PooledBuffer output)
    {
        relay.Begin(Asked);
        relay.Translate(new SseEvent("message_start"u8, """{"type":"message_start","message":{"id":"m","model":"c","usage":{"input_tokens":3,"output_tokens":1}}}"""u8), output);
        relay.Translate(new SseEvent("content_block_start"u8, """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""u8), output);
    }

    private static readonly AnswerIdentity Asked = Identity.Of(caller: CallerDialect.Messages);
}
