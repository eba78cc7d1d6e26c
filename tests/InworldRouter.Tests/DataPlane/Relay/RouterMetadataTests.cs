// The metadata object of api.md 4, byte for byte.
using System.Text;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Relay;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Providers;
using InworldRouter.Tests.ControlPlane;
using InworldRouter.Wire.Buffers;
using Microsoft.AspNetCore.Http;

namespace InworldRouter.Tests.DataPlane.Relay;

public sealed class RouterMetadataTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Exchange _exchange;

    public RouterMetadataTests()
    {
        _exchange = new Exchange(_time);
        _exchange.Begin(new DefaultHttpContext(), TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk" }, "groq": { "apiKey": "gsk" } } }"""));
    }

    public void Dispose() => _exchange.Dispose();

    [Fact]
    public void OneSuccess_IsToldInFull()
    {
        Succeeded("openai/gpt-x", 428);
        _time.Advance(TimeSpan.FromMilliseconds(472));

        Assert.Equal(
            $$"""{"attempts":[{"model":"openai/gpt-x","success":true,"time_to_first_token_ms":428}],"generation_id":"{{_exchange.Id.Text}}","reasoning":"Using specified model: 'openai/gpt-x' - success","total_duration_ms":472}""",
            Written());
    }

    [Fact]
    public void FailuresAndWarnings_AreToldInOrder()
    {
        Failed("openai/gpt-x", FailureKind.RateLimited, "Rate limit \"reached\"\n", 429);
        Failed("groq/llama", FailureKind.TtftTimeout, "no first token within fallback.ttft_timeout");
        Succeeded("openai/gpt-y", 3);
        _exchange.Warnings.Add("one \"quoted\"");
        _exchange.Warnings.Add("two");

        Assert.Equal(
            $$"""{"attempts":[{"model":"openai/gpt-x","success":false,"error_message":"429 Rate limit \"reached\"\n"},{"model":"groq/llama","success":false,"error_message":"no first token within fallback.ttft_timeout"},{"model":"openai/gpt-y","success":true,"time_to_first_token_ms":3}],"generation_id":"{{_exchange.Id.Text}}","reasoning":"Using specified model: 'openai/gpt-x' - failed (429 Rate limit \"reached\"\n); fallback to 'groq/llama' - failed (no first token within fallback.ttft_timeout); fallback to 'openai/gpt-y' - success","total_duration_ms":0,"warnings":["one \"quoted\"","two"]}""",
            Written());
    }

    [Theory]
    [InlineData(SelectionKind.Specified, null, "Using specified model: 'openai/gpt-x' - success")]
    [InlineData(SelectionKind.Provider, "sorted by lowest latency", "Selected provider 'openai' for 'gpt-x', sorted by lowest latency - success")]
    [InlineData(SelectionKind.Provider, "in the given order", "Selected provider 'openai' for 'gpt-x', in the given order - success")]
    [InlineData(SelectionKind.AutoFromSpecified, "sorted by lowest price", "Auto-selected 'openai/gpt-x', from specified models, sorted by lowest price - success")]
    [InlineData(SelectionKind.AutoFromAll, "sorted by lowest latency, lowest price", "Auto-selected 'openai/gpt-x', from all models, sorted by lowest latency, lowest price - success")]
    public void TheReasoning_SaysHowTheFirstWasChosen(SelectionKind selection, string? order, string expected)
    {
        _exchange.Candidates.Selection = selection;
        _exchange.Candidates.Order = order;
        _exchange.Candidates.BareName = "gpt-x";
        Succeeded("openai/gpt-x", 1);

        Assert.Contains($"\"reasoning\":\"{expected}\",", Written(), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryReasoning_GoesOnThroughFailures()
    {
        _exchange.Candidates.Selection = SelectionKind.AutoFromAll;
        _exchange.Candidates.Order = "sorted by highest coding";
        Failed("openai/gpt-x", FailureKind.Connect, "no connection: Connection refused");
        Failed("groq/llama", FailureKind.EmptyAnswer, "HTTP 200 with an empty body");

        Assert.Contains(
            "\"reasoning\":\"Auto-selected 'openai/gpt-x', from all models, sorted by highest coding - failed (no connection: Connection refused); fallback to 'groq/llama' - failed (HTTP 200 with an empty body)\"",
            Written(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void C75_APrimaryThatRests_IsSaidToHaveBeenPassedOver()
    {
        Candidate("openai/gpt-x");
        Succeeded("groq/llama", 1);

        Assert.Contains("\"reasoning\":\"Using specified model: 'openai/gpt-x' - failed (on cooldown after earlier failures); fallback to 'groq/llama' - success\"", Written(), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatCallersMakeUp_StayWithinTheirString()
    {
        Succeeded("openai/a\"b\\c\u0001'd", 1);

        Assert.Contains("Using specified model: 'openai/a\\\"b\\\\c\\u0001'd' - success", Written(), StringComparison.Ordinal);
        Assert.NotNull(System.Text.Json.Nodes.JsonNode.Parse(Written()));
    }

    private void Succeeded(string model, long ttft)
    {
        Candidate(model);
        _exchange.Attempts.Add(new AttemptRecord(model, null, ttft));
    }

    private void Failed(string model, FailureKind kind, string message, int status = 0)
    {
        Candidate(model);
        _exchange.Attempts.Add(new AttemptRecord(model, new UpstreamFailure(kind, message) { Status = status }, 0));
    }

    private void Candidate(string model)
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        _exchange.Candidates.Add(_exchange.Plan.AdHocModels.Get(_exchange.Plan.Providers[model[..slash]], model[(slash + 1)..]));
    }

    private string Written()
    {
        using var output = new PooledBuffer();
        RouterMetadata.Write(_exchange, output);
        return Encoding.UTF8.GetString(output.Written);
    }
}
