// The table in src/InworldRouter.Providers/README.md, made again from what the providers do.
using System.Text.Json.Nodes;

namespace InworldRouter.Providers.Tests;

public sealed class FeatureTableTests
{
    private const string Call = """
        {"model":"x","stream":true,"messages":[{"role":"developer","content":[{"type":"text","text":"a"}]},{"role":"assistant","content":"b","reasoning_content":"c"}],
         "max_tokens":9,"seed":7,"logit_bias":[{"token_id":1,"bias_value":1}],"logprobs":true,"user":"u","service_tier":"flex","metadata":{"k":"v"},"web_search_options":{},
         "reasoning_effort":"xhigh","extra_body":{"top_k":4}}
        """;

    private const string Schema = """{"model":"x","messages":[{"role":"user","content":"a"}],"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{}}}}""";

    [Fact]
    public void TheTableInTheReadme_IsWhatTheProvidersDo()
    {
        var table = string.Concat(Vendors.OpenAIShaped.Select(v => v.Data).Order(StringComparer.Ordinal).Select(Row));
        var readme = File.ReadAllText(Path.Combine(Checkout(), "src", "InworldRouter.Providers", "README.md")).ReplaceLineEndings("\n");
        Assert.True(readme.Contains(table, StringComparison.Ordinal), "The README's table should be:\n" + table);
    }

    private static string Row(string id)
    {
        var provider = Vendors.Of(id);
        var request = Requests.Read(provider, Call);
        var system = request["messages"]![0]!;
        string[] cells =
        [
            id,
            provider.Defaults.Credential switch { CredentialStyle.ApiKeyHeader => "`api-key`", _ when !provider.Defaults.NeedsKey => "none needed", _ => "Bearer" },
            request.Where(m => m.Key.StartsWith("max_", StringComparison.Ordinal)).Select(m => $"`{m.Key}`").Single(),
            request.ContainsKey("stream_options") ? "asked" : "unasked",
            system["role"]!.GetValue<string>(),
            system["content"] is JsonArray ? "array" : "string",
            request["messages"]![1]!.AsObject().ContainsKey("reasoning_content") ? "kept" : "cut",
            Effort(request),
            Requests.Read(provider, Schema)["response_format"]!["type"]!.GetValue<string>() == "json_schema" ? "kept" : "instruction",
            request.ContainsKey("seed") ? "kept" : request.ContainsKey("random_seed") ? "`random_seed`" : "cut",
            request["logit_bias"] is JsonObject ? "map" : "cut",
            request["logprobs"] switch { null => "cut", var value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => "number", _ => "kept" },
            Kept(request, "user"),
            Kept(request, "service_tier"),
            Kept(request, "metadata"),
            Kept(request, "web_search_options"),
            string.Join(", ", Directory.EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, "Golden", id)).Select(Path.GetFileName).Order(StringComparer.Ordinal)),
        ];
        Assert.Equal("4", request["top_k"]!.ToJsonString()); // extra_body, everywhere
        return $"| {string.Join(" | ", cells)} |\n";
    }

    private static string Kept(JsonObject request, string name) => request.ContainsKey(name) ? "kept" : "cut";

    private static string Effort(JsonObject request) =>
        request["reasoning_effort"] is { } word ? $"{word}{(request.ContainsKey("thinking") ? " + thinking" : "")}" : "cut";

    internal static string Checkout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "InworldRouter.sln")))
                return folder.FullName;
        }
        Assert.Skip("not in a checkout");
        return "";
    }
}
