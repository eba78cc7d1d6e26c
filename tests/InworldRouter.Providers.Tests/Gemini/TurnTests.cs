// Who says what in Gemini's contents: turns, calls and their responses, and the signatures that calls must carry.
using System.Text.Json.Nodes;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.Vertex;

namespace InworldRouter.Providers.Tests.Gemini;

public sealed class TurnTests
{
    private const string New = "gemini-3.5-flash";
    private const string Question = """{"role":"user","content":"Hi"}""";
    private const string Skip = "skip_thought_signature_validator";

    private static readonly GeminiProvider Provider = new();

    [Theory]
    [InlineData("""{"role":"user","content":""},{"role":"user","content":"a"},{"role":"user","content":"b"}""", """[{"role":"user","parts":[{"text":"a"},{"text":"b"}]}]""")]
    [InlineData("""{"role":"assistant","content":"a"}""", """[{"role":"user","parts":[{"text":"."}]},{"role":"model","parts":[{"text":"a"}]}]""")]
    [InlineData("""{"role":"user","content":null}""", """[{"role":"user","parts":[{"text":"."}]}]""")]
    [InlineData("""{"role":"system","content":"s"}""", """[{"role":"user","parts":[{"text":"."}]}]""")]
    public void C53_TurnsAlternate_AndNoneIsEmpty(string messages, string contents) => Assert.Equal(contents, Contents(messages).ToJsonString());

    [Fact]
    public void Instructions_AreOneSystemInstruction_OrTheFirstUsersWords()
    {
        const string Messages = """{"role":"system","content":"a"},{"role":"user","content":"Hi"},{"role":"developer","content":[{"type":"text","text":"b"}]}""";
        Assert.Equal("""{"parts":[{"text":"a"},{"text":"b"}]}""", Read(Messages)["systemInstruction"]!.ToJsonString());
        var gemma = Read(Messages, "gemma-3-27b-it");
        Assert.False(gemma.ContainsKey("systemInstruction"));
        Assert.Equal("""[{"role":"user","parts":[{"text":"a"},{"text":"b"},{"text":"Hi"}]}]""", gemma["contents"]!.ToJsonString());
    }

    // "the same number of functionResponses", in the calls' order, whatever the order of the results.
    [Fact]
    public void C29_ParallelResults_AreOneUserContent()
    {
        var contents = Contents(Calls(("a", "f", null), ("b", "g", null)) + ""","""
            + """{"role":"tool","tool_call_id":"b","content":"{\"x\": 1e3}"},{"role":"tool","tool_call_id":"a","content":"sunny"},{"role":"user","content":"So?"}""");
        Assert.Equal(
            """{"role":"user","parts":[{"functionResponse":{"id":"a","name":"f","response":{"output":"sunny"}}},{"functionResponse":{"id":"b","name":"g","response":{"x":1e3}}},{"text":"So?"}]}""",
            contents[2]!.ToJsonString());
    }

    [Fact]
    public void C29_CallsWithoutIds_AreAnsweredInTheirOrder()
    {
        var contents = Contents(Calls(("", "f", null), ("", "f", null)) + """,{"role":"tool","tool_call_id":"","content":"1"},{"role":"tool","tool_call_id":"","content":"2"}""");
        Assert.Equal(["1", "2"], contents[2]!["parts"]!.AsArray().Select(p => p!["functionResponse"]!["response"]!["output"]!.GetValue<string>()));
    }

    [Fact]
    public void C30_AMissingResult_IsAnError_AndAnOrphanIsSaid()
    {
        var contents = Contents(Calls(("a", "f", null)) + """,{"role":"tool","tool_call_id":"other","content":"lost"}""");
        Assert.Equal("""[{"functionResponse":{"id":"a","name":"f","response":{"error":"no result"}}},{"text":"lost"}]""", contents[2]!["parts"]!.ToJsonString());
        // At the very end too.
        Assert.Equal("""[{"functionResponse":{"id":"a","name":"f","response":{"error":"no result"}}}]""", Contents(Calls(("a", "f", null)))[2]!["parts"]!.ToJsonString());
    }

    [Fact]
    public void C31_AnEmptyResult_IsAResult() =>
        Assert.Equal("""{"output":""}""", Contents(Calls(("a", "f", null)) + """,{"role":"tool","tool_call_id":"a","content":""}""")[2]!["parts"]![0]!["functionResponse"]!["response"]!.ToJsonString());

    [Fact]
    public void SeveralTextsOfAResult_AreNotOneWord() =>
        Assert.Equal("one\ntwo", Contents(Calls(("a", "f", null)) + """,{"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"one"},{"type":"text","text":""},{"type":"text","text":"two"}]}""")[2]!["parts"]![0]!["functionResponse"]!["response"]!["output"]!.GetValue<string>());

    // "images → functionResponse.parts inlineData on Gemini 3, else separate inlineData parts in the same content"
    [Theory]
    [InlineData(New, """[{"functionResponse":{"id":"a","name":"f","response":{"output":"seen"},"parts":[{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]}}]""")]
    [InlineData("gemini-2.5-pro", """[{"functionResponse":{"name":"f","response":{"output":"seen"}}},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]""")]
    public void C31_AnImageInAResult_IsKept(string model, string parts)
    {
        var result = """,{"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"seen"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}""";
        Assert.Equal(parts, Contents(Calls(("a", "f", null)) + result, model)[2]!["parts"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{\\\"city\\\": \\\"Köln\\\"}", """{"city":"Köln"}""")]
    [InlineData("", "{}")]
    [InlineData("{\\\"a\\\":", """{"_raw":"{\"a\":"}""")]
    public void C24_Arguments_AreAnObject(string arguments, string args)
    {
        var call = $$"""{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{{arguments}}"} }]}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(args), Contents(call)[1]!["parts"]![0]!["functionCall"]!["args"]));
    }

    // "functionCall.id present on Gemini 3 AI Studio, absent on older/Vertex"
    [Fact]
    public void Ids_AreForAIStudiosGemini3Alone()
    {
        var messages = Calls(("a", "f", null)) + """,{"role":"tool","tool_call_id":"a","content":"1"}""";
        Assert.Equal(2, Requests.Write(Provider, Body(messages), New).Split("\"id\":\"a\"").Length - 1);
        Assert.DoesNotContain("\"id\"", Requests.Write(Provider, Body(messages), "gemini-2.5-pro"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"id\"", Requests.Write(new VertexProvider(), Body(messages), New), StringComparison.Ordinal);
    }

    // "Parallel calls in one response: only the first functionCall part has one. Sequential steps: each step's first call has one."
    [Fact]
    public void C50_ASignature_GoesBackOnItsPart_AndTheFirstCallOfAStepHasOne()
    {
        var result = """,{"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":"2"},""";
        var contents = Contents(Calls(("a", "f", "own+/="), ("b", "g", null)) + result + Calls(("a", "f", null), ("b", "g", null))[(Question.Length + 1)..] + result[..^1]);
        Assert.Equal(["own+/=", null, Skip, null], contents.SelectMany(c => c!["parts"]!.AsArray()).Where(p => p!["functionCall"] is not null).Select(p => p!["thoughtSignature"]?.GetValue<string>()));
    }

    [Theory]
    [InlineData("google-gemini-v1", "mine")]
    [InlineData("anthropic-claude-v1", Skip)] // "Never send a signature minted by another provider"
    [InlineData("unknown", Skip)]
    public void C50_ASignatureInReasoningDetails_IsTheCallsOwn_WhenItIsGoogles(string format, string sent)
    {
        var message = $$"""{"role":"user","content":"Hi"},{"role":"assistant","content":"Let me see","reasoning_details":[{"type":"reasoning.encrypted","data":"mine","id":"a","format":"{{format}}","index":0}],"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"} }]}""";
        var parts = Contents(message)[1]!["parts"]!.AsArray();
        Assert.Equal("""{"text":"Let me see"}""", parts[0]!.ToJsonString());
        Assert.Equal(sent, parts[1]!["thoughtSignature"]!.GetValue<string>());
    }

    [Fact]
    public void C50_TextKeepsItsSignature_EvenWhenItIsEmpty()
    {
        var parts = Contents("""{"role":"user","content":"Hi"},{"role":"assistant","content":"","extra_content":{"google":{"thought_signature":"s"}}}""")[1]!["parts"]!;
        Assert.Equal("""[{"text":"","thoughtSignature":"s"}]""", parts.ToJsonString());
    }

    // "Invalid/Corrupted thought signature → strip all and retry once"; and 2.5 has been seen to demand one.
    [Theory]
    [InlineData(New)]
    [InlineData("gemini-2.5-pro")]
    public void C50_OnceRefused_NoSignatureIsSentAgain(string model)
    {
        var parts = JsonNode.Parse(Requests.Send(Provider, Body(Calls(("a", "f", "own"), ("b", "g", "own2"))), model, concessions: Concessions.Signatures).Body)!["contents"]![1]!["parts"]!;
        Assert.Equal([Skip, null], parts.AsArray().Select(p => p!["thoughtSignature"]?.GetValue<string>()));
    }

    [Fact]
    public void WhereNoneIsDemanded_NoneIsInvented() =>
        Assert.DoesNotContain("thoughtSignature", Requests.Write(Provider, Body(Calls(("a", "f", null))), "gemini-2.5-pro"), StringComparison.Ordinal);

    // "reasoning dropped": thoughts are for reading.
    [Fact]
    public void EarlierThoughts_AreNotSent() =>
        Assert.Equal("""[{"text":"b"}]""", Contents("""{"role":"user","content":"Hi"},{"role":"assistant","content":"b","reasoning_content":"hm"}""")[1]!["parts"]!.ToJsonString());

    // "accept assistant messages carrying images[] (multi-turn editing): → Gemini inlineData in model content"
    [Fact]
    public void EarlierImages_AreTheModels()
    {
        var messages = """{"role":"user","content":"Draw"},{"role":"assistant","content":"","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]},{"role":"user","content":"Bluer"}""";
        Assert.Equal($$$"""[{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="},"thoughtSignature":"{{{Skip}}}"}]""", Contents(messages, "gemini-3-pro-image")[1]!["parts"]!.ToJsonString());
    }

    // The user's question, and one answer that calls.
    private static string Calls(params (string Id, string Name, string? Signature)[] calls) =>
        """{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[""" + string.Join(',', calls.Select(Call)) + "]}";

    private static string Call((string Id, string Name, string? Signature) call)
    {
        var signed = call.Signature is null ? "" : $$$""","extra_content":{"google":{"thought_signature":"{{{call.Signature}}}"}}""";
        return $$"""{"id":"{{call.Id}}","type":"function","function":{"name":"{{call.Name}}","arguments":"{}"}{{signed}}}""";
    }

    private static string Body(string messages) => $$"""{"model":"x","messages":[{{messages}}]}""";

    private static JsonObject Read(string messages, string model = New) => Requests.Read(Provider, Body(messages), model);

    private static JsonArray Contents(string messages, string model = New) => Read(messages, model)["contents"]!.AsArray();
}
