// The official OpenAI client for .NET at the Responses API, against models of every dialect.
#pragma warning disable OPENAI001 // this part of the client is still marked as an experiment
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using InworldRouter.EndToEnd.Infrastructure;
using OpenAI.Responses;

namespace InworldRouter.EndToEnd.Sdk;

public sealed class OpenAIResponsesSdkTests
{
    private static readonly ModelTurn Asks = new("Let me look 🌍.", "Two cities.", ("call_1", "get_weather", """{"city":"Ulm"}"""), ("call_2", "get_weather", """{"city":"Lyon"}"""));

    private static readonly ModelTurn Tells = new("Sunny in both.");

    /// <summary>A model of each dialect, of those that think.</summary>
    public static TheoryData<string> Models => ["anthropic/claude-sonnet-4-5", "deepseek/deepseek-reasoner", "google-ai-studio/gemini-3.1-pro-preview"];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task ReasoningAndTools_GoThereAndBack(string model)
    {
        await using var upstream = FakeUpstream.InOrder(Asks.SayAsync, Tells.SayAsync);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For((model.Split('/')[0], upstream)));
        var client = Client(router);
        var options = Ask(model);
        options.StoredOutputEnabled = false;
        options.ReasoningOptions = new() { ReasoningEffortLevel = ResponseReasoningEffortLevel.Medium, ReasoningSummaryVerbosity = ResponseReasoningSummaryVerbosity.Auto };
        options.IncludedProperties.Add(IncludedResponseProperty.ReasoningEncryptedContent);
        options.Tools.Add(ResponseTool.CreateFunctionTool("get_weather", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}"""), strictModeEnabled: true));

        var text = new StringBuilder();
        var asked = default(ResponseResult);
        options.StreamingEnabled = true;
        await foreach (var update in await client.CreateResponseStreamingAsync(options, TestContext.Current.CancellationToken))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta)
                text.Append(delta.Delta);
            asked = update is StreamingResponseCompletedUpdate completed ? completed.Response : asked;
        }
        Assert.Equal("Let me look 🌍.", text.ToString());
        Assert.Equal(ResponseStatus.Completed, asked!.Status);
        var calls = asked.OutputItems.OfType<FunctionCallResponseItem>().ToList();
        Assert.Equal(["""get_weather {"city":"Ulm"}""", """get_weather {"city":"Lyon"}"""], calls.Select(c => $"{c.FunctionName} {c.FunctionArguments}"));
        Assert.Equal("Two cities.", asked.OutputItems.OfType<ReasoningResponseItem>().First().GetSummaryText());

        foreach (var item in asked.OutputItems)
            options.InputItems.Add(item);
        foreach (var call in calls)
            options.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem(call.CallId, "clear"));
        options.StreamingEnabled = false;
        ResponseResult told = await client.CreateResponseAsync(options, TestContext.Current.CancellationToken);

        Assert.Equal(("Sunny in both.", model), (told.GetOutputText(), told.Model));
        Assert.True(told.Usage.OutputTokenCount > 0);
        // What was signed has come back to the one that signed it.
        if (!model.StartsWith("deepseek/", StringComparison.Ordinal))
            Assert.Contains($"ignature\":\"{Asks.Signature}\"", upstream.Calls[1].Text, StringComparison.Ordinal);
        else
            Assert.Equal("Two cities.", upstream.Calls[1].Json["messages"]![1]!["reasoning_content"]!.GetValue<string>());
    }

    [Fact]
    public async Task OpenAIsOwnModel_IsTheSimulators()
    {
        using var simulator = await SimulatorProcess.StartAsync();
        await using var router = await NativeRouter.StartAsync(RouterConfig.At(("openai", simulator.BaseUrl)));
        ResponseResult said = await Client(router).CreateResponseAsync(Ask("openai/gpt-5"), TestContext.Current.CancellationToken);
        Assert.Equal("Hello! I am the simulator standing in for gpt-5. You said: Hi", said.GetOutputText());
    }

    [Fact]
    public async Task AnError_IsAStatusAndAMessage()
    {
        await using var upstream = FakeUpstream.Always(call => call.ErrorAsync(400, "Unsupported value: 'temperature'", code: "unsupported_value"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client(router).CreateResponseAsync(Ask("openai/gpt-4o"), TestContext.Current.CancellationToken));
        Assert.Equal(400, error.Status);
        Assert.Contains("Unsupported value", error.Message, StringComparison.Ordinal);
    }

    private static CreateResponseOptions Ask(string model) => new() { Model = model, InputItems = { ResponseItem.CreateUserMessageItem("Hi") } };

    private static ResponsesClient Client(NativeRouter router) => new(new ApiKeyCredential(RouterConfig.Key), new ResponsesClientOptions
    {
        Endpoint = new(router.Url, "/v1"),
        // Failures are what is tested here.
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    });
}
