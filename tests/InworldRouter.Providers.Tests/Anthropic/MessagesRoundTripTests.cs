// What Anthropic says, read and written again, is what Anthropic said.
using System.Text;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Tests.Transcripts;
using InworldRouter.Shared;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class MessagesRoundTripTests
{
    private static readonly string[] Everything =
    [
        "think h\\u00e4", "think m", "sign c2ln", "end", "seal ZGF0YQ==", "end", "text a", "text \\\"b", "cite http://x\tT\twords", "end", "text c", "end",
        "call 0 toolu_1 f", "args 0 {\\\"a\\\":", "args 0 1.0}", "end", "call 1 toolu_2 g", "end", "finish ToolCalls",
    ];

    [Fact]
    public void AStream_SaysTheSameEvents() => Assert.Equal(Everything, Told.Read(new AnthropicReader(), Told.Stream(Everything)));

    [Fact]
    public void C47_AWholeAnswer_SaysTheSame() => Assert.Equal(
        [
            "think h\\u00e4m", "sign c2ln", "end", "seal ZGF0YQ==", "end", "text a\\\"b", "cite http://x\tT\twords", "end", "text c", "end",
            "whole 0 toolu_1 f {\"a\":1.0}", "end", "whole 1 toolu_2 g {}", "end", "finish ToolCalls",
        ],
        Told.ReadWhole(new AnthropicReader(), Told.Whole(Everything)));

    // The provider counts before it says anything, so the caller hears the true number at once.
    [Fact]
    public void C36_TheProvidersCounts_StandInTheBeginning()
    {
        var stream = new TranslatedStream(new AnthropicReader(), new MessagesStreamWriter());
        using var output = new PooledBuffer();
        stream.Begin(Identity.Of());
        stream.Translate(new SseEvent("message_start"u8, """{"type":"message_start","message":{"id":"msg_1","usage":{"input_tokens":40,"cache_read_input_tokens":2,"output_tokens":1}}}"""u8), output);
        Assert.True(output.IsEmpty);
        stream.Translate(new SseEvent("content_block_delta"u8, """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}"""u8), output);
        Assert.Contains("\"usage\":{\"input_tokens\":40,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":2,", Encoding.UTF8.GetString(output.Written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("finish StopSequence E\\\"ND")]
    [InlineData("finish Filter too bad")]
    [InlineData("finish Length")]
    [InlineData("finish Pause")]
    public void C37_TheEnd_IsTheSame(string finish)
    {
        Assert.Equal(["text a", "end", finish], Told.Read(new AnthropicReader(), Told.Stream("text a", "end", finish)));
        Assert.Equal(["text a", "end", finish], Told.ReadWhole(new AnthropicReader(), Told.Whole("text a", "end", finish)));
    }

    public static TheoryData<string> Recorded()
    {
        // One has another message in its middle, and is refused.
        var streams = Recording.Names("anthropic").Where(n => n.EndsWith(".sse", StringComparison.Ordinal) && !n.Contains("spliced", StringComparison.Ordinal));
        return new TheoryData<string>(streams.DefaultIfEmpty("anthropic/none"));
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void ARecordedStream_IsWrittenFaultlessly_AndSaysTheSame(string name)
    {
        var said = Told.Read(new AnthropicReader(), Encoding.UTF8.GetString(Recording.Read(name)));
        var written = Told.Stream(said);
        StrictMessages.Read(written);
        Assert.Equal(WithoutEmptyBlocks(said), WithoutEmptyBlocks(Told.Read(new AnthropicReader(), written)));
    }

    // Blocks of the provider's own tools say nothing and leave their ends behind.
    private static string WithoutEmptyBlocks(string[] events)
    {
        var kept = new List<string>();
        foreach (var said in events)
        {
            if (said != "end" || kept is [.., not "end"])
                kept.Add(said);
        }
        return string.Join('\n', kept);
    }
}
