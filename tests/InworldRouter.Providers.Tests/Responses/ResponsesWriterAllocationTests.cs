// What writing the Responses API's events costs in managed memory: nothing.
using System.Text;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Anthropic;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Responses;

[Collection(nameof(MeasuredAlone))]
public sealed class ResponsesWriterAllocationTests
{
    [Theory]
    [InlineData(AnswerEventKind.Text)]
    [InlineData(AnswerEventKind.Thinking)]
    [InlineData(AnswerEventKind.ToolArguments)]
    public void ASteadyStream_AllocatesNothing(AnswerEventKind kind)
    {
        var writer = new ResponsesStreamWriter();
        using var output = new PooledBuffer();
        var text = Encoding.UTF8.GetBytes("a word of \\\"text");
        var identity = Identity.Of();
        // The writer keeps what it has told: begun anew it has room again.
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            writer.Begin(identity);
            writer.Write(AnswerEvent.Call(0, "call_1"u8, "f"u8), output);
            for (var i = 0; i < 100; i++)
            {
                writer.Write(kind switch
                {
                    AnswerEventKind.Text => AnswerEvent.Say(text),
                    AnswerEventKind.Thinking => AnswerEvent.Think(text, Origin.Anthropic),
                    _ => AnswerEvent.Argue(0, text),
                }, output);
            }
        }));
        Assert.False(output.IsEmpty);
    }

    [Fact]
    public void AWriterThatIsUsedAgain_AllocatesNothing()
    {
        var writer = new ResponsesStreamWriter();
        using var output = new PooledBuffer();
        var identity = Identity.Of();
        Assert.Equal(0, Allocation.Of(() =>
        {
            output.Truncate(0);
            writer.Begin(identity);
            writer.Write(AnswerEvent.Think("a"u8, Origin.None), output);
            writer.Write(AnswerEvent.Say("a"u8), output);
            writer.Write(AnswerEvent.Cite("u"u8, "t"u8, []), output);
            writer.Write(AnswerEvent.Call(0, "i"u8, "f"u8), output);
            writer.Write(AnswerEvent.Call(1, "j"u8, "g"u8), output);
            writer.Write(AnswerEvent.Argue(1, "{}"u8), output);
            writer.Write(AnswerEvent.End(AnswerFinish.ToolCalls), output);
            writer.Complete(Told.Usage, "{}"u8, output);
        }));
    }
}
