// Everything recorded of the Responses API: what a strict client reads from us is what OpenAI's own library would have read.
using System.Text;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Providers.Tests.Transcripts;

namespace InworldRouter.Providers.Tests.Responses;

public sealed class ResponsesTranscriptTests
{
    private static readonly ResponsesProvider Provider = new();
    private static readonly Translation Translation = new(Provider, "openai-responses-v1");

    public static TheoryData<string> Streams =>
        ["openai/responses-image-generation-stream.sse", "openai/responses-stream-reasoning.sse", "openai/responses-stream-text-turn2.sse"];

    public static TheoryData<string> Answers => ["openai/responses-image-generation-tool.json"];

    public static TheoryData<string, FailureKind, string> Failures => new()
    {
        { "openai/responses-stream-error.sse", FailureKind.Billing, "insufficient_quota" },
        { "openai/responses-stream-rate-limited.sse", FailureKind.RateLimited, "rate_limit_exceeded" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void AStrictClient_ReadsWhatTheProviderSaid(string name) => Translation.AssertSays(ResponsesSay.Stream(Recording.Read(name)), Recording.Read(name));

    [Theory]
    [MemberData(nameof(Streams))]
    public void WithReasoningExcluded_OnlyTheReasoningIsGone(string name) => Translation.AssertSaysWithoutReasoning(ResponsesSay.Stream(Recording.Read(name)), Recording.Read(name));

    [Theory]
    [MemberData(nameof(Streams))]
    public void C01_HoweverTheBytesAreCut_TheClientGetsTheSame(string name) => Translation.AssertSaysInPieces(Recording.Read(name));

    [Theory]
    [MemberData(nameof(Streams))]
    public void C64_CutBeforeItsLastEvent_IsAFailure(string name) => Translation.AssertTruncated(Recording.Read(name), "data: {\"type\":\"response.completed\"");

    // A gateway may drop the events' names, number nothing ("older recordings lack it"), and end lines otherwise.
    [Theory]
    [MemberData(nameof(Streams))]
    public void WithoutEventNames_ItSaysTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var lines = Encoding.UTF8.GetString(upstream).Split('\n').Where(l => !l.StartsWith("event:", StringComparison.Ordinal));
        var bare = System.Text.RegularExpressions.Regex.Replace(string.Join("\r\n", lines), "\"sequence_number\":[0-9]+,", "");
        Assert.Equal(StreamReplay.Whole(Provider, upstream, Identity.Of()).Text, StreamReplay.Whole(Provider, Encoding.UTF8.GetBytes(bare), Identity.Of()).Text);
    }

    // Of a server that streams no deltas each item comes whole at its end, and the client gets the same in fewer pieces (C25).
    [Theory]
    [MemberData(nameof(Streams))]
    public void C25_WithoutDeltas_ItSaysTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var events = Encoding.UTF8.GetString(upstream).Split("\n\n").Where(e => !e.Contains(".delta\"", StringComparison.Ordinal));
        Translation.AssertSays(ResponsesSay.Stream(upstream), Encoding.UTF8.GetBytes(string.Join("\n\n", events)));
    }

    // "A whole answer where a stream was asked for", bare or as the only event.
    [Theory]
    [MemberData(nameof(Streams))]
    public void TheLastEventAlone_SaysItAll(string name)
    {
        var text = Encoding.UTF8.GetString(Recording.Read(name));
        var last = text[text.IndexOf("data: {\"type\":\"response.completed\"", StringComparison.Ordinal)..];
        var bare = $"data: {System.Text.Json.Nodes.JsonNode.Parse(last[6..])!["response"]!.ToJsonString()}\n\n";
        var said = ResponsesSay.Stream(Encoding.UTF8.GetBytes(last));
        foreach (var stream in (string[])[last, bare])
            Translation.AssertSays(said, Encoding.UTF8.GetBytes(stream));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void AWholeAnswer_SaysWhatTheProviderSaid(string name) => Translation.AssertAnswers(ResponsesSay.Whole(Recording.Read(name)), Recording.Read(name));

    // "Rate limiting can arrive as response.failed inside a 200": before any content, so that another provider is tried (C70).
    [Theory]
    [MemberData(nameof(Failures))]
    public void C70_AFailureInsideA200_IsOfItsKind(string name, FailureKind kind, string code)
    {
        var text = Encoding.UTF8.GetString(Recording.Read(name));
        var withoutErrorEvent = string.Concat(text.Split("\n\n").Where(e => !e.Contains("\"type\":\"error\"", StringComparison.Ordinal)).Select(e => $"{e}\n\n"));
        foreach (var stream in (string[])[text, withoutErrorEvent])
        {
            var replayed = StreamReplay.Whole(Provider, Encoding.UTF8.GetBytes(stream), Identity.Of());
            Assert.Equal((kind, code, ""), (replayed.Failure?.Kind, replayed.Failure?.Code, replayed.Text));
            Assert.DoesNotContain('{', replayed.Failure!.Message);
        }
    }

    [Fact]
    public void EveryRecording_IsInTheseLists()
    {
        Recording.Read("INDEX.md");
        Assert.Equal(
            Recording.Names("openai", "responses-").Order(StringComparer.Ordinal),
            Streams.Select(s => s.Data).Concat(Answers.Select(a => a.Data)).Concat(Failures.Select(f => f.Data.Item1)).Order(StringComparer.Ordinal));
    }
}
