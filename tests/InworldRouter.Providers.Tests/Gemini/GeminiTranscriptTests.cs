// Everything recorded of Gemini, at AI Studio and at Vertex: what a strict client reads from us is what Google's own library would have read.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Providers.Tests.Transcripts;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Gemini;

public sealed class GeminiTranscriptTests
{
    // How many two-piece splits of one recording are tried; small recordings are split at every offset.
    private const int MostSplits = 300;

    private const string Format = "google-gemini-v1";

    private static readonly GeminiProvider Provider = new();

    public static TheoryData<string> Streams =>
    [
        "gemini/stream-google-search.sse", "gemini/stream-parallel-tools-reasoning.sse", "gemini/stream-text.sse", "gemini/stream-thinking.sse", "gemini/stream-tool-gemini3-id.sse",
        "gemini/stream-tool-thought-signature-turn2.sse", "vertex/stream-function-call-arguments.sse", "vertex/stream-text.sse", "vertex/stream-thinking.sse",
    ];

    public static TheoryData<string> Answers => ["gemini/google-search.json", "gemini/max-tokens-empty.json", "vertex/logprobs.json"];

    public static TheoryData<string, int, FailureKind> Errors => new()
    {
        { "gemini/error-429-quota.json", 429, FailureKind.RateLimited },
        { "gemini/error-429-retry-info.json", 429, FailureKind.RateLimited },
        { "vertex/error-400.json", 400, FailureKind.ContextLength },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void AStrictClient_ReadsWhatTheProviderSaid(string name)
    {
        var upstream = Recording.Read(name);
        var read = StreamReplay.Whole(Provider, upstream, Identity.Of(includeUsage: true)).Read(includeUsage: true).Answer;
        Details.AddUp(read, Format);
        Expected(GeminiSays.Stream(upstream), read).AssertEqual(read);
    }

    // C50: where Google's own door for OpenAI's dialect puts it, so that a client sends it back.
    [Theory]
    [MemberData(nameof(Streams))]
    public void C50_ACallsSignature_IsInItsExtraContent(string name)
    {
        var upstream = Recording.Read(name);
        var calls = StreamReplay.Whole(Provider, upstream, Identity.Of()).Read().Chunks.SelectMany(c => c["choices"]![0]!["delta"]!["tool_calls"]?.AsArray() ?? []);
        var signed = GeminiSays.Frames(upstream).SelectMany(f => f["candidates"]?[0]?["content"]?["parts"]?.AsArray() ?? []).Where(p => p!["functionCall"]?["name"] is not null);
        Assert.Equal(
            signed.Select(p => p!["thoughtSignature"]?.GetValue<string>()),
            calls.Select(c => c!["extra_content"]?["google"]?["thought_signature"]?.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void WithReasoningExcluded_OnlyTheReasoningIsGone(string name)
    {
        var upstream = Recording.Read(name);
        var read = StreamReplay.Whole(Provider, upstream, Identity.Of(excludeReasoning: true)).Read().Answer;
        var said = Expected(GeminiSays.Stream(upstream), read);
        said.Usage = null;
        said[0].Reasoning = "";
        said[0].Details.Clear();
        said.AssertEqual(read);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void C01_HoweverTheBytesAreCut_TheClientGetsTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var whole = StreamReplay.Whole(Provider, upstream, Identity.Of(includeUsage: true)).Text;
        Assert.Equal(whole, StreamReplay.InPieces(Provider, upstream, Identity.Of(includeUsage: true), 1).Text);
        for (var at = 1; at < upstream.Length; at += Math.Max(1, upstream.Length / MostSplits))
            Assert.Equal(whole, StreamReplay.InTwo(Provider, upstream, Identity.Of(includeUsage: true), at).Text);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void C64_CutBeforeItsFinishReason_IsAFailure(string name)
    {
        var text = Encoding.UTF8.GetString(Recording.Read(name));
        var cut = text[..text.IndexOf("\"finishReason\"", StringComparison.Ordinal)];
        cut = cut[..(cut.LastIndexOf("data:", StringComparison.Ordinal) is var at and > 0 ? at : 0)];
        Assert.Equal(FailureKind.Truncated, StreamReplay.Whole(Provider, Encoding.UTF8.GetBytes(cut), Identity.Of()).Failure?.Kind);
    }

    // "Without alt=sse the stream is a JSON array": a gateway that knows no SSE sends it whole.
    [Theory]
    [MemberData(nameof(Streams))]
    public void AsOneArray_ItSaysTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var frames = Encoding.UTF8.GetString(upstream).Split('\n').Where(l => l.StartsWith("data: {", StringComparison.Ordinal)).Select(l => l[5..].Trim());
        var array = Encoding.UTF8.GetBytes($"data: [{string.Join(',', frames)}]\n\n");
        Assert.Equal(StreamReplay.Whole(Provider, upstream, Identity.Of()).Text, StreamReplay.Whole(Provider, array, Identity.Of()).Text);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void AWholeAnswer_SaysWhatTheProviderSaid(string name)
    {
        var upstream = Recording.Read(name);
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer(upstream, Identity.Of(), output, out var usage));
        output.Write(Encoding.UTF8.GetBytes($",\"metadata\":{Identity.Metadata}}}"));
        var read = StrictAnswer.Read(Encoding.UTF8.GetString(output.Written));
        Details.AddUp(read, Format);
        var said = GeminiSays.Whole(upstream);
        Assert.Equal(said.Usage![..2], [usage.Prompt, usage.Completion]);
        said.AssertEqual(read);
    }

    [Fact]
    public void Logprobs_AreOpenAIs()
    {
        var upstream = Recording.Read("vertex/logprobs.json");
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer(upstream, Identity.Of(), output, out _));
        var tokens = JsonNode.Parse(Encoding.UTF8.GetString(output.Written) + "}")!["choices"]![0]!["logprobs"]!["content"]!.AsArray();
        var said = JsonNode.Parse(upstream)!["candidates"]![0]!["logprobsResult"]!;
        Assert.Equal(said["chosenCandidates"]!.AsArray().Select(Pair), tokens.Select(Ours));
        Assert.Equal(
            said["topCandidates"]!.AsArray().SelectMany(t => t!["candidates"]!.AsArray()).Select(Pair),
            tokens.SelectMany(t => t!["top_logprobs"]!.AsArray()).Select(Ours));

        static string Pair(JsonNode? token) => $"{token!["token"]}={token["logProbability"]!.ToJsonString()}";
        static string Ours(JsonNode? token) => $"{token!["token"]}={token["logprob"]!.ToJsonString()}";
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void C62_AnErrorBody_IsOfItsKind(string name, int status, FailureKind kind)
    {
        var failure = Provider.Classify(status, Recording.Read(name));
        Assert.Equal((kind, status), (failure.Kind, failure.Status));
        Assert.DoesNotContain('{', failure.Message);
    }

    [Theory]
    [InlineData("gemini/error-429-quota.json", 48)]
    [InlineData("gemini/error-429-retry-info.json", 34.4)]
    public void C75_TheDelay_IsInTheDetails(string name, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Provider.Classify(429, Recording.Read(name)).RetryAfter);

    [Fact]
    public void EveryRecording_IsInTheseLists()
    {
        Recording.Read("INDEX.md");
        string[] elsewhere = ["gemini/openai-compat-tool-call.json"]; // Google's door for OpenAI's dialect, which we do not use (providers.md C.7)
        string[] ours = ["gemini", "vertex"];
        Assert.Equal(
            ours.SelectMany(Recording.Names).Where(n => !n.Contains("oauth2", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            [.. Streams.Select(s => s.Data).Concat(Answers.Select(a => a.Data)).Concat(Errors.Select(e => e.Data.Item1)).Concat(elsewhere).Order(StringComparer.Ordinal)]);
    }

    // A call without an id gets one of ours; what Gemini said of it is all else.
    private static ReadAnswer Expected(ReadAnswer said, ReadAnswer read)
    {
        for (var i = 0; i < Math.Min(said[0].Calls.Count, read[0].Calls.Count); i++)
        {
            if (said[0].Calls[i].Id.Length > 0)
                continue;
            Assert.StartsWith("call_", read[0].Calls[i].Id, StringComparison.Ordinal);
            said[0].Calls[i].Id = read[0].Calls[i].Id;
        }
        return said;
    }
}
