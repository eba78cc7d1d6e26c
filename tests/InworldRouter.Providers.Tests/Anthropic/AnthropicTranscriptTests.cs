// Everything recorded of Anthropic: what a strict client reads from us is what Anthropic's own library would have read.
using System.Text;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Providers.Tests.Transcripts;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class AnthropicTranscriptTests
{
    private static readonly AnthropicProvider Provider = new();
    private static readonly Translation Translation = new(Provider, "anthropic-claude-v1");

    public static TheoryData<string> Streams =>
    [
        "anthropic/fixture-anthropic-fallback.sse", "anthropic/fixture-anthropic-tool-no-args.sse", "anthropic/fixture-duplicate-message-start.sse",
        "anthropic/stream-adaptive-thinking.sse", "anthropic/stream-citations.sse", "anthropic/stream-json-schema-output.sse", "anthropic/stream-parallel-tools.sse",
        "anthropic/stream-pause-turn.sse", "anthropic/stream-redacted-thinking.sse", "anthropic/stream-text-raw-padded.sse", "anthropic/stream-thinking-replay-turn2.sse",
        "anthropic/stream-thinking-tool-use.sse", "anthropic/stream-thinking.sse", "anthropic/stream-tool-result-turn2.sse", "anthropic/stream-tool-use.sse",
        "anthropic/stream-web-search-long.sse",
    ];

    public static TheoryData<string> Answers =>
    [
        "anthropic/fixture-anthropic-claude-opus-5-reasoning-high.1.json", "anthropic/fixture-anthropic-refusal-no-details.json", "anthropic/fixture-anthropic-web-search-tool.1.json",
        "anthropic/messages-mid-conversation-system.json", "anthropic/messages-opus5.json", "anthropic/messages-parallel-tools.json",
    ];

    public static TheoryData<string, int, FailureKind> Errors => new()
    {
        { "anthropic/error-400-effort.json", 400, FailureKind.BadRequest },
        { "anthropic/error-401.json", 401, FailureKind.Credential },
        { "anthropic/error-404-count-tokens.json", 404, FailureKind.ModelNotFound },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void AStrictClient_ReadsWhatTheProviderSaid(string name) => Translation.AssertSays(AnthropicSays.Stream(Recording.Read(name)), Recording.Read(name));

    [Theory]
    [MemberData(nameof(Streams))]
    public void WithReasoningExcluded_OnlyTheReasoningIsGone(string name) => Translation.AssertSaysWithoutReasoning(AnthropicSays.Stream(Recording.Read(name)), Recording.Read(name));

    [Theory]
    [MemberData(nameof(Streams))]
    public void C01_HoweverTheBytesAreCut_TheClientGetsTheSame(string name) => Translation.AssertSaysInPieces(Recording.Read(name));

    [Theory]
    [MemberData(nameof(Streams))]
    public void C64_CutBeforeItsStopReason_IsAFailure(string name) => Translation.AssertTruncated(Recording.Read(name), "event: message_delta");

    // A gateway may drop the event's names, and may end lines otherwise.
    [Theory]
    [MemberData(nameof(Streams))]
    public void WithoutEventNames_ItSaysTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var lines = Encoding.UTF8.GetString(upstream).Split('\n').Where(l => !l.StartsWith("event:", StringComparison.Ordinal));
        var bare = Encoding.UTF8.GetBytes(string.Join("\r\n", lines));
        Assert.Equal(StreamReplay.Whole(Provider, upstream, Identity.Of()).Text, StreamReplay.Whole(Provider, bare, Identity.Of()).Text);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void AWholeAnswer_SaysWhatTheProviderSaid(string name) => Translation.AssertAnswers(AnthropicSays.Whole(Recording.Read(name)), Recording.Read(name));

    [Theory]
    [MemberData(nameof(Errors))]
    public void C62_AnErrorBody_IsOfItsKind(string name, int status, FailureKind kind)
    {
        var failure = Provider.Classify(status, Recording.Read(name));
        Assert.Equal((kind, status), (failure.Kind, failure.Status));
        Assert.DoesNotContain('{', failure.Message);
    }

    // "loses its upstream mid-generation and retries": two answers spliced into one cannot be told as one.
    [Fact]
    public void C34_AnotherMessageInTheMiddle_IsAFailure()
    {
        var replayed = StreamReplay.Whole(Provider, Recording.Read("anthropic/fixture-spliced-message-start.sse"), Identity.Of());
        Assert.Equal(FailureKind.Truncated, replayed.Failure?.Kind);
        Assert.DoesNotContain("sig-second", replayed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryRecording_IsInTheseLists()
    {
        Recording.Read("INDEX.md");
        string[] elsewhere = ["anthropic/count-tokens.json", "anthropic/fixture-spliced-message-start.sse"];
        Assert.Equal(
            Recording.Names("anthropic").Order(StringComparer.Ordinal),
            [.. Streams.Select(s => s.Data).Concat(Answers.Select(a => a.Data)).Concat(Errors.Select(e => e.Data.Item1)).Concat(elsewhere).Order(StringComparer.Ordinal)]);
    }
}
