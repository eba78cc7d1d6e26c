// A configuration for one test: providers that are fake upstreams, one key, and what the test adds.
using System.Text.Json.Nodes;

namespace InworldRouter.EndToEnd.Infrastructure;

internal static class RouterConfig
{
    /// <summary>The caller's key.</summary>
    public const string Key = "inworld-test-key";

    /// <summary>The provider's key; its text must never be seen by a caller.</summary>
    public static string ProviderKey(string id) => $"sk-secret-of-{id}-0123456789";

    /// <summary>Ids that are not well known speak the OpenAI dialect and serve the model <c>m</c>.</summary>
    public static JsonObject For(params (string Id, FakeUpstream Upstream)[] providers) => At([.. providers.Select(p => (p.Id, p.Upstream.BaseUrl))]);

    /// <summary>The same for providers that are known by their addresses.</summary>
    public static JsonObject At(params (string Id, string BaseUrl)[] providers)
    {
        var all = new JsonObject();
        foreach (var (id, baseUrl) in providers)
        {
            var provider = new JsonObject { ["apiKey"] = ProviderKey(id), ["baseUrl"] = baseUrl };
            if (id is not ("openai" or "groq" or "mistral" or "deepseek" or "anthropic" or "google-ai-studio"))
            {
                provider["dialect"] = "openai";
                provider["models"] = new JsonArray("m");
            }
            all[id] = provider;
        }
        return new()
        {
            ["auth"] = new JsonObject
            {
                ["keys"] = new JsonArray(new JsonObject
                {
                    ["name"] = "test",
                    ["key"] = Key,
                    ["permissions"] = new JsonArray("inference", "admin"),
                }),
            },
            ["providers"] = all,
            ["routing"] = new JsonObject { ["explore"] = 0 },
        };
    }

    /// <summary>Sets a member, making the objects on the way: <c>Set("timeouts.idle", "300ms")</c>.</summary>
    public static JsonObject Set(this JsonObject config, string path, JsonNode value)
    {
        var names = path.Split('.');
        var at = config;
        foreach (var name in names[..^1])
            at = (JsonObject)(at[name] ??= new JsonObject());
        at[names[^1]] = value;
        return config;
    }
}
