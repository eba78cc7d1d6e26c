// The official OpenAI client against providers that speak another language: it must not notice.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using InworldRouter.EndToEnd.Infrastructure;
using OpenAI;
using OpenAI.Chat;

namespace InworldRouter.EndToEnd.Dialects;

public sealed class OtherDialectsTests
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("get_weather", "The weather of a city", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));

    [Fact]
    public async Task Anthropic_ToolsGoThereAndBack()
    {
        await using var upstream = FakeUpstream.InOrder(
            call => StreamAsync(
                call,
                """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[],"usage":{"input_tokens":20,"output_tokens":1}}}""",
                """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me see."}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"get_weather","input":{}}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"city\":"}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":" \"Ulm\"}"}}""",
                """{"type":"content_block_stop","index":1}""",
                """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":30}}""",
                """{"type":"message_stop"}"""),
            call => call.AnswerAsync(200, """{"id":"msg_2","type":"message","role":"assistant","content":[{"type":"text","text":"Sunny 🌍"}],"stop_reason":"end_turn","usage":{"input_tokens":60,"cache_read_input_tokens":10,"output_tokens":4}}"""));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("anthropic", upstream)));
        var (calls, completion) = await TalkAsync(Chat(router, "anthropic/claude-sonnet-4-5"));

        Assert.Equal(("toolu_1", "get_weather", "{\"city\": \"Ulm\"}"), calls);
        Assert.Equal(("Sunny 🌍", 74), (completion.Content[0].Text, completion.Usage.TotalTokenCount));
        Assert.Equal("/v1/messages", upstream.Calls[1].Path);
        Assert.Equal("2023-06-01", upstream.Calls[1].Header("anthropic-version"));
        Assert.Equal(RouterConfig.ProviderKey("anthropic"), upstream.Calls[1].Header("x-api-key"));
        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"What is the weather in Ulm?"}]},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"get_weather","input":{"city": "Ulm"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"clear"}]}]""",
            ValueOf(upstream.Calls[1].Text, "messages"));
    }

    [Fact]
    public async Task Gemini_ToolsGoThereAndBack()
    {
        await using var upstream = FakeUpstream.InOrder(
            async call =>
            {
                await call.BeginStreamAsync();
                await call.PieceAsync("""data: {"candidates":[{"content":{"parts":[{"text":"Let me see.","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":20,"totalTokenCount":20}}""" + "\r\n\r\n");
                await call.PieceAsync("""data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"get_weather","args":{"city":"Ulm"}},"thoughtSignature":"c2ln"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":20,"candidatesTokenCount":5,"thoughtsTokenCount":7,"totalTokenCount":32}}""" + "\r\n\r\n");
                await call.EndAsync();
            },
            call => call.AnswerAsync(200, """{"candidates":[{"content":{"parts":[{"text":"Sunny 🌍"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":70,"candidatesTokenCount":4,"totalTokenCount":74}}"""));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("google-ai-studio", upstream)));
        var (calls, completion) = await TalkAsync(Chat(router, "google-ai-studio/gemini-3-pro-preview"));

        Assert.NotEmpty(calls.Id);
        Assert.Equal(("get_weather", "{\"city\":\"Ulm\"}"), (calls.Name, calls.Arguments));
        Assert.Equal(("Sunny 🌍", 74), (completion.Content[0].Text, completion.Usage.TotalTokenCount));
        Assert.Equal("/v1beta/models/gemini-3-pro-preview:generateContent", upstream.Calls[1].Path);
        Assert.Equal(RouterConfig.ProviderKey("google-ai-studio"), upstream.Calls[1].Header("x-goog-api-key"));
        var contents = upstream.Calls[1].Json["contents"]!;
        Assert.Equal("get_weather", contents[1]!["parts"]![0]!["functionCall"]!["name"]!.GetValue<string>());
        // This client drops what it does not know: Google's own word for "no signature" stands in (providers.md C.3).
        Assert.Equal("skip_thought_signature_validator", contents[1]!["parts"]![0]!["thoughtSignature"]!.GetValue<string>());
        Assert.Equal("get_weather", contents[2]!["parts"]![0]!["functionResponse"]!["name"]!.GetValue<string>());
    }

    // "OpenAI fails → Anthropic → Gemini, each from the caller's original body, tools and images included"
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C72_AFallback_CrossesDialects(bool stream)
    {
        const string Picture = "iVBORw0KGgoAAAANSUhEUg==";
        await using var openAI = FakeUpstream.Always(Wire.Fails(500));
        await using var anthropic = FakeUpstream.Always(call => call.AnswerAsync(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""));
        await using var gemini = FakeUpstream.Always(async call =>
        {
            const string Answer = """{"candidates":[{"content":{"parts":[{"text":"A dog."}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3,"totalTokenCount":12}}""";
            if (!stream)
            {
                await call.AnswerAsync(200, Answer);
                return;
            }
            await call.BeginStreamAsync();
            await call.PieceAsync($"data: {Answer}\r\n\r\n");
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", openAI), ("anthropic", anthropic), ("google-ai-studio", gemini)));
        var body = $$"""
            {"model":"openai/gpt-4o","models":["anthropic/claude-sonnet-4-5","google-ai-studio/gemini-2.5-flash"],"stream":{{(stream ? "true" : "false")}},
             "messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,{{Picture}}"} }]}],
             "tools":[{"type":"function","function":{"name":"zoom","parameters":{"type":"object","properties":{ "factor":{"type":"number"} } } } }]}
            """;
        var metadata = stream ? (await router.StreamAsync(body)).MetadataOf() : (await router.ChatAsync(body)).Json["metadata"]!;
        Assert.Equal("openai/gpt-4o:false anthropic/claude-sonnet-4-5:false google-ai-studio/gemini-2.5-flash:true", Wire.Attempts(metadata));
        Assert.Contains(Picture, openAI.Calls[0].Text, StringComparison.Ordinal);
        Assert.Equal(Picture, anthropic.Calls[0].Json["messages"]![0]!["content"]![1]!["source"]!["data"]!.GetValue<string>());
        Assert.Equal(Picture, gemini.Calls[0].Json["contents"]![0]!["parts"]![1]!["inlineData"]!["data"]!.GetValue<string>());
        Assert.All(new[] { openAI, anthropic, gemini }, u => Assert.Contains("""{"type":"object","properties":{ "factor":{"type":"number"} } }""", u.Calls[0].Text, StringComparison.Ordinal));
    }

    private static async Task<((string Id, string Name, string Arguments) Call, ChatCompletion Answer)> TalkAsync(ChatClient chat)
    {
        var options = new ChatCompletionOptions { Tools = { Weather } };
        var messages = new List<ChatMessage> { new UserChatMessage("What is the weather in Ulm?") };
        var (id, name, arguments, finish) = ("", "", new StringBuilder(), default(ChatFinishReason?));
        await foreach (var update in chat.CompleteChatStreamingAsync(messages, options, TestContext.Current.CancellationToken))
        {
            finish ??= update.FinishReason;
            foreach (var piece in update.ToolCallUpdates)
            {
                id += piece.ToolCallId;
                name += piece.FunctionName;
                arguments.Append(piece.FunctionArgumentsUpdate);
            }
        }
        Assert.Equal(ChatFinishReason.ToolCalls, finish);
        messages.Add(new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall(id, name, BinaryData.FromString(arguments.ToString()))]));
        messages.Add(new ToolChatMessage(id, "clear"));
        return ((id, name, arguments.ToString()), await chat.CompleteChatAsync(messages, options, TestContext.Current.CancellationToken));
    }

    private static async Task StreamAsync(UpstreamCall call, params string[] events)
    {
        await call.BeginStreamAsync();
        foreach (var data in events)
            await call.NamedEventAsync(data);
        await call.EndAsync();
    }

    // The member's value as it was written.
    private static string ValueOf(string json, string name)
    {
        var start = json.IndexOf($"\"{name}\":", StringComparison.Ordinal) + name.Length + 3;
        var reader = new System.Text.Json.Utf8JsonReader(Encoding.UTF8.GetBytes(json[start..]));
        reader.Read();
        reader.Skip();
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(json[start..])[..(int)reader.BytesConsumed]);
    }

    private static ChatClient Chat(NativeRouter router, string model) => new(model, new ApiKeyCredential(RouterConfig.Key), new OpenAIClientOptions
    {
        Endpoint = new(router.Url, "/v1"),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    });
}
