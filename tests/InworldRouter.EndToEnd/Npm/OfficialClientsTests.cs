// The official JavaScript clients, unmodified, against scripted models of every dialect: their stream accumulators forgive nothing.
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Npm;

public sealed class OfficialClientsTests
{
    private static readonly ModelTurn Asks = new("Let me look.", "Two cities.", ("call_1", "get_weather", """{"city":"Ulm"}"""), ("call_2", "get_weather", """{"city":"Lyon"}"""));

    private static readonly ModelTurn Tells = new("Sunny in both 🌍.");

    private static readonly ModelTurn Counts = new("""{"answer":42}""");

    [Theory]
    [InlineData("chat.mjs")]
    [InlineData("messages.mjs")]
    [InlineData("messages-beta.mjs")]
    [InlineData("responses.mjs")]
    public async Task TheClients_AreContent(string script)
    {
        using var simulator = await SimulatorProcess.StartAsync();
        // Asked with tools, it calls them; told their results, it says what they are; asked for the object of a schema, it says that.
        await using var upstream = FakeUpstream.Always(call =>
            (call.Text.Contains("clear in Lyon", StringComparison.Ordinal) ? Tells
            : call.Text.Contains("get_weather", StringComparison.Ordinal) ? Asks
            : call.Text.Contains("answer", StringComparison.Ordinal) ? Counts : Tells).SayAsync(call));
        await using var router = await NativeRouter.StartAsync(RouterConfig.At(
            ("anthropic", upstream.BaseUrl), ("deepseek", upstream.BaseUrl), ("google-ai-studio", upstream.BaseUrl), ("openai", simulator.BaseUrl)));
        await NodeProject.TestAsync(
            script,
            ("ROUTER_URL", router.Url.GetLeftPart(UriPartial.Authority)),
            ("ROUTER_KEY", RouterConfig.Key),
            ("ROUTER_MODELS", "anthropic/claude-sonnet-4-5,deepseek/deepseek-reasoner,google-ai-studio/gemini-3.1-pro-preview"),
            ("ROUTER_SIMULATED", "openai/gpt-4o"));
    }
}
