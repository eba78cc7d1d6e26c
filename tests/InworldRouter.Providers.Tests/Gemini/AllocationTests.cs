// What translating Gemini's frames costs in managed memory: nothing.
using System.Text;
using InworldRouter.Providers.Gemini;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Tests.Gemini;

[Collection(nameof(MeasuredAlone))]
public sealed class AllocationTests
{
    [Theory]
    [InlineData("text", """{"text":"word N"}""")]
    [InlineData("text with escapes", """{"text":"\u003cN\n"}""")]
    [InlineData("a thought", """{"text":"word N","thought":true}""")]
    [InlineData("a signature", """{"text":"","thoughtSignature":"N"}""")]
    [InlineData("a call", """{"functionCall":{"name":"f","args":{"x":N}}}""")]
    public void ASteadyStream_AllocatesNothing(string what, string part)
    {
        Assert.NotEmpty(what);
        var translator = new GeminiProvider().CreateStreamTranslator();
        using var output = new PooledBuffer();
        translator.Begin(Identity.Of(includeUsage: true));
        var events = Enumerable.Range(10, 90).Select(i => Encoding.UTF8.GetBytes(
            $$"""{"candidates": [{"content": {"parts": [{{part.Replace("N", $"{i}", StringComparison.Ordinal)}}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 3,"candidatesTokenCount": {{i}},"totalTokenCount": 9,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 3}]} }""")).ToArray();
        // The text is kept for its sources: the buffer for it comes from the pool and grows as any.
        translator.Translate(new SseEvent(default, Encoding.UTF8.GetBytes($$$"""{"candidates":[{"content":{"parts":[{"text":"{{{new string('x', 16_000)}}}"}]}}]}""")), output);
        var next = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            translator.Translate(new SseEvent(default, events[next++ % events.Length]), output);
        }));
        Assert.False(output.IsEmpty);
        Assert.Equal(3, translator.Usage.Prompt);
    }
}
