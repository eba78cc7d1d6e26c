// Names that a vendor would refuse: told of under others, and given back in the answer.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Shared;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Dialects;

public sealed class ToolNamesTests
{
    private const string Long = "mcp__a_server_with_a_long_name__and_a_tool_that_has_an_even_longer_name";

    [Theory]
    [InlineData("get_weather-2", true)]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234", true)]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345", false)]
    [InlineData("a.b", false)]
    [InlineData("wetter_ä", false)]
    public void OnlyWhatWouldBeRefused_GetsAnotherName(string name, bool isKept)
    {
        var sent = Sent(name, out var names);
        Assert.Equal(isKept, sent == name);
        Assert.Equal(isKept, names.IsEmpty);
        Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", sent);
        Assert.Equal(name, Encoding.UTF8.GetString(names.Given(Encoding.UTF8.GetBytes(sent))));
    }

    // C58: it is the same in every call, on every instance.
    [Fact]
    public void AStandIn_HangsOnTheNameAlone()
    {
        Assert.Equal("mcp__a_server_with_a_long_name__and_a_tool_that_has_an__34b3c25b", Sent(Long, out _));
        Assert.NotEqual(Sent(Long, out _), Sent(Long + "r", out _));
    }

    [Fact]
    public void ALongName_ComesBackInTheAnswer()
    {
        var written = Requests.SendMessages(new CompatibleProvider(), $$"""{"model":"m","tools":[{"name":"{{Long}}"}],"messages":[{"role":"user","content":"a"}]}""");
        var sent = JsonNode.Parse(written.Body)!["tools"]![0]!["function"]!["name"]!.GetValue<string>();
        var identity = Identity.Of(caller: CallerDialect.Messages) with { ToolNames = written.ToolNames };
        var stream = StreamReplay.Again(
            written.Door.CreateStreamTranslator(CallerDialect.Messages), Streams.Sse(Streams.Calls($$$"""[{"index":0,"id":"c","type":"function","function":{"name":"{{{sent}}}","arguments":"{}"}}]"""), Streams.Finish("tool_calls"), "[DONE]"), identity);
        Assert.Equal(Long, StrictMessages.Read(stream.Text)["content"]![0]!["name"]!.GetValue<string>());
        using var output = new PooledBuffer();
        Assert.Null(written.Door.TranslateAnswer(Encoding.UTF8.GetBytes($$$"""{"choices":[{"message":{"tool_calls":[{"id":"c","function":{"name":"{{{sent}}}","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"""), identity, output, out _));
        Assert.Equal(Long, JsonNode.Parse(Encoding.UTF8.GetString(output.Written) + "}")!["content"]![0]!["name"]!.GetValue<string>());
    }

    // "a-z, A-Z, 0-9, or contain underscores, dots, colons, or dashes, with a maximum length of 64" (ai.google.dev, function declarations)
    [Theory]
    [InlineData("a.b:c", true)]
    [InlineData("a/b", false)]
    [InlineData(Long, false)]
    public void Gemini_TakesMoreLetters_AndNoMoreOfThem(string name, bool isKept)
    {
        var written = Requests.SendMessages(new GeminiProvider(), $$$"""{"model":"m","tools":[{"name":"{{{name}}}"}],"tool_choice":{"type":"tool","name":"{{{name}}}"},"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"i","name":"{{{name}}}","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"i","content":"r"}]}]}""", "gemini-2.5-flash");
        var body = JsonNode.Parse(written.Body)!;
        string[] told =
        [
            body["tools"]![0]!["functionDeclarations"]![0]!["name"]!.GetValue<string>(), body["toolConfig"]!["functionCallingConfig"]!["allowedFunctionNames"]![0]!.GetValue<string>(),
            body["contents"]![1]!["parts"]![0]!["functionCall"]!["name"]!.GetValue<string>(), body["contents"]![2]!["parts"]![0]!["functionResponse"]!["name"]!.GetValue<string>(),
        ];
        Assert.Equal(told[0], Assert.Single(told.Distinct()));
        Assert.Equal(isKept, told[0] == name);
        Assert.Equal(name, Encoding.UTF8.GetString(written.ToolNames.Given(Encoding.UTF8.GetBytes(told[0]))));
    }

    private static string Sent(string name, out ToolNames names)
    {
        names = new ToolNames();
        using var output = new PooledBuffer();
        var json = Encoding.UTF8.GetBytes($"\"{name}\"");
        names.Write(new Wire.Json.JsonValue(0, json.Length, Wire.Json.JsonKind.String, 0), json, output);
        return Encoding.UTF8.GetString(output.Written)[1..^1];
    }
}
