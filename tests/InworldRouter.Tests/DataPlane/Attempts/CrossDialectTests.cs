// One call through providers of different dialects: each gets the caller's original body in its own words.
using System.Text.Json.Nodes;
using InworldRouter.ControlPlane.Compilation;

namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class CrossDialectTests : IDisposable
{
    private const string Picture = "iVBORw0KGgoAAAANSUhEUg==";

    private const string Body = $$"""
        "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,{{Picture}}"} }]},
        {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"look","arguments":"{ \"x\": 1.0 }"} }]},{"role":"tool","tool_call_id":"call_1","content":"a dog"}],
        "tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object","properties":{"x":{"type":"number"} } } } }]
        """;

    private readonly LoopbackServer _openAI = new();
    private readonly LoopbackServer _claude = new();
    private readonly LoopbackServer _gemini = new();
    private readonly TestRouter _router;

    public CrossDialectTests() => _router = new TestRouter($$"""
        { "providers": {
            "alpha": { "dialect": "openai", "baseUrl": "{{_openAI.Url}}", "models": ["m"] },
            "claude": { "dialect": "anthropic", "baseUrl": "{{_claude.Url}}", "models": ["claude-sonnet-4-5"], "apiKey": "sk-claude" },
            "gemini": { "dialect": "gemini", "baseUrl": "{{_gemini.Url}}", "models": ["gemini-2.5-flash"], "apiKey": "sk-gemini" } },
          "limits": { "allowPrivateImageHosts": true } }
        """, catalog: Catalog.BuiltIn);

    public void Dispose()
    {
        _router.Dispose();
        _openAI.Dispose();
        _claude.Dispose();
        _gemini.Dispose();
    }

    // "Fallback across dialects in one call (OpenAI fails → Anthropic → Gemini), each from the caller's original body, tools and images included."
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C72_EachDialectIsToldTheSame(bool stream)
    {
        var call = _router.Post($$"""{"model":"alpha/m","models":["claude/claude-sonnet-4-5","gemini/gemini-2.5-flash"],"stream":{{(stream ? "true" : "false")}},"seed":7,{{Body}}}""");
        var first = await _openAI.CalledAsync();
        Assert.Equal("a dog", JsonNode.Parse(first.RequestBody)!["messages"]![3]!["content"]!.GetValue<string>());
        await first.AnswerAsync(Say.Error("boom"), 500);

        var second = await _claude.CalledAsync();
        Assert.StartsWith("POST /v1/messages HTTP/1.1", second.Request, StringComparison.Ordinal);
        Assert.Contains("x-api-key: sk-claude\r\n", second.Request, StringComparison.Ordinal);
        var anthropic = JsonNode.Parse(second.RequestBody)!;
        Assert.Equal(Picture, anthropic["messages"]![0]!["content"]![1]!["source"]!["data"]!.GetValue<string>());
        Assert.Contains("""{"type":"tool_use","id":"call_1","name":"look","input":{ "x": 1.0 }}""", second.RequestBody, StringComparison.Ordinal);
        Assert.Equal("a dog", anthropic["messages"]![2]!["content"]![0]!["content"]!.GetValue<string>());
        await second.AnswerAsync("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", 529);

        var third = await _gemini.CalledAsync();
        Assert.StartsWith($"POST /v1beta/models/gemini-2.5-flash:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")} HTTP/1.1", third.Request, StringComparison.Ordinal);
        Assert.Contains("x-goog-api-key: sk-gemini\r\n", third.Request, StringComparison.Ordinal);
        var gemini = JsonNode.Parse(third.RequestBody)!;
        Assert.Equal(Picture, gemini["contents"]![0]!["parts"]![1]!["inlineData"]!["data"]!.GetValue<string>());
        Assert.Equal("look", gemini["contents"]![1]!["parts"]![0]!["functionCall"]!["name"]!.GetValue<string>());
        Assert.Equal("look", gemini["contents"]![2]!["parts"]![0]!["functionResponse"]!["name"]!.GetValue<string>());
        const string Answer = """{"candidates":[{"content":{"parts":[{"text":"A dog."}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3,"totalTokenCount":12}}""";
        if (stream)
        {
            await third.BeginStreamAsync();
            await third.SendAsync($"data: {Answer}\r\n\r\n");
            third.Finish();
        }
        else
        {
            await third.AnswerAsync(Answer);
        }

        var metadata = stream ? JsonNode.Parse((await call.EventsAsync())[^2])!["metadata"]! : (await call.JsonAsync())["metadata"]!;
        Assert.Equal("alpha/m:false claude/claude-sonnet-4-5:false gemini/gemini-2.5-flash:true", Attempts(metadata));
        // Warnings are those of the one that answered: Gemini has a seed, Anthropic has none.
        Assert.Null(metadata["warnings"]);
    }

    [Fact]
    public async Task WhatOneDialectCannotSay_IsTheNextOnesChance()
    {
        var call = _router.Post("""{"model":"claude/claude-sonnet-4-5","models":["alpha/m"],"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]}""");
        var alpha = await _openAI.CalledAsync();
        await alpha.AnswerAsync(Say.Answer("Heard."));
        Assert.Equal("claude/claude-sonnet-4-5:false alpha/m:true", Attempts((await call.JsonAsync())["metadata"]!));
        Assert.False(_claude.HasPending); // nothing was even connected
    }

    [Fact]
    public async Task WhatTheOnlyDialectCannotSay_IsRefusedByName()
    {
        var call = _router.Post("""{"model":"claude/claude-sonnet-4-5","n":3,"messages":[{"role":"user","content":"Hi"}]}""");
        var error = (await call.JsonAsync())["error"]!;
        Assert.Equal((400, "n", "unsupported_by_model"), (call.Status, error["param"]!.GetValue<string>(), error["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task C47_SignaturesThatAreRefused_AreGivenUpOnce_AndThatIsNoFailure()
    {
        var call = _router.Post("""{"model":"claude/claude-sonnet-4-5","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_details":[{"type":"reasoning.text","text":"t","signature":"s","format":"anthropic-claude-v1","index":0}]},{"role":"user","content":"c"}]}""");
        var first = await _claude.CalledAsync();
        Assert.Contains("\"signature\":\"s\"", first.RequestBody, StringComparison.Ordinal);
        await first.AnswerAsync("""{"type":"error","error":{"type":"invalid_request_error","message":"messages.1.content.0: Invalid `signature` in `thinking` block"}}""", 400, "Connection: close\r\n");
        var second = await _claude.CalledAsync();
        Assert.DoesNotContain("thinking", second.RequestBody, StringComparison.Ordinal);
        await second.AnswerAsync("""{"type":"message","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""");
        Assert.Equal("claude/claude-sonnet-4-5:true", Attempts((await call.JsonAsync())["metadata"]!));
    }

    [Fact]
    public async Task APicture_IsFetchedForWhoNeedsItsData()
    {
        var call = _router.Post($$"""{"model":"gemini/gemini-2.5-flash","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"{{_openAI.Url}}/a.png"} }]}]}""");
        var host = await _openAI.CalledAsync();
        Assert.StartsWith("GET /v1/a.png ", host.Request, StringComparison.Ordinal);
        await host.SendAsync((byte[])[.. "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 16\r\n\r\n"u8, .. Convert.FromBase64String(Picture)]);
        var gemini = await _gemini.CalledAsync();
        Assert.Equal(
            $$"""{"mimeType":"image/png","data":"{{Picture}}"}""",
            JsonNode.Parse(gemini.RequestBody)!["contents"]![0]!["parts"]![0]!["inlineData"]!.ToJsonString());
        await gemini.AnswerAsync("""{"candidates":[{"content":{"parts":[{"text":"A dog."}]},"finishReason":"STOP"}]}""");
        Assert.Equal("gemini/gemini-2.5-flash:true", Attempts((await call.JsonAsync())["metadata"]!));
    }

    [Fact]
    public async Task APictureThatCannotBeHad_IsRefusedByItsPlace()
    {
        var call = _router.Post($$"""{"model":"gemini/gemini-2.5-flash","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"{{_openAI.Url}}/secret.png?token=t0p"} }]}]}""");
        await (await _openAI.CalledAsync()).AnswerAsync("{}", 404);
        var answer = await call.JsonAsync();
        Assert.Equal((400, "messages[0].content"), (call.Status, answer["error"]!["param"]!.GetValue<string>()));
        Assert.Contains("404", answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("t0p", answer.ToJsonString(), StringComparison.Ordinal);
    }

    private static string Attempts(JsonNode metadata) =>
        string.Join(' ', metadata["attempts"]!.AsArray().Select(a => $"{a!["model"]}:{a["success"]!.ToJsonString()}"));
}
