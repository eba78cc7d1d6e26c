// What translating Anthropic's events costs in managed memory: nothing.
using System.Text;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Tests.Anthropic;

[Collection(nameof(MeasuredAlone))]
public sealed class AllocationTests
{
    [Theory]
    [InlineData("text", """{"type":"text_delta","text":"word N"}""")]
    [InlineData("thinking", """{"type":"thinking_delta","thinking":"word N"}""")]
    [InlineData("arguments", """{"type":"input_json_delta","partial_json":"N"}""")]
    [InlineData("a signature", """{"type":"signature_delta","signature":"N"}""")]
    public void ASteadyStream_AllocatesNothing(string what, string delta)
    {
        Assert.NotEmpty(what);
        var translator = new AnthropicProvider().CreateStreamTranslator();
        using var output = new PooledBuffer();
        translator.Begin(Identity.Of(includeUsage: true));
        Play("message_start", """{"type":"message_start","message":{"id":"m","usage":{"input_tokens":3,"output_tokens":1}}}""");
        Play("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}""");
        var events = Enumerable.Range(10, 90).Select(i => Encoding.UTF8.GetBytes($$"""{"type":"content_block_delta","index":0,"delta":{{delta.Replace("N", $"{i}", StringComparison.Ordinal)}} }""")).ToArray();
        var next = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            translator.Translate(new SseEvent("content_block_delta"u8, events[next++ % events.Length]), output);
        }));
        Assert.False(output.IsEmpty);

        void Play(string type, string data) => translator.Translate(new SseEvent(Encoding.UTF8.GetBytes(type), Encoding.UTF8.GetBytes(data)), output);
    }
}
