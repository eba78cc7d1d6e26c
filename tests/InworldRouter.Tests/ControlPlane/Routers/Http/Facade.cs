// The router's management API, asked in process: keys of several kinds, a store in memory, answers as JSON.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.ControlPlane.Responses;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.Hosting;
using InworldRouter.Plan;
using InworldRouter.Tests.DataPlane;

namespace InworldRouter.Tests.ControlPlane.Routers.Http;

internal sealed record Answered(int Status, Microsoft.AspNetCore.Http.IHeaderDictionary Headers, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary><c>response</c> of an operation.</summary>
    public JsonNode Router => Json["response"]!;

    public int Code => Json["code"]!.GetValue<int>();

    public string Message => Json["message"]!.GetValue<string>();

    public string Tag => Headers.ETag.ToString();
}

internal sealed class Facade
{
    public const string Official = "/router/v1/routers";
    public const string Plain = "/v1/routers";

    private const string Config = """
        {
          "providers": { "openai": { "apiKey": "sk" } },
          "auth": { "keys": [
            { "name": "all", "key": "all", "permissions": ["inference", "routers.read", "routers.write"] },
            { "name": "reader", "key": "reader", "permissions": ["routers.read"] },
            { "name": "writer", "key": "writer", "permissions": ["routers.write"] },
            { "name": "caller", "key": "caller", "permissions": ["inference"] },
            { "name": "boss", "key": "boss", "permissions": ["admin"], "models": ["openai/*"] },
            { "name": "one", "key": "one", "permissions": ["inference", "routers.read", "routers.write"], "models": ["inworld/mine"] } ] }
        }
        """;

    public Facade(IRouterStore? store = null)
    {
        var state = new LiveState(TimeProvider.System);
        Services = new RouterServices(TestCatalog.Compile(Config, state), state, store ?? new MemoryRouterStore(), ResponseStores.InMemory(state.Time));
    }

    public RouterServices Services { get; }

    public static async Task<Facade> LoadedAsync(IRouterStore? store = null)
    {
        var facade = new Facade(store);
        await facade.Services.Routers.LoadAsync([], TestContext.Current.CancellationToken).Soon();
        return facade;
    }

    public static string Simple(string name, string model = "openai/gpt-x") =>
        $$$"""{"name":"{{{name}}}","defaultRoute":{"variants":[{"variant":{"model_id":"{{{model}}}"}}]}}""";

    /// <param name="target">Path and query.</param>
    /// <param name="headers">Names and values by turns.</param>
    public async Task<Answered> AskAsync(string method, string target, string? body = null, string key = "all", params string[] headers)
    {
        using var caller = new CallerSide(buffered: 64 << 20);
        var request = caller.Http.Request;
        request.Method = method;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        request.Path = query < 0 ? target : target[..query];
        request.QueryString = new(query < 0 ? "" : target[query..]);
        request.Headers.Authorization = key.Length == 0 ? default : (Microsoft.Extensions.Primitives.StringValues)$"Bearer {key}";
        for (var i = 0; i < headers.Length; i += 2)
            request.Headers[headers[i]] = headers[i + 1];
        if (body is not null)
            request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        await Services.Endpoints.DispatchAsync(caller.Http).Soon();
        await caller.CompleteAsync();
        return new Answered(caller.StatusCode, caller.Headers, await caller.ReadToEndAsync());
    }

    public async Task<Answered> CreateAsync(string json)
    {
        var answer = await AskAsync("POST", Official, json);
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }
}
