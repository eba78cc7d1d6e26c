// From a stream's chunks to the answer that would have come at once.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class AnswerAssemblerTests
{
    [Fact]
    public void C82_Text_IsJoined_AsItWasWritten()
    {
        var answer = Assemble(
            Chunk("""{"role":"assistant","content":""}"""),
            Chunk("""{"content":"Gr\u00f6"}"""),
            Chunk("""{"content":"ße \"x\" \ud83d"}"""),
            Chunk("""{"content":"\ude00\n"}"""),
            Chunk("{}", "\"stop\""));

        Assert.Equal("Größe \"x\" 😀\n", Message(answer)["content"]!.GetValue<string>());
        Assert.Equal("assistant", Message(answer)["role"]!.GetValue<string>());
        Assert.Equal("chat.completion", answer["object"]!.GetValue<string>());
        Assert.Equal("chatcmpl-1", answer["id"]!.GetValue<string>());
        Assert.Equal(17, answer["created"]!.GetValue<int>());
        Assert.Equal("alpha/m", answer["model"]!.GetValue<string>());
        Assert.Equal("stop", answer["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Null(Message(answer)["tool_calls"]);
        Assert.Null(Message(answer)["reasoning_content"]);
        Assert.Null(answer["usage"]);
    }

    [Fact]
    public void Reasoning_Refusal_AndWhatComesInLists_AreKept()
    {
        var answer = Assemble(
            Chunk("""{"reasoning_content":"First, "}"""),
            Chunk("""{"reasoning_content":"then.","reasoning_details":[{"type":"x","data":"1"}]}"""),
            Chunk("""{"refusal":"I will "}"""),
            Chunk("""{"refusal":"not.","images":[{"type":"image_url","image_url":{"url":"data:,a"}}]}"""),
            Chunk("""{"annotations":[{"type":"url_citation"}],"images":[{"n":2}],"reasoning_details":[{"type":"y"},{"type":"z"}]}"""),
            Chunk("{}", "\"content_filter\""));

        var message = Message(answer);
        Assert.Equal("First, then.", message["reasoning_content"]!.GetValue<string>());
        Assert.Equal("I will not.", message["refusal"]!.GetValue<string>());
        Assert.Null(message["content"]);
        Assert.Equal(["x", "y", "z"], message["reasoning_details"]!.AsArray().Select(d => d!["type"]!.GetValue<string>()));
        Assert.Equal(2, message["images"]!.AsArray().Count);
        Assert.Single(message["annotations"]!.AsArray());
        Assert.Equal("content_filter", answer["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    // "partial previews: same index re-sent (mark partial:true, our extension)"
    [Fact]
    public void Previews_AreNoImagesOfTheAnswer()
    {
        var answer = Assemble(
            Chunk("""{"images":[{"type":"image_url","image_url":{"url":"data:,a"},"index":0,"partial":true}]}"""),
            Chunk("""{"images":[{"type":"image_url","image_url":{"url":"data:,b"},"index":0}]}"""),
            Chunk("{}", "\"stop\""));

        Assert.Equal("data:,b", Assert.Single(Message(answer)["images"]!.AsArray())!["image_url"]!["url"]!.GetValue<string>());
    }

    [Fact]
    public void C20_ToolCalls_AreJoinedByTheirIndices()
    {
        var answer = Assemble(
            Chunk("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"get","arguments":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"put","arguments":"{}"}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"q\":"}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"\"\\u00e4\"}"}}]}"""),
            Chunk("{}", "\"tool_calls\""));

        var message = Message(answer);
        Assert.Null(message["content"]);
        Assert.Equal(
            ["a function get {\"q\":\"\\u00e4\"}", "b function put {}"],
            message["tool_calls"]!.AsArray().Select(c => $"{c!["id"]} {c["type"]} {c["function"]!["name"]} {c["function"]!["arguments"]}"));
        Assert.Equal("tool_calls", answer["choices"]![0]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public void SeveralChoices_StandInTheOrderOfTheirIndices()
    {
        var answer = Assemble(
            """{"id":"chatcmpl-1","created":17,"model":"alpha/m","choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}""",
            """{"id":"chatcmpl-1","created":17,"model":"alpha/m","choices":[{"index":1,"delta":{"content":"B"},"finish_reason":"length"}]}""",
            """{"id":"chatcmpl-1","created":17,"model":"alpha/m","choices":[{"index":0,"delta":{"content":"A"},"finish_reason":"stop"}]}""");

        Assert.Equal(["0 aA stop", "1 bB length"], answer["choices"]!.AsArray().Select(c => $"{c!["index"]} {c["message"]!["content"]} {c["finish_reason"]}"));
    }

    [Fact]
    public void Usage_IsTheLastOneSaid()
    {
        var answer = Assemble(
            Chunk("""{"content":"x"}""", "\"stop\""),
            """{"id":"chatcmpl-1","created":17,"model":"alpha/m","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"completion_tokens_details":{"reasoning_tokens":0}},"metadata":{}}""");

        Assert.Equal(6, answer["usage"]!["total_tokens"]!.GetValue<int>());
        Assert.Equal(0, answer["usage"]!["completion_tokens_details"]!["reasoning_tokens"]!.GetValue<int>());
        Assert.Null(answer["metadata"]);
    }

    private static string Chunk(string delta, string finish = "null") =>
        $$$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":17,"model":"alpha/m","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{finish}}}}]}""";

    private static JsonNode Message(JsonNode answer) => answer["choices"]![0]!["message"]!;

    private static JsonNode Assemble(params string[] chunks)
    {
        using var output = new PooledBuffer();
        AnswerAssembler.Assemble(Encoding.UTF8.GetBytes(Say.Stream([.. chunks, Say.Done])), output);
        // The object is left open for the metadata.
        return JsonNode.Parse(Encoding.UTF8.GetString(output.Written) + "}")!;
    }
}
