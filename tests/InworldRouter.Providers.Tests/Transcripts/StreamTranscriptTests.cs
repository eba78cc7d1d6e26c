// Every recorded stream of this dialect: what a strict client reads from us is what the provider said.
using System.Text;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.Transcripts;

public sealed class StreamTranscriptTests
{
    // How many two-piece splits of one recording are tried; small recordings are split at every offset.
    private const int MostSplits = 300;

    public static TheoryData<string> Streams =>
    [
        "azure/stream-text.sse", "azure/stream-tool-call.sse", "deepseek/stream-text.sse", "deepseek/stream-tool-call.sse", "groq/stream-text.sse",
        "mistral/stream-hybrid-reasoning.sse", "mistral/stream-incremental-tool-call.sse", "mistral/stream-text.sse", "mistral/stream-thinking-array.sse",
        "mistral/stream-tool-call.sse", "ollama/stream-tool-call.sse", "openai/chat-fixture-text-stream.sse", "openai/stream-include-usage.sse",
        "openai/stream-logprobs.sse", "openai/stream-parallel-tool-calls-2.sse", "openai/stream-structured-args-long.sse", "openai/stream-text.sse",
        "openai/stream-tool-call.sse", "openrouter/stream-comments-tools.sse", "openrouter/stream-tools-reasoning-details.sse", "zai/stream-thinking.sse",
    ];

    [Theory]
    [MemberData(nameof(Streams))]
    public void AStrictClient_ReadsWhatTheProviderSaid(string name)
    {
        var upstream = Recording.Read(name);
        var said = TolerantReader.Stream(upstream);
        var replayed = StreamReplay.Whole(Recording.ProviderOf(name), upstream, Identity.Of(includeUsage: true));
        var read = replayed.Read(includeUsage: true).Answer;
        if (said.Usage is null)
            said.Usage = [7, replayed.ContentEvents, 7 + replayed.ContentEvents, null, null];
        else
            Assert.Equal(said.Usage[..2], [replayed.Usage.Prompt, replayed.Usage.Completion]);
        said.AssertEqual(read);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void C14_WithoutUsageAsked_TheSameWithoutUsage(string name)
    {
        var upstream = Recording.Read(name);
        var read = StreamReplay.Whole(Recording.ProviderOf(name), upstream, Identity.Of()).Read().Answer;
        var said = TolerantReader.Stream(upstream);
        said.Usage = null;
        said.AssertEqual(read);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void WithReasoningExcluded_OnlyTheReasoningIsGone(string name)
    {
        var upstream = Recording.Read(name);
        var read = StreamReplay.Whole(Recording.ProviderOf(name), upstream, Identity.Of(excludeReasoning: true)).Read().Answer;
        var said = TolerantReader.Stream(upstream);
        said.Usage = null;
        foreach (var choice in said.Choices.Values)
        {
            choice.Reasoning = "";
            choice.Details.Clear();
        }
        said.AssertEqual(read);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void C01_HoweverTheBytesAreCut_TheClientGetsTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var provider = Recording.ProviderOf(name);
        var whole = StreamReplay.Whole(provider, upstream, Identity.Of(includeUsage: true)).Text;
        Assert.Equal(whole, StreamReplay.InPieces(provider, upstream, Identity.Of(includeUsage: true), 1).Text);
        for (var at = 1; at < upstream.Length; at += Math.Max(1, upstream.Length / MostSplits))
            Assert.Equal(whole, StreamReplay.InTwo(provider, upstream, Identity.Of(includeUsage: true), at).Text);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void C01_LineEndsOfEveryKind_AreTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var provider = Recording.ProviderOf(name);
        var whole = StreamReplay.Whole(provider, upstream, Identity.Of()).Text;
        var text = Encoding.UTF8.GetString(upstream).Replace("\r\n", "\n", StringComparison.Ordinal);
        foreach (var lineEnd in (string[])["\n", "\r\n", "\r"])
            Assert.Equal(whole, StreamReplay.Whole(provider, Encoding.UTF8.GetBytes(text.Replace("\n", lineEnd, StringComparison.Ordinal)), Identity.Of()).Text);
    }

    // A chunk like the last is not scanned again (ChunkMold); what comes of it must be what a scan would have given.
    [Theory]
    [MemberData(nameof(Streams))]
    public void ChunksThatAreAllUnlike_GiveTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var events = Encoding.UTF8.GetString(upstream).ReplaceLineEndings("\n").Split("\n\n");
        var unlike = string.Join("\n\n", events.Select((e, i) => e.StartsWith("data: {", StringComparison.Ordinal) ? e + new string(' ', i) : e));
        var provider = Recording.ProviderOf(name);
        var expected = StreamReplay.Whole(provider, upstream, Identity.Of(includeUsage: true)).Read(includeUsage: true);
        var actual = StreamReplay.Whole(provider, Encoding.UTF8.GetBytes(unlike), Identity.Of(includeUsage: true)).Read(includeUsage: true);
        Assert.Equal(expected.Chunks.Select(c => c.ToJsonString()), actual.Chunks.Select(c => c.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void C64_CutBeforeItsEnd_IsAFailure(string name)
    {
        var text = Encoding.UTF8.GetString(Recording.Read(name));
        var events = text.Split("\n\n").ToList();
        var finish = events.FindIndex(e => e.Contains("\"finish_reason\":\"", StringComparison.Ordinal) || e.Contains("\"finish_reason\": \"", StringComparison.Ordinal));
        var cut = string.Join("\n\n", events.Take(finish)) + "\n\n";
        var replayed = StreamReplay.Whole(Recording.ProviderOf(name), Encoding.UTF8.GetBytes(cut), Identity.Of());
        Assert.Equal(FailureKind.Truncated, replayed.Failure?.Kind);
    }

    [Theory]
    [InlineData("groq/stream-error-tool-use-failed.sse", FailureKind.ServerError)]
    [InlineData("openrouter/stream-error.sse", FailureKind.ServerError)]
    public void C64_AnErrorInTheStream_IsAFailure(string name, FailureKind kind)
    {
        var replayed = StreamReplay.Whole(Recording.ProviderOf(name), Recording.Read(name), Identity.Of());
        Assert.Equal(kind, replayed.Failure?.Kind);
        Assert.Equal(400, replayed.Failure!.Status);
        Assert.DoesNotContain("[DONE]", replayed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryRecordedStream_IsInThisList()
    {
        string[] providers = ["openai", "azure", "groq", "mistral", "deepseek", "cerebras", "xai", "openrouter", "ollama", "zai"];
        Recording.Read("INDEX.md");
        var recorded = providers.SelectMany(Recording.Names).Where(n => n.EndsWith(".sse", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        string[] failing = ["groq/stream-error-tool-use-failed.sse", "openrouter/stream-error.sse"];
        Assert.Equal(recorded, Streams.Select(s => s.Data).Concat(failing).Order(StringComparer.Ordinal));
    }
}
