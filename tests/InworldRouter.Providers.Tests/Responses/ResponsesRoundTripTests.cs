// What the Responses API says, read and written again, is what it said.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Anthropic;
using InworldRouter.Providers.Tests.Transcripts;

namespace InworldRouter.Providers.Tests.Responses;

public sealed class ResponsesRoundTripTests
{
    private static readonly string[] Everything =
    [
        "think h\\u00e4", "think m", "end", "seal@OpenAIResponses c2ln", "end", "text a", "text \\\"b", "cite http://x\tT\t", "end", "text c", "end",
        "call 0 call_1 f", "args 0 {\\\"a\\\":", "args 0 1.0}", "end", "call 1 call_2 g", "args 1 {}", "end", "finish ToolCalls",
    ];

    [Fact]
    public void AStream_SaysTheSameEvents() => Assert.Equal(Expected, Told.Read(new ResponsesReader(), Stream(Everything)));

    [Fact]
    public void AWholeAnswer_SaysTheSame_InFewerPieces() => Assert.Equal(
        [
            "think h\\u00e4m", "end", "seal c2ln", "end", "text a\\\"b", "cite http://x\tT\t", "end", "text c", "end",
            "call 0 call_1 f", "args 0 {\\\"a\\\":1.0}", "end", "call 1 call_2 g", "args 1 {}", "end", "finish ToolCalls",
        ],
        Told.ReadWhole(new ResponsesReader(), Told.Play(new ResponsesAnswerWriter(), Identity.Of(), Told.Usage, "", Everything) + "}"));

    // "Order": created, in_progress, added … done, completed; sequence_number counts every event.
    [Fact]
    public void A2_TheEvents_ComeInOrder()
    {
        var events = Stream("text a", "end", "call 0 c f", "args 0 {}", "end", "finish ToolCalls").Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.output_item.added",
                "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.output_item.done", "response.completed",
            ],
            events.Select(e => e.Split('\n')[0]["event: ".Length..]));
        var data = events.Select(e => JsonNode.Parse(e[(e.IndexOf("data: ", StringComparison.Ordinal) + 6)..])!).ToArray();
        Assert.Equal(Enumerable.Range(0, data.Length), data.Select(d => d["sequence_number"]!.GetValue<int>()));
        Assert.Equal((2, 29), (data[^1]["response"]!["output"]!.AsArray().Count, data[^1]["response"]!["usage"]!["total_tokens"]!.GetValue<int>()));
    }

    [Fact]
    public void C23_CallsThatAreToldAtOnce_KeepTheirArguments() => Assert.Equal(
        ["call 0 a f", "call 1 b g", "args 0 {", "args 1 {\\\"x\\\":1}", "args 0 }", "end", "end", "finish ToolCalls"],
        Told.Read(new ResponsesReader(), Stream("call 0 a f", "call 1 b g", "args 0 {", "args 1 {\\\"x\\\":1}", "args 0 }", "finish ToolCalls")));

    [Theory]
    [InlineData("finish Length")]
    [InlineData("finish Filter")]
    public void C33_AnIncompleteAnswer_SaysWhy(string finish) => Assert.Equal(["text a", "end", finish], Told.Read(new ResponsesReader(), Stream("text a", "end", finish)));

    public static TheoryData<string> Recorded => ResponsesTranscriptTests.Streams;

    [Theory]
    [MemberData(nameof(Recorded))]
    public void ARecordedStream_SaysTheSame(string name)
    {
        if (name.Contains("image", StringComparison.Ordinal))
            return; // its pictures are not among what Told can tell
        // Which provider sealed it is told by the word, which the reader's events do not have.
        var said = Told.Read(new ResponsesReader(), Encoding.UTF8.GetString(Recording.Read(name)));
        var written = Stream([.. said.Select(s => s.StartsWith("seal ", StringComparison.Ordinal) ? $"seal@OpenAIResponses {s[5..]}" : s)]);
        Assert.Equal(said, Told.Read(new ResponsesReader(), written));
    }

    private static string[] Expected => [.. Everything.Select(e => e.Replace("@OpenAIResponses", "", StringComparison.Ordinal))];

    private static string Stream(params string[] events) => Told.Play(new ResponsesStreamWriter(), Identity.Of(), Told.Usage, "", events);
}
