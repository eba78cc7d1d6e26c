// Everything recorded of Anthropic goes to a Messages caller byte for byte, but for the model's name and the router's metadata.
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Providers.Tests.Transcripts;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed partial class MessagesRelayTests
{
    // How many two-piece splits of one recording are tried; small recordings are split at every offset.
    private const int MostSplits = 300;

    private const string Start = """{"type":"message_start","message":{"id":"m","model":"claude","content":[],"usage":{"input_tokens":3,"output_tokens":1}}}""";
    private const string Block = """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";
    private const string Delta = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}""";
    private const string Stop = """{"type":"content_block_stop","index":0}""";
    private const string End = """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}""";
    private const string Last = """{"type":"message_stop"}""";

    private static readonly AnthropicProvider Provider = new();

    public static TheoryData<string> Streams => AnthropicTranscriptTests.Streams;

    public static TheoryData<string> Answers => AnthropicTranscriptTests.Answers;

    private static AnswerIdentity Asked => Identity.Of(caller: CallerDialect.Messages);

    [Theory]
    [MemberData(nameof(Streams))]
    public void C42_ARecordedStream_GoesOnByteForByte(string name)
    {
        var upstream = Recording.Read(name);
        var expected = Expected(upstream);
        Assert.Equal(expected, StreamReplay.Whole(Provider, upstream, Asked).Text);
        Assert.Equal(expected, StreamReplay.InPieces(Provider, upstream, Asked, 1).Text);
        for (var at = 1; at < upstream.Length; at += Math.Max(1, upstream.Length / MostSplits))
            Assert.Equal(expected, StreamReplay.InTwo(Provider, upstream, Asked, at).Text);
    }

    // "SDKs dispatch on the event: name, so we must emit it" (providers.md B.4), whether or not a gateway has.
    [Theory]
    [MemberData(nameof(Streams))]
    public void C34_WithoutEventNamesAndWithOtherLineEnds_ItIsTheSame(string name)
    {
        var upstream = Recording.Read(name);
        var lines = Encoding.UTF8.GetString(upstream).Split('\n').Where(l => !l.StartsWith("event:", StringComparison.Ordinal));
        Assert.Equal(Expected(upstream), StreamReplay.Whole(Provider, Encoding.UTF8.GetBytes(string.Join("\r\n", lines)), Asked).Text);
    }

    // What the router sees of a stream is what it sees of it on the way to a chat caller.
    [Theory]
    [MemberData(nameof(Streams))]
    public void C36_UsageAndTheEnd_AreSeen(string name)
    {
        var upstream = Recording.Read(name);
        var (relayed, translated) = (StreamReplay.Whole(Provider, upstream, Asked), StreamReplay.Whole(Provider, upstream, Identity.Of()));
        Assert.Equal((translated.Usage, translated.EndedEarly, true), (relayed.Usage, relayed.EndedEarly, relayed.ContentEvents > 0));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void C64_CutBeforeItsStopReason_IsAFailure(string name)
    {
        var text = Encoding.UTF8.GetString(Recording.Read(name));
        var cut = text[..text.IndexOf("event: message_delta", StringComparison.Ordinal)];
        var replayed = StreamReplay.Whole(Provider, Encoding.UTF8.GetBytes(cut), Asked);
        Assert.Equal(FailureKind.Truncated, replayed.Failure?.Kind);
        Assert.DoesNotContain("message_delta", replayed.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void C42_ARecordedAnswer_GoesOnByteForByte(string name)
    {
        var upstream = Recording.Read(name);
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer(upstream, Asked, output, out var usage));
        var text = Encoding.UTF8.GetString(upstream);
        using var message = JsonDocument.Parse(text);
        var named = new Regex($"(?<=\"model\": ?)\"{Regex.Escape(message.RootElement.GetProperty("model").GetString()!)}\"").Replace(text, $"\"{Identity.Model}\"", 1);
        Assert.Equal(named.TrimEnd()[..^1], Encoding.UTF8.GetString(output.Written));
        Assert.Equal(message.RootElement.GetProperty("usage").GetProperty("output_tokens").GetInt64(), usage.Completion);
    }

    [Theory]
    [InlineData("refusal", true)]
    [InlineData("max_tokens", true)]
    [InlineData("end_turn", false)]
    public void C37_AnAnswerWithoutContent_IsOneWhenItsStopSaysWhy(string reason, bool isAnswer)
    {
        using var output = new PooledBuffer();
        var failure = Provider.TranslateAnswer(Encoding.UTF8.GetBytes($$"""{"id":"m","content":[],"stop_reason":"{{reason}}"}"""), Asked, output, out _);
        Assert.Equal(isAnswer ? null : FailureKind.EmptyAnswer, failure?.Kind);
        var stream = Play(Start, $$"""{"type":"message_delta","delta":{"stop_reason":"{{reason}}"},"usage":{"output_tokens":2} }""", Last);
        Assert.Equal((0, isAnswer), (stream.ContentEvents, stream.EndedEarly));
    }

    [Theory]
    [InlineData("<html>", FailureKind.MalformedAnswer)]
    [InlineData(" \n", FailureKind.EmptyAnswer)]
    [InlineData("{}", FailureKind.MalformedAnswer)]
    [InlineData("""{"content":[{"type":"text","text":""}],"stop_reason":"end_turn"}""", FailureKind.EmptyAnswer)]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureKind.Overloaded)]
    public void C64_WhatIsNoAnswer_IsAFailure(string answer, FailureKind kind)
    {
        using var output = new PooledBuffer();
        Assert.Equal(kind, Provider.TranslateAnswer(Encoding.UTF8.GetBytes(answer), Asked, output, out _)?.Kind);
        Assert.True(output.IsEmpty);
    }

    [Fact]
    public void C44_AnAnswerWithoutAModel_HasTheOneThatWasAsked()
    {
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer("""{"id":"m","content":[{"type":"of_tomorrow"}],"stop_reason":"pause_turn"} """u8, Asked, output, out _));
        Assert.Equal($$"""{"model":"{{Identity.Model}}","id":"m","content":[{"type":"of_tomorrow"}],"stop_reason":"pause_turn" """[..^1], Encoding.UTF8.GetString(output.Written));
        Assert.StartsWith($$"""event: message_start{{'\n'}}data: {"type":"message_start","message":{"model":"{{Identity.Model}}"} }""", Play("""{"type":"message_start","message":{} }""").Text, StringComparison.Ordinal);
    }

    // "loses its upstream mid-generation and retries": two answers spliced into one cannot be told as one.
    [Fact]
    public void C34_AnotherMessageInTheMiddle_IsAFailure()
    {
        var replayed = StreamReplay.Whole(Provider, Recording.Read("anthropic/fixture-spliced-message-start.sse"), Asked);
        Assert.Equal(FailureKind.Truncated, replayed.Failure?.Kind);
        Assert.DoesNotContain("second", replayed.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"b"}}""")]
    [InlineData("""{"type":"content_block_delta","delta":{"type":"signature_delta","signature":"s"}}""")]
    public void C35_ADeltaOfABlockThatIsNotOpen_IsAFailure(string delta)
    {
        Assert.Equal(FailureKind.MalformedAnswer, Play(Start, Block, Delta, delta).Failure?.Kind);
        Assert.Equal(FailureKind.MalformedAnswer, Play(Start, Delta).Failure?.Kind);
        Assert.Equal(FailureKind.MalformedAnswer, Play(Start, Block, Delta, Stop, Delta).Failure?.Kind);
    }

    [Fact]
    public void C34_ABlockBeforeTheMessage_IsAFailure() => Assert.Equal(FailureKind.MalformedAnswer, Play(Block, Delta).Failure?.Kind);

    // Known by their beginning, deltas are not scanned: a broken one must be found all the same.
    [Theory]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"b}}""")]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"b"}""")]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"b"}} x}""")]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\x"}}""")]
    public void C64_AMalformedDelta_IsAFailure(string delta)
    {
        var replayed = Play(Start, Block, Delta, delta);
        Assert.Equal(FailureKind.MalformedAnswer, replayed.Failure?.Kind);
        Assert.EndsWith($"{Delta}\n\n", replayed.Text, StringComparison.Ordinal);
    }

    // "event: error … can be the very first event: peek it and treat as 529 for fallback" (providers.md B.4)
    [Fact]
    public void C38_AnErrorEvent_IsAFailure_AndNotWritten()
    {
        const string Error = """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""";
        var first = Play(Error);
        Assert.Equal((FailureKind.Overloaded, CallerDialect.Messages, "overloaded_error", ""), (first.Failure?.Kind, first.Failure?.Dialect, first.Failure?.Type, first.Text));
        Assert.DoesNotContain("error", Play(Start, Block, Delta, Error).Text, StringComparison.Ordinal);
    }

    // "Signature deltas forwarded as their own delta" (C48), and what nobody knows as it is.
    [Theory]
    [InlineData("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"Eq"}  }""")]
    [InlineData("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"of_tomorrow","deep":{"a":[1.0]}}}""")]
    [InlineData("ping", """{"type": "ping"}""")]
    [InlineData("of_tomorrow", """{"type":"of_tomorrow","x":1e3}""")]
    public void C48_AnyOtherEvent_GoesOnAsItIs(string type, string said) =>
        Assert.Contains($"event: {type}\ndata: {said}\n\n", Play(Start, Block, Delta, said, Stop, End, Last).Text, StringComparison.Ordinal);

    // Only the last message_delta has the metadata; a ping between it and the end is not held back.
    [Fact]
    public void C36_OfSeveralEndings_TheLastHasTheMetadata()
    {
        const string First = """{"type":"message_delta","delta":{"stop_reason":null},"usage":{"output_tokens":1}}""";
        var text = Play(Start, Block, Delta, Stop, First, End, """{"type":"ping"}""").Text;
        Assert.EndsWith(
            $"event: message_delta\ndata: {First}\n\nevent: ping\ndata: {{\"type\":\"ping\"}}\n\nevent: message_delta\ndata: {End[..^1]},\"metadata\":{Identity.Metadata}}}\n\nevent: message_stop\ndata: {{\"type\":\"message_stop\"}}\n\n",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void ARelayThatIsUsedAgain_HasForgottenTheStreamBefore()
    {
        var relay = Provider.CreateStreamTranslator(CallerDialect.Messages);
        var whole = Events(Start, Block, Delta, Stop, End, Last);
        var first = StreamReplay.Again(relay, whole, Asked).Text;
        StreamReplay.Again(relay, Events(Start, Block, Delta, Stop, End), Asked);
        StreamReplay.Again(relay, Events(Start.Replace("\"m\"", "\"n\"", StringComparison.Ordinal), Block, Delta), Asked);
        Assert.Equal(first, StreamReplay.Again(relay, whole, Asked).Text);
    }

    private static Replayed Play(params string[] data) => StreamReplay.Whole(Provider, Events(data), Asked);

    private static byte[] Events(params string[] data) => Encoding.UTF8.GetBytes(string.Concat(data.Select(d => $"data: {d}\n\n")));

    // One message_start, the model's name in it, the metadata at the end of the last message_delta; written from api.md alone.
    private static string Expected(byte[] upstream)
    {
        var events = Encoding.UTF8.GetString(upstream).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).ToList();
        while (events.FindLastIndex(e => e.StartsWith("event: message_start", StringComparison.Ordinal)) is > 0 and var again)
            events.RemoveAt(again);
        events[0] = ModelName().Replace(events[0], $"\"{Identity.Model}\"", 1);
        var last = events.FindLastIndex(e => e.StartsWith("event: message_delta", StringComparison.Ordinal));
        events[last] = $"{events[last].TrimEnd()[..^1]},\"metadata\":{Identity.Metadata}}}";
        return string.Concat(events.Select(e => e.TrimEnd('\n') + "\n\n"));
    }

    [GeneratedRegex("(?<=\"model\":)\"[^\"]*\"")]
    private static partial Regex ModelName();
}
