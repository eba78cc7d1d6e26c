// Which path is served by what, and what is said where there is nothing.
using System.Text.Json.Nodes;
using InworldRouter.ControlPlane.Responses;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.Hosting;
using InworldRouter.Plan;
using InworldRouter.Tests.ControlPlane;
using InworldRouter.Tests.DataPlane;

namespace InworldRouter.Tests.Hosting;

public sealed class RouterEndpointsTests
{
    private readonly RouterServices _services;

    public RouterEndpointsTests()
    {
        var state = new LiveState(new ManualTime());
        _services = new RouterServices(TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk" }, "groq": { "apiKey": "gsk" } } }""", state), state, new MemoryRouterStore(), ResponseStores.InMemory(state.Time));
    }

    [Theory]
    [InlineData("GET", "/healthz", 200, "text/plain")]
    [InlineData("GET", "/readyz", 200, "text/plain")]
    [InlineData("GET", "/metrics", 200, "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("GET", "/v1/models", 200, "application/json")]
    [InlineData("GET", "/v1/models/openai/gpt-x", 200, "application/json")]
    [InlineData("GET", "/v1/models/groq%2Fmeta%2Fllama-70b", 200, "application/json")]
    [InlineData("GET", "/v1/models/auto", 200, "application/json")]
    [InlineData("GET", "/llm/v1alpha/models", 200, "application/json")]
    [InlineData("GET", "/router/v1/routers", 200, "application/json")]
    [InlineData("GET", "/v1/routers", 200, "application/json")]
    [InlineData("POST", "/v1/chat/completions", 400, "application/json")]
    [InlineData("POST", "/v1/messages", 400, "application/json")]
    [InlineData("POST", "/v1/responses", 400, "application/json")]
    [InlineData("GET", "/v1/responses", 405, "application/json")]
    [InlineData("GET", "/v1/responses/resp_1", 404, "application/json")]
    [InlineData("DELETE", "/v1/responses/resp_1", 404, "application/json")]
    [InlineData("GET", "/v1/responses/resp_1/input_items", 404, "application/json")]
    [InlineData("POST", "/v1/responses/resp_1/cancel", 404, "application/json")]
    [InlineData("GET", "/v1/responses/..%2F..%2Fetc%2Fpasswd", 404, "application/json")]
    [InlineData("GET", "/v1/messages", 405, "application/json")]
    [InlineData("GET", "/v1/chat/completions", 405, "application/json")]
    [InlineData("POST", "/v1/models", 405, "application/json")]
    [InlineData("DELETE", "/v1/models/auto", 405, "application/json")]
    [InlineData("GET", "/v1/models/nobody/x", 404, "application/json")]
    [InlineData("GET", "/", 404, "application/json")]
    [InlineData("POST", "/v1/chat/completions/", 404, "application/json")]
    [InlineData("POST", "/V1/Chat/Completions", 404, "application/json")]
    [InlineData("GET", "/v1/../etc/passwd", 404, "application/json")]
    public async Task APath_IsServed_OrSaidNotToBe(string method, string path, int status, string type)
    {
        using var caller = await AskAsync(method, path);

        Assert.Equal((status, type), (caller.StatusCode, caller.Headers.ContentType.ToString()));
        var text = await caller.ReadToEndAsync();
        if (status >= 400)
            Assert.NotEmpty(JsonNode.Parse(text)!["error"]!["message"]!.GetValue<string>());
        if (status == 405)
            Assert.Equal(path.Contains("chat", StringComparison.Ordinal) || path.Contains("messages", StringComparison.Ordinal) || path.Contains("responses", StringComparison.Ordinal) ? "POST" : "GET", caller.Headers.Allow);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    [InlineData("/v1/models")]
    [InlineData("/nothing")]
    public async Task Head_IsGet_WithoutABody(string path)
    {
        using var caller = await AskAsync("HEAD", path);
        var (status, length) = (caller.StatusCode, caller.Headers.ContentLength);
        Assert.Equal("", await caller.ReadToEndAsync());
        using var same = await AskAsync("GET", path);

        Assert.Equal(same.StatusCode, status);
        Assert.True(length > 0);
    }

    [Fact]
    public async Task AClaudeClientsFirstProbe_IsAnswered()
    {
        using var caller = await AskAsync("HEAD", "/");

        Assert.Equal(200, caller.StatusCode);
    }

    [Fact]
    public async Task Models_AreListedInAnthropicsForm_ForItsClients_NewestFirst_InPages()
    {
        var first = await ListAsync("?limit=1");
        var second = await ListAsync($"?limit=1000&after_id={Uri.EscapeDataString(first["last_id"]!.GetValue<string>())}");

        Assert.True(first["has_more"]!.GetValue<bool>());
        Assert.False(second["has_more"]!.GetValue<bool>());
        var ids = second["data"]!.AsArray().Select(m => m!["id"]!.GetValue<string>()).ToList();
        Assert.Equal("auto", first["first_id"]!.GetValue<string>());
        Assert.Equal(["groq/meta/llama-70b", "openai/gpt-x"], ids.Order());
        var model = second["data"]![0]!;
        Assert.Equal(("model", "1970-01-01T00:00:00Z"), (model["type"]!.GetValue<string>(), model["created_at"]!.GetValue<string>()));
        Assert.NotEmpty(model["display_name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?limit=x")]
    public async Task ALimitOutOfRange_IsRefused_InItsEnvelope(string query) =>
        Assert.Equal("invalid_request_error", (await ListAsync(query))["error"]!["type"]!.GetValue<string>());

    private async Task<JsonNode> ListAsync(string query)
    {
        using var caller = new CallerSide();
        caller.Http.Request.Method = "GET";
        caller.Http.Request.Path = "/v1/models";
        caller.Http.Request.QueryString = new Microsoft.AspNetCore.Http.QueryString(query);
        caller.Http.Request.Headers["anthropic-version"] = "2023-06-01";
        await _services.Endpoints.DispatchAsync(caller.Http).Soon();
        await caller.CompleteAsync();
        return JsonNode.Parse(await caller.ReadToEndAsync())!;
    }

    [Fact]
    public async Task C87_OnceItStops_ItIsNotReady_AndStillHealthy()
    {
        _services.Operations.Stop();
        using var ready = await AskAsync("GET", "/readyz");
        using var health = await AskAsync("GET", "/healthz");

        Assert.Equal((503, 200), (ready.StatusCode, health.StatusCode));
    }

    private async Task<CallerSide> AskAsync(string method, string path)
    {
        var caller = new CallerSide();
        caller.Http.Request.Method = method;
        caller.Http.Request.Path = path;
        await _services.Endpoints.DispatchAsync(caller.Http).Soon();
        await caller.CompleteAsync();
        return caller;
    }
}
