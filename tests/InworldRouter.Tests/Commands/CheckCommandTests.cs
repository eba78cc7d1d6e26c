// check: exit code 0 or 64, every problem on a line of its own, and the schema.
using System.Text.Json;
using System.Text.Json.Nodes;
using InworldRouter.Commands;

namespace InworldRouter.Tests.Commands;

public sealed class CheckCommandTests
{
    [Fact]
    public void AFineFile_IsSaidToBeFine()
    {
        using var file = new TemporaryFile("""{ "providers": { "openai": { "apiKey": "sk" } }, "auth": { "keys": [ { "name": "a", "key": "k" } ] } }""");

        var (code, output, error) = Run("--config", file.Path);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith($"{file.Path}: fine; providers: 1, models: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryProblem_HasItsLine_OfReaderAndRulesAlike()
    {
        using var file = new TemporaryFile("""{ "providers": { "openai": { "apiKey": "${NO_SUCH_VARIABLE_HERE}" }, "nobody": {} }, "routing": { "explore": 2 } }""");

        var (code, output, error) = Run("--config", file.Path);

        Assert.Equal((64, ""), (code, output));
        Assert.Equal(
            ["providers.openai.apiKey", "routing.explore", "providers.nobody.dialect"],
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("--frobnicate")]
    [InlineData("--config")]
    public void BadUsage_Is64(string argument)
    {
        var (code, _, error) = Run(argument);

        Assert.Equal(64, code);
        Assert.StartsWith($"{argument}: not understood; usage: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFile_Is64() => Assert.Equal(64, Run("--config", "/no/such/file.json").Code);

    [Fact]
    public void TheSchema_KnowsEverySetting_WithItsDescription()
    {
        var schema = JsonNode.Parse(Run("--schema").Output)!.AsObject();

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        Assert.False((bool)schema["additionalProperties"]!);
        Assert.Equal(0, (double)At("routing", "properties", "explore")["anyOf"]![0]!["minimum"]!);
        Assert.Equal(
            ["openai", "openai-responses", "anthropic", "gemini"],
            At("providers", "additionalProperties", "properties", "dialect")["anyOf"]![0]!["enum"]!.AsArray().Select(v => (string?)v));
        var words = At("auth", "properties", "keys", "items", "properties", "permissions", "items")["anyOf"]![0]!["enum"]!;
        Assert.Equal("routers.read", (string?)words[1]);
        Undescribed(schema, "$").ForEach(path => Assert.Fail($"no description: {path}"));

        JsonNode At(params string[] path) => path.Aggregate(schema["properties"]!, (node, name) => node[name] ?? throw new JsonException($"no {name} of {string.Join('.', path)}"));
    }

    private static List<string> Undescribed(JsonNode node, string path)
    {
        var missing = new List<string>();
        if (node["properties"] is JsonObject properties)
        {
            foreach (var (name, property) in properties)
            {
                if (property!["description"] is null)
                    missing.Add($"{path}.{name}");
                missing.AddRange(Undescribed(property, $"{path}.{name}"));
            }
        }
        foreach (var inner in new[] { node["items"], node["additionalProperties"] as JsonObject })
        {
            if (inner is JsonObject)
                missing.AddRange(Undescribed(inner, path + "[]"));
        }
        return missing;
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CheckCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
