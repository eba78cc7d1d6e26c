// The README's table of what can be said to which dialect, made again from what is written for each.
using System.Text;
using InworldRouter.Providers.Catalog;

namespace InworldRouter.Providers.Tests;

public sealed class DialectTableTests
{
    private const string Picture = "iVBORw0KGgoAAAANSUhEUg==";
    private const string Tools = ""","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"x":{"type":"number"}}}}}]""";

    // The provider and a model of it.
    private static readonly (string Title, string Provider, string Model)[] Columns =
    [
        ("OpenAI", "openai", "gpt-4o"), ("Responses", "openai-responses", "gpt-5.5"), ("Anthropic", "anthropic", "claude-opus-4-6"), ("Claude on Vertex", "google-vertex", "claude-opus-4-6"),
        ("Gemini 2.5", "google-ai-studio", "gemini-2.5-flash"), ("Gemini 3", "google-ai-studio", "gemini-3-pro-preview"), ("Gemini on Vertex", "google-vertex", "gemini-2.5-flash"),
        ("Mistral", "mistral", "mistral-large-latest"), ("DeepSeek", "deepseek", "deepseek-chat"), ("any server", "openai-compatible", "m"),
    ];

    // What the caller sends beside the model, and what is to be found of it in what is sent on.
    private static readonly (string Title, string Messages, string More, string[] Signs)[] Rows =
    [
        ("system", """{"role":"system","content":"SYS"},{"role":"user","content":"Hi"}""", "", ["SYS"]),
        ("developer, later on", """{"role":"user","content":"Hi"},{"role":"developer","content":"DEV"},{"role":"user","content":"Ho"}""", "", ["DEV"]),
        ("image, data", $$"""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{Picture}}"} }]}""", "", [Picture]),
        ("image, URL", """{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a.example/x.png"}}]}""", "", ["https://a.example/x.png"]),
        ("PDF", """{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0xLjQ="}}]}""", "", ["JVBERi0xLjQ="]),
        ("audio", """{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"UklGRAAA","format":"wav"}}]}""", "", ["UklGRAAA"]),
        ("tools", """{"role":"user","content":"Hi"}""", Tools, ["""{"type":"object","properties":{"x":{"type":"number"}}}"""]),
        ("a forced tool", """{"role":"user","content":"Hi"}""", Tools + ""","tool_choice":{"type":"function","function":{"name":"f"}}""", ["\"tool_choice\":{\"type\":\"function\"", "\"tool_choice\":{\"type\":\"tool\"", "allowedFunctionNames"]),
        ("no parallel calls", """{"role":"user","content":"Hi"}""", Tools + ",\"parallel_tool_calls\":false", ["\"parallel_tool_calls\":false", "disable_parallel_tool_use"]),
        ("calls and results", """{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_abc12","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_abc12","content":"RES"}""", Tools, ["RES"]),
        ("image in a result", $$"""{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_abc12","type":"function","function":{"name":"f","arguments":"{}"} }]},{"role":"tool","tool_call_id":"call_abc12","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{Picture}}"} }]}""", Tools, [Picture]),
        ("effort", """{"role":"user","content":"Hi"}""", ",\"max_tokens\":8000,\"reasoning_effort\":\"high\"", ["\"reasoning_effort\":\"high\"", "\"effort\":\"high\"", "\"thinkingBudget\":", "\"thinkingLevel\":"]),
        ("Anthropic's signed thinking", """{"role":"user","content":"Hi"},{"role":"assistant","content":"A","reasoning_details":[{"type":"reasoning.text","text":"T","signature":"SIGA","format":"anthropic-claude-v1","index":0}]},{"role":"user","content":"Ho"}""", "", ["SIGA"]),
        ("Gemini's signatures", """{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_abc12","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"SIGG"}}}]},{"role":"tool","tool_call_id":"call_abc12","content":"RES"}""", Tools, ["SIGG"]),
        ("OpenAI's sealed reasoning", """{"role":"user","content":"Hi"},{"role":"assistant","content":"A","reasoning_details":[{"type":"reasoning.encrypted","data":"SEALED","id":"rs_1","format":"openai-responses-v1","index":0}]},{"role":"user","content":"Ho"}""", "", ["SEALED"]),
        ("JSON schema", """{"role":"user","content":"Hi"}""", ""","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"marker":{"type":"string"}}}}}""", ["\"json_schema\"", "responseJsonSchema", "responseSchema", "structured_output", "marker"]),
        ("JSON object", """{"role":"user","content":"Hi, in JSON"}""", ""","response_format":{"type":"json_object"}""", ["json_object", "application/json", "JSON object"]),
        ("cache markers", """{"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}]}""", "", ["\"cache_control\":{\"type\":\"ephemeral\"}"]),
        ("stop", """{"role":"user","content":"Hi"}""", ",\"stop\":[\"END\"]", ["[\"END\"]"]),
        ("seed", """{"role":"user","content":"Hi"}""", ",\"seed\":7", ["\"seed\":7", "\"random_seed\":7"]),
        ("logprobs", """{"role":"user","content":"Hi"}""", ",\"logprobs\":true,\"top_logprobs\":2", ["logprobs\":true", "responseLogprobs", "\"top_logprobs\":2"]),
        ("n = 2", """{"role":"user","content":"Hi"}""", ",\"n\":2", ["\"n\":2", "\"candidateCount\":2"]),
        ("web_search_options", """{"role":"user","content":"Hi"}""", ",\"web_search_options\":{}", ["web_search_options", "web_search_20250305", "googleSearch", "\"type\":\"web_search\""]),
        ("pictures out", """{"role":"user","content":"A dog"}""", ",\"modalities\":[\"text\",\"image\"]", ["\"modalities\"", "responseModalities", "image_generation"]),
    ];

    [Fact]
    public void TheReadme_HasThisTable()
    {
        var table = new StringBuilder($"| | {string.Join(" | ", Columns.Select(c => c.Title))} |\n|---|{string.Concat(Enumerable.Repeat("---|", Columns.Length))}\n");
        foreach (var row in Rows)
            table.Append($"| {row.Title} | {string.Join(" | ", Columns.Select(c => Cell(c, row)))} |\n");
        var readme = File.ReadAllText(Path.Combine(FeatureTableTests.Checkout(), "src", "InworldRouter.Providers", "README.md")).ReplaceLineEndings("\n");
        Assert.True(readme.Contains(table.ToString(), StringComparison.Ordinal), "The README's table should be:\n" + table);
    }

    private static string Cell((string Title, string Provider, string Model) column, (string Title, string Messages, string More, string[] Signs) row)
    {
        ModelCatalog.ById.TryGetValue($"{column.Provider}/{column.Model}", out var facts);
        var written = Requests.Send(Vendors.Of(column.Provider), $$"""{"model":"x","messages":[{{row.Messages}}]{{row.More}}}""", column.Model, facts: facts);
        if (written.Refusal is not null)
            return "refused";
        if (written.Door.NeedsFiles && row.Messages.Contains("https:", StringComparison.Ordinal))
            return "fetched";
        return row.Signs.Any(s => written.Body.Contains(s, StringComparison.Ordinal)) ? "yes" : written.Warnings.Length > 0 ? "warned" : "–";
    }
}
