// Every recorded answer of OpenAI's dialect, for a caller of Messages: in Anthropic's order, saying what the provider said.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Tests.Anthropic;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Shared;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Transcripts;

public sealed class MessagesTranscriptTests
{
    public static TheoryData<string> Streams => StreamTranscriptTests.Streams;

    public static TheoryData<string> Answers => AnswerTranscriptTests.Answers;

    // One message_start, contiguous indices, starts and stops in pairs (C34, C35): StrictMessages refuses anything else.
    [Theory]
    [MemberData(nameof(Streams))]
    public void C34_AStream_IsAMessageOfWhatWasSaid(string name)
    {
        var upstream = Recording.Read(name);
        var replayed = Play(name, upstream);
        AssertSays(TolerantReader.Stream(upstream), StrictMessages.Read(replayed.Text));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void AWholeAnswer_IsAMessageOfWhatWasSaid(string name)
    {
        var upstream = Recording.Read(name);
        using var output = new PooledBuffer();
        Assert.Null(Recording.ProviderOf(name).TranslateAnswer(upstream, ForMessages(), output, out var usage));
        var said = TolerantReader.Whole(upstream);
        Assert.Equal(said.Usage![..2], [usage.Prompt, usage.Completion]);
        AssertSays(said, StrictJson.Parse(Encoding.UTF8.GetString(output.Written) + "}").AsObject());
    }

    // The reader between the two, against the reader that shares nothing with it.
    [Theory]
    [MemberData(nameof(Streams))]
    public void TheEvents_AreWhatWasSaid(string name)
    {
        var upstream = Recording.Read(name);
        var said = TolerantReader.Stream(upstream)[0];
        var events = Told.Read(new ChatReader(), StreamReplay.Whole(Recording.ProviderOf(name), upstream, Identity.Of(includeUsage: true)).Text);
        Assert.Equal(said.Text, Sum(events, "text "));
        Assert.Equal(said.Reasoning, Sum(events, "think "));
        Assert.Equal(said.Calls.Select((c, i) => $"call {i} {c.Id} {c.Name}"), events.Where(e => e.StartsWith("call ", StringComparison.Ordinal)));
        for (var i = 0; i < said.Calls.Count; i++)
            Assert.Equal(said.Calls[i].Arguments, Sum(events, $"args {i} "));
        Assert.Equal(said.Annotations.Count, events.Count(e => e.StartsWith("cite ", StringComparison.Ordinal)));
        Assert.StartsWith("finish ", events[^1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void C01_HoweverTheBytesAreCut_TheClientGetsTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var pieces = StreamReplay.InPieces(Recording.ProviderOf(name).CreateStreamTranslator(CallerDialect.Messages), upstream, ForMessages(), 1);
        Assert.Equal(Play(name, upstream).Text, pieces.Text);
    }

    [Theory]
    [InlineData("groq/stream-error-tool-use-failed.sse")]
    [InlineData("openrouter/stream-error.sse")]
    public void C64_AnErrorInTheStream_IsAFailure(string name)
    {
        var replayed = Play(name, Recording.Read(name));
        Assert.Equal(FailureKind.ServerError, replayed.Failure?.Kind);
        Assert.DoesNotContain("message_stop", replayed.Text, StringComparison.Ordinal);
    }

    private static void AssertSays(ReadAnswer said, JsonObject message)
    {
        var choice = said[0];
        var content = message["content"]!.AsArray();
        Assert.Equal(choice.Text, string.Concat(content.Select(b => b!["text"]?.GetValue<string>())));
        Assert.Equal(choice.Reasoning, string.Concat(content.Select(b => b!["thinking"]?.GetValue<string>())));
        var calls = content.Where(b => b!["type"]!.GetValue<string>() == "tool_use").ToArray();
        Assert.Equal(choice.Calls.Select(c => c.Name), calls.Select(c => c!["name"]!.GetValue<string>()));
        foreach (var (call, told) in choice.Calls.Zip(calls))
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(call.Arguments.Length == 0 ? "{}" : call.Arguments), told!["input"]));
        // C37
        Assert.Equal(choice.Calls.Count > 0 && choice.Finish != "length" ? "tool_use" : choice.Finish switch { "length" => "max_tokens", "content_filter" => "refusal", _ => "end_turn" }, message["stop_reason"]!.GetValue<string>());
        if (said.Usage is not { } usage)
            return;
        // "input_tokens = prompt − cached; cache_read_input_tokens = cached; output_tokens = completion"
        Assert.Equal(usage[0], message["usage"]!["input_tokens"]!.GetValue<long>() + message["usage"]!["cache_read_input_tokens"]!.GetValue<long>() + message["usage"]!["cache_creation_input_tokens"]!.GetValue<long>());
        Assert.Equal(usage[1], message["usage"]!["output_tokens"]!.GetValue<long>());
    }

    private static string Sum(string[] events, string kind) =>
        JsonNode.Parse($"\"{string.Concat(events.Where(e => e.StartsWith(kind, StringComparison.Ordinal)).Select(e => e[kind.Length..]))}\"")!.GetValue<string>();

    private static Replayed Play(string name, byte[] upstream) =>
        StreamReplay.Again(Recording.ProviderOf(name).CreateStreamTranslator(CallerDialect.Messages), upstream, ForMessages());

    private static AnswerIdentity ForMessages() => Identity.Of(caller: CallerDialect.Messages);
}
