// The official Anthropic client for .NET, unmodified, against providers of every dialect: it must not notice which it talks to.
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models;
using Anthropic.Models.Messages;
using InworldRouter.EndToEnd.Infrastructure;
using Type = System.Type;

namespace InworldRouter.EndToEnd.Sdk;

public sealed class AnthropicSdkTests
{
    private const string Picture = "iVBORw0KGgoAAAANSUhEUg==";

    private static readonly ModelTurn Asks = new("Let me look 🌍.", "Two cities.", ("call_1", "get_weather", """{"city":"Ulm"}"""), ("call_2", "get_weather", """{"city":"Lyon"}"""));

    private static readonly ModelTurn Tells = new("Sunny in both.");

    private static readonly ToolUnion Weather = new Tool
    {
        Name = "get_weather",
        Description = "The weather of a city",
        InputSchema = new() { Properties = new Dictionary<string, JsonElement> { ["city"] = JsonElement.Parse("""{"type":"string"}""") }, Required = ["city"] },
    };

    /// <summary>A model of each dialect, of those that think.</summary>
    public static TheoryData<string> Models => ["anthropic/claude-sonnet-4-5", "deepseek/deepseek-reasoner", "google-ai-studio/gemini-3.1-pro-preview"];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task AMessage_IsRead(string model)
    {
        await using var upstream = FakeUpstream.InOrder(Tells.SayAsync);
        await using var router = await RouterOf(model, upstream);
        var message = await Client(router).Messages.Create(Ask(model), TestContext.Current.CancellationToken);
        Assert.Equal((model, "Sunny in both."), (message.Model.Raw(), TextOf(message)));
        Assert.Equal(StopReason.EndTurn, message.StopReason?.Value());
        Assert.Equal((20L, 5L, 30L), (message.Usage.InputTokens, message.Usage.CacheReadInputTokens, message.Usage.OutputTokens));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task AStream_IsAddedUp(string model)
    {
        await using var upstream = FakeUpstream.InOrder(Tells.SayAsync);
        await using var router = await RouterOf(model, upstream);
        var message = await Client(router).Messages.CreateStreaming(Ask(model), TestContext.Current.CancellationToken).Aggregate();
        Assert.Equal((model, "Sunny in both."), (message.Model.Raw(), TextOf(message)));
        Assert.Equal(StopReason.EndTurn, message.StopReason?.Value());
        Assert.Equal(30, message.Usage.OutputTokens);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task ThoughtsAndTools_GoThereAndBack(string model)
    {
        await using var upstream = FakeUpstream.InOrder(Asks.SayAsync, Tells.SayAsync);
        await using var router = await RouterOf(model, upstream);
        var client = Client(router);
        var ask = Ask(model) with { MaxTokens = 4000, Tools = [Weather], Thinking = new ThinkingConfigEnabled(2000) };
        var asked = await client.Messages.CreateStreaming(ask, TestContext.Current.CancellationToken).Aggregate();

        Assert.Equal(StopReason.ToolUse, asked.StopReason?.Value());
        Assert.True(asked.Content[0].TryPickThinking(out var thought));
        Assert.Equal("Two cities.", thought.Thinking);
        Assert.NotEmpty(thought.Signature);
        Assert.Equal("Let me look 🌍.", TextOf(asked));
        var calls = asked.Content.Select(b => b.Value).OfType<ToolUseBlock>().ToList();
        Assert.Equal(["get_weather Ulm", "get_weather Lyon"], calls.Select(c => $"{c.Name} {c.Input["city"].GetString()}"));

        var told = await client.Messages.Create(
            ask with
            {
                Messages =
                [
                    .. ask.Messages,
                    new AssistantMessageParam(asked.Content.Select(b => new ContentBlockParam(JsonSerializer.SerializeToElement(b))).ToList()),
                    new UserMessageParam(calls.Select(c => new ContentBlockParam(new ToolResultBlockParam(c.ID) { Content = $"clear in {c.Input["city"].GetString()}" })).ToList()),
                ],
            },
            TestContext.Current.CancellationToken);

        Assert.Equal("Sunny in both.", TextOf(told));
        // The thoughts have come back to the one that thought them, as it wants them, and both results in one turn.
        var sent = upstream.Calls[1].Json;
        if (sent["contents"]?.AsArray() is { } contents)
        {
            Assert.Equal(3, contents.Count);
            Assert.Equal(Asks.Signature, contents[1]!["parts"]!.AsArray().First(p => p!["functionCall"] is not null)!["thoughtSignature"]!.GetValue<string>());
            Assert.Equal(2, contents[2]!["parts"]!.AsArray().Count(p => p!["functionResponse"] is not null));
        }
        else if (model.StartsWith("anthropic/", StringComparison.Ordinal))
        {
            Assert.Equal(["thinking", "text", "tool_use", "tool_use"], sent["messages"]![1]!["content"]!.AsArray().Select(b => b!["type"]!.GetValue<string>()));
            Assert.Equal(("Two cities.", Asks.Signature), (sent["messages"]![1]!["content"]![0]!["thinking"]!.GetValue<string>(), sent["messages"]![1]!["content"]![0]!["signature"]!.GetValue<string>()));
        }
        else
        {
            Assert.Equal(["user", "assistant", "tool", "tool"], sent["messages"]!.AsArray().Select(m => m!["role"]!.GetValue<string>()));
            Assert.Equal("Two cities.", sent["messages"]![1]!["reasoning_content"]!.GetValue<string>());
            Assert.Equal(["clear in Ulm", "clear in Lyon"], sent["messages"]!.AsArray().Skip(2).Select(m => m!["content"]!.GetValue<string>()));
        }
    }

    [Theory]
    [InlineData("anthropic/claude-sonnet-4-5")]
    [InlineData("openai/gpt-4o")]
    [InlineData("google-ai-studio/gemini-2.5-flash")]
    public async Task APicture_Arrives(string model)
    {
        await using var upstream = FakeUpstream.InOrder(Tells.SayAsync);
        await using var router = await RouterOf(model, upstream);
        var image = new ImageBlockParam(new Base64ImageSource { MediaType = MediaType.ImagePng, Data = Picture });
        await Client(router).Messages.Create(
            Ask(model) with { Messages = [new UserMessageParam(new List<ContentBlockParam> { image, new TextBlockParam("What is it?") })] }, TestContext.Current.CancellationToken);
        Assert.Contains(Picture, upstream.Calls[0].Text, StringComparison.Ordinal);
        Assert.Contains("image/png", upstream.Calls[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic", 400, ErrorType.InvalidRequestError, typeof(AnthropicBadRequestException))]
    [InlineData("anthropic", 429, ErrorType.RateLimitError, typeof(AnthropicRateLimitException))]
    [InlineData("anthropic", 529, ErrorType.OverloadedError, typeof(AnthropicOverloadedException))]
    [InlineData("openai", 400, ErrorType.InvalidRequestError, typeof(AnthropicBadRequestException))]
    [InlineData("openai", 429, ErrorType.RateLimitError, typeof(AnthropicRateLimitException))]
    public async Task C38_AnError_IsTheClientsOwnExceptionForIt(string provider, int status, ErrorType type, Type exception)
    {
        var said = $"refused with {status}";
        await using var upstream = FakeUpstream.Always(call => provider == "openai"
            ? call.ErrorAsync(status, said)
            : call.AnswerAsync(status, $$$"""{"type":"error","error":{"type":"{{{JsonSerializer.Serialize(type).Trim('"')}}}","message":"{{{said}}}"},"request_id":"req_1"}"""));
        var model = provider == "openai" ? "openai/gpt-4o" : "anthropic/claude-sonnet-4-5";
        await using var router = await RouterOf(model, upstream);
        var error = await Assert.ThrowsAnyAsync<AnthropicApiException>(() => Client(router).Messages.Create(Ask(model), TestContext.Current.CancellationToken));
        Assert.IsType(exception, error);
        Assert.Equal(type, error.Type?.Value());
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RequestID!);
    }

    [Fact]
    public async Task AWrongKey_IsUnauthorized_AndAnUnknownModelIsNotFound()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await RouterOf("anthropic/claude-sonnet-4-5", upstream);
        var refused = await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => Client(router, "wrong").Messages.Create(Ask("anthropic/claude-sonnet-4-5"), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorType.AuthenticationError, refused.Type?.Value());
        var unknown = await Assert.ThrowsAsync<AnthropicNotFoundException>(() => Client(router).Messages.Create(Ask("served-by-nobody"), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorType.NotFoundError, unknown.Type?.Value());
    }

    [Theory]
    [InlineData("openai/gpt-4o")]
    [InlineData("anthropic/claude-sonnet-4-5")]
    public async Task C38_AStreamThatBreaks_Throws(string model)
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            if (model.StartsWith("openai/", StringComparison.Ordinal))
            {
                await call.EventAsync(Wire.Content("Hello"));
                await call.EventAsync("""{"error":{"message":"the model crashed","type":"server_error","code":null,"param":null}}""");
            }
            else
            {
                await call.NamedEventAsync("""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":20,"output_tokens":1} } }""");
                await call.NamedEventAsync("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""} }""");
                await call.NamedEventAsync("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"} }""");
                await call.NamedEventAsync("""{"type":"error","error":{"type":"api_error","message":"the model crashed"} }""");
            }
            await call.EndAsync();
        });
        await using var router = await RouterOf(model, upstream);
        var text = "";
        var failure = await Assert.ThrowsAsync<AnthropicSseException>(async () =>
        {
            await foreach (var said in Client(router).Messages.CreateStreaming(Ask(model), TestContext.Current.CancellationToken))
                text += said.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece) ? piece.Text : "";
        });
        Assert.Equal("Hello", text);
        Assert.Contains("the model crashed", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic/claude-sonnet-4-5", true)]
    [InlineData("google-ai-studio/gemini-2.5-flash", true)]
    [InlineData("openai/gpt-4o", false)]
    public async Task C40_TokensAreCounted_OrEstimated(string model, bool isCounted)
    {
        await using var upstream = FakeUpstream.Always(call => call.AnswerAsync(200, call.Path.EndsWith(":countTokens", StringComparison.Ordinal) ? """{"totalTokens":4711}""" : """{"input_tokens":4711}"""));
        await using var router = await RouterOf(model, upstream);
        var count = await Client(router).Messages.CountTokens(new() { Model = model, Messages = [new UserMessageParam("How many tokens are these?")] }, TestContext.Current.CancellationToken);
        if (isCounted)
            Assert.Equal(4711, count.InputTokens);
        else
            Assert.InRange(count.InputTokens, 6, 30);
        Assert.Equal(isCounted ? 1 : 0, upstream.Calls.Count);
    }

    [Fact]
    public async Task Models_AreListed()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await RouterOf("anthropic/claude-sonnet-4-5", upstream);
        var page = await Client(router).Models.List(new() { Limit = 1000 }, TestContext.Current.CancellationToken);
        var model = Assert.Single(page.Items, m => m.ID == "anthropic/claude-sonnet-4-5");
        Assert.NotEmpty(model.DisplayName);
    }

    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5")]
    [InlineData("openai", "gpt-4o")]
    [InlineData("google-ai-studio", "gemini-2.5-flash")]
    public async Task TheSimulator_IsAModelLikeAnother(string provider, string name)
    {
        using var simulator = await SimulatorProcess.StartAsync();
        await using var router = await NativeRouter.StartAsync(RouterConfig.At((provider, simulator.BaseUrl)));
        var client = Client(router);
        var ask = Ask($"{provider}/{name}");
        var whole = await client.Messages.Create(ask, TestContext.Current.CancellationToken);
        var added = await client.Messages.CreateStreaming(ask, TestContext.Current.CancellationToken).Aggregate();
        Assert.Equal($"Hello! I am the simulator standing in for {name}. You said: Hi", TextOf(whole));
        Assert.Equal((TextOf(whole), whole.StopReason?.Value(), whole.Usage.OutputTokens), (TextOf(added), added.StopReason?.Value(), added.Usage.OutputTokens));
    }

    private static Task<NativeRouter> RouterOf(string model, FakeUpstream upstream) =>
        NativeRouter.StartAsync(RouterConfig.For((model.Split('/')[0], upstream)));

    private static MessageCreateParams Ask(string model) => new() { Model = model, MaxTokens = 1000, Messages = [new UserMessageParam("Hi")] };

    private static string TextOf(Message message) => string.Concat(message.Content.Select(b => b.Value).OfType<TextBlock>().Select(b => b.Text));

    // Failures are what is tested here: no retries.
    private static AnthropicClient Client(NativeRouter router, string key = RouterConfig.Key) => new() { BaseUrl = router.Url.ToString(), ApiKey = key, MaxRetries = 0 };
}
