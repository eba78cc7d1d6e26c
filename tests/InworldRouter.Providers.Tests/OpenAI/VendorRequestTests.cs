// Rules of single vendors that a request must obey (providers.md E), beside those that their golden cases show.
namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class VendorRequestTests
{
    private const string Tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]";

    // "system only first": behind the others that stand first, in their order, as they were written.
    [Theory]
    [InlineData("""{"role":"user","content":"u"},{"role":"system","content":"s"}""", """{"role":"system","content":"s"},{"role":"user","content":"u"}""")]
    [InlineData(
        """{"role":"system","content":"1"},{"role":"user","content":"u"},{"role":"developer","content":["x"]},{"role":"system"}""",
        """{"role":"system","content":"1"},{"role":"system","content":["x"]},{"role":"system","content":""},{"role":"user","content":"u"}""")]
    [InlineData("""{"role":"developer","content":"1"},{"role":"system","content":"2"},{"role":"user","content":"u"}""", """{"role":"system","content":"1"},{"role":"system","content":"2"},{"role":"user","content":"u"}""")]
    // "no user right after tool (insert assistant)"
    [InlineData("""{"role":"tool","content":"t"},{"role":"user","content":"u"}""", """{"role":"tool","content":"t"},{"role":"assistant","content":"Done."},{"role":"user","content":"u"}""")]
    [InlineData("""{"role":"tool","content":"t"},{"role":"assistant","content":"a"},{"role":"user","content":"u"}""", """{"role":"tool","content":"t"},{"role":"assistant","content":"a"},{"role":"user","content":"u"}""")]
    // "last message must be user/tool or assistant with prefix:true"
    [InlineData("""{"role":"user","content":"u"},{"role":"assistant","content":"a"}""", """{"role":"user","content":"u"},{"prefix":true,"role":"assistant","content":"a"}""")]
    [InlineData("""{"role":"assistant","content":"a","prefix":false}""", """{"role":"assistant","content":"a","prefix":false}""")]
    public void Mistral_HasAnOrderOfMessages(string said, string written) =>
        Assert.Equal($$"""{"model":"up-model","messages":[{{written}}]}""", Requests.Write(Vendors.Of("mistral"), $$"""{"model":"x","messages":[{{said}}]}"""));

    // "hash-map foreign ids": calls and results still belong together.
    [Fact]
    public void Mistral_OneIdIsOneId_WhereverItStands()
    {
        var request = Requests.Write(Vendors.Of("mistral"), """
            {"model":"x","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"toolu_1","function":{}},{"id":"call_2","function":{}},{"id":"aB3dE6gH9","function":{}}]},
             {"role":"tool","tool_call_id":"call_2","content":""},{"role":"tool","tool_call_id":"toolu_1","content":""},{"role":"tool","tool_call_id":"aB3dE6gH9","content":""}]}
            """);
        var messages = Replay.StrictJson.Parse(request)["messages"]!.AsArray();
        var ids = messages[0]!["tool_calls"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()).ToArray();
        Assert.All(ids, i => Assert.Matches("^[A-Za-z0-9]{9}$", i));
        Assert.Equal("aB3dE6gH9", ids[2]);
        Assert.Equal([ids[1], ids[0], ids[2]], messages.Skip(1).Select(m => m!["tool_call_id"]!.GetValue<string>()));
    }

    // "422 extra_forbidden → whitelist"
    [Fact]
    public void Mistral_GetsNothingThatIsOpenAIsAlone()
    {
        var request = Requests.Read(Vendors.Of("mistral"), $$"""
            {"model":"x",{{Messages}},"store":true,"verbosity":"low","safety_identifier":"s","moderation":{},"prompt_cache_options":{},"prompt_cache_retention":"24h","user":"u","service_tier":"auto",
             "logprobs":true,"top_logprobs":1,"logit_bias":{},"modalities":["text"],"audio":{},"seed":1,"web_search_options":{},"safe_prompt":true,"prompt_cache_key":"k","n":2}
            """);
        Assert.Equal(["messages", "model", "n", "prompt_cache_key", "random_seed", "safe_prompt"], request.Select(m => m.Key).Order());
    }

    [Theory]
    [InlineData("required", "\"required\"")]
    [InlineData("auto", "\"auto\"")]
    public void C26_AllowedTools_AreTheirMode_WhereNobodyKnowsThem(string mode, string written)
    {
        var body = $$$"""{"model":"x",{{{Messages}}},{{{Tools}}},"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"{{{mode}}}"} }}""";
        Assert.Equal(written, Requests.Read(Vendors.Of("groq"), body)["tool_choice"]!.ToJsonString());
        Assert.Equal("allowed_tools", Requests.Read(Vendors.Of("openai"), body)["tool_choice"]!["type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("\"none\"")]
    [InlineData("\"auto\"")]
    [InlineData("""{"type":"function","function":{"name":"f"}}""")]
    public void C26_EveryOtherChoice_GoesOnAsItIs(string choice)
    {
        foreach (var id in Vendors.OpenAIShaped.Select(v => v.Data))
            Assert.Equal(choice, Requests.Read(Vendors.Of(id), $$"""{"model":"x",{{Messages}},{{Tools}},"tool_choice":{{choice}}}""")["tool_choice"]!.ToJsonString());
    }

    // "Thinking mode does not support this tool_choice": the call that was forced, unless thinking was asked for.
    [Theory]
    [InlineData("\"required\"", "", "\"required\"", "disabled")]
    [InlineData("\"required\"", ",\"reasoning_effort\":\"none\"", "\"required\"", "disabled")]
    [InlineData("\"required\"", ",\"reasoning_effort\":\"low\"", "\"auto\"", "enabled")]
    [InlineData("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}", ",\"reasoning\":{}", "\"auto\"", "enabled")]
    [InlineData("\"auto\"", "", "\"auto\"", null)]
    public void C52_DeepSeek_ThinksOrIsForced(string choice, string more, string written, string? thinking)
    {
        var request = Requests.ReadFor(Vendors.Of("deepseek"), "deepseek/deepseek-v4-flash", $$"""{"model":"x",{{Messages}},{{Tools}},"tool_choice":{{choice}}{{more}}}""");
        Assert.Equal(written, request["tool_choice"]!.ToJsonString());
        Assert.Equal(thinking, request["thinking"]?["type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("deepseek", "deepseek/deepseek-v4-pro", true)]
    [InlineData("groq", "groq/llama-3.3-70b-versatile", true)]
    [InlineData("groq", "groq/openai/gpt-oss-20b", false)]
    public void C55_ASchemaThatTheVendorCannotTake_IsAnInstruction(string id, string model, bool isInstruction)
    {
        const string Schema = """{"type":"object","maximum":1e3,"a":"\"\u00e9"}""";
        var request = Requests.ReadFor(Vendors.Of(id), model, $$$$"""{"model":"x",{{{{Messages}}}},"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{{{{Schema}}}}}}}""");
        Assert.Equal(isInstruction ? "json_object" : "json_schema", request["response_format"]!["type"]!.GetValue<string>());
        Assert.Equal(isInstruction, request["messages"]![0]!["content"]!.GetValue<string>().EndsWith(Schema, StringComparison.Ordinal));
    }

    // "json_object needs "json" in prompt"
    [Theory]
    [InlineData("Say it.", 2)]
    [InlineData("Say it in JSON.", 1)]
    [InlineData("As json", 1)]
    public void C55_TheWordJson_IsSaidOnce(string content, int messages)
    {
        var body = $$$"""{"model":"x","messages":[{"role":"user","content":"{{{content}}}"}],"response_format":{"type":"json_object"}}""";
        Assert.Equal(messages, Requests.Read(Vendors.Of("deepseek"), body)["messages"]!.AsArray().Count);
        Assert.Single(Requests.Read(Vendors.Of("openai"), body)["messages"]!.AsArray());
    }

    [Theory]
    [InlineData("", "4096")]
    [InlineData(",\"max_tokens\":9", "9")]
    [InlineData(",\"max_completion_tokens\":8", "8")]
    public void C45_Fireworks_IsAlwaysToldALimit(string more, string limit) =>
        Assert.Equal(limit, Requests.Read(Vendors.Of("fireworks"), $$"""{"model":"x",{{Messages}}{{more}}}""")["max_tokens"]!.ToJsonString());

    // "reasoning_format parsed|raw|hidden xor include_reasoning"
    [Theory]
    [InlineData("groq/qwen/qwen3.8-27b", "", "reasoning_format parsed")]
    [InlineData("groq/qwen/qwen3.8-27b", ",\"reasoning\":{\"exclude\":true}", "reasoning_format hidden")]
    [InlineData("groq/qwen/qwen3.8-27b", ",\"include_reasoning\":true", "include_reasoning true")]
    [InlineData("groq/qwen/qwen3.8-27b", ",\"extra_body\":{\"reasoning_format\":\"raw\"}", "reasoning_format raw")]
    [InlineData("groq/openai/gpt-oss-20b", "", "")]
    [InlineData("groq/openai/gpt-oss-20b", ",\"reasoning\":{\"effort\":\"low\",\"exclude\":true}", "include_reasoning false")]
    [InlineData("groq/openai/gpt-oss-20b", ",\"reasoning_effort\":\"none\",\"reasoning_format\":\"hidden\"", "reasoning_format hidden")]
    [InlineData("groq/llama-3.3-70b-versatile", ",\"reasoning\":{\"exclude\":true}", "")]
    [InlineData("cerebras/qwen-3.8-27b", "", "reasoning_format parsed")]
    [InlineData("cerebras/gpt-oss-120b", "", "")]
    [InlineData("cerebras/gpt-oss-120b", ",\"reasoning\":{\"exclude\":true}", "reasoning_format hidden")]
    public void Reasoning_IsAskedForBesideTheAnswer(string id, string more, string written)
    {
        var request = Requests.ReadFor(Vendors.Of(id[..id.IndexOf('/', StringComparison.Ordinal)]), id, $$"""{"model":"x",{{Messages}}{{more}}}""");
        Assert.Equal(written, string.Join(' ', request.Where(m => m.Key is "reasoning_format" or "include_reasoning").Select(m => $"{m.Key} {m.Value}")));
    }

    [Fact]
    public void OpenRouter_IsAskedForReasoningOnce() =>
        Assert.Equal(["messages", "model", "reasoning"], Requests.Read(Vendors.Of("openrouter"), $$"""{"model":"x",{{Messages}},"reasoning":{"effort":"low"},"reasoning_effort":"high"}""").Select(m => m.Key).Order());

    // "image_url may be plain string; pdf → {type:document_url,document_url}"
    [Theory]
    [InlineData("""{"type":"image_url","image_url":"https://i.example/a.png"}""", null)]
    [InlineData("""{"type":"file","file":{"file_id":"f1"}}""", null)]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/pdf;base64,JV\u0045="}}""", """{"type":"document_url","document_url":"data:application/pdf;base64,JV\u0045="}""")]
    public void C54_Mistral_TakesDocumentsByUrl(string part, string? written) =>
        Assert.Equal(
            $$"""{"model":"up-model","messages":[{"role":"user","content":[{{written ?? part}}]}]}""",
            Requests.Write(Vendors.Of("mistral"), $$"""{"model":"x","messages":[{"role":"user","content":[{{part}}]}]}"""));
}
