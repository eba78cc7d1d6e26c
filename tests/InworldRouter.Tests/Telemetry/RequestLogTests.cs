// The request log: one line of JSON for each call, and nothing secret in any.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Tests.DataPlane;

namespace InworldRouter.Tests.Telemetry;

public sealed class RequestLogTests : IDisposable
{
    private const string Logged =
        ", \"telemetry\": { \"requestLog\": \"stdout\" }, \"auth\": { \"keys\": [ { \"name\": \"dev\", \"key\": \"caller-secret\" } ] }, \"models\": [ { \"id\": \"beta/m\", \"price\": { \"input\": 2, \"output\": 10 } } ]";

    private readonly LoopbackServer _alpha = new();
    private readonly LoopbackServer _beta = new();
    private readonly TestRouter _router;

    public RequestLogTests() => _router = TestRouter.For(Logged, ("alpha", _alpha, ", \"apiKey\": \"provider-secret\""), ("beta", _beta, ", \"apiKey\": \"provider-secret\""));

    public void Dispose()
    {
        _router.Dispose();
        _alpha.Dispose();
        _beta.Dispose();
    }

    [Fact]
    public async Task ACall_IsOneLine_WithWhatItWas()
    {
        var call = Post(Say.Call("alpha/m", more: ",\"models\":[\"beta/m\"]"));
        var alpha = await _alpha.CalledAsync();
        _router.Time.Advance(TimeSpan.FromMilliseconds(30));
        await alpha.AnswerAsync(Say.Error("The key provider-secret is wrong"), 500);
        var beta = await _beta.CalledAsync();
        _router.Time.Advance(TimeSpan.FromMilliseconds(12));
        await beta.AnswerAsync(Say.Answer("Hello"));
        await call.EndAsync();

        var line = Assert.Single(Lines());
        Assert.Equal(
            $$"""{"time":"2026-11-20T12:00:00.042+00:00","request_id":"{{_router.Exchange.Id.Text}}","caller":"dev","model":"alpha/m","served_by":"beta/m","stream":false,"status":200,"attempts":2,"failures":["alpha/m: ServerError (500)"],"duration_ms":42,"upstream_ms":42,"router_ms":0,"prompt_tokens":5,"completion_tokens":2,"cost_usd":0.00003}""",
            line,
            ignoreCase: false);
    }

    [Fact]
    public async Task RefusedCalls_AreLinesToo_WhoeverTheyAreFrom()
    {
        await Post(Say.Call("alpha/m", more: ",\"temperature\":9")).EndAsync();
        await _router.Post(Say.Call("alpha/m"), prepare: http => http.Request.Headers.Authorization = "Bearer wrong-secret").EndAsync();

        var lines = Lines().Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal(["400 dev", "401 "], lines.Select(line => $"{line["status"]} {line["caller"]}"));
    }

    [Fact]
    public async Task C65_NothingSecret_IsInTheLog_TheMetrics_OrAnyAnswer()
    {
        var call = Post(Say.Call("alpha/m", stream: true, ",\"user\":\"prompt-secret\""));
        await (await _alpha.CalledAsync()).AnswerAsync(Say.Error("Bad key provider-secret"), 401);
        var text = await call.TextAsync();

        Assert.DoesNotContain("-secret", string.Concat(Lines()) + _router.MetricsText() + text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutTheSetting_NothingIsWritten()
    {
        using var router = TestRouter.For(("alpha", _alpha));
        await router.Post(Say.Call("alpha/m", more: ",\"temperature\":9")).EndAsync();

        Assert.Equal(0, router.Log.Length);
    }

    private TestCall Post(string json) => _router.Post(json, prepare: http => http.Request.Headers.Authorization = "Bearer caller-secret");

    private string[] Lines() => Encoding.UTF8.GetString(_router.Log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
