// Reads a scenario file: JSON with comments and trailing commas; all of its problems at once, each with its path.
using System.Globalization;
using System.Text.Json;
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.Simulation;

/// <summary>
/// <code>
/// {
///   "seed": 42,                                            // repeat the same chances; default 1
///   "models": ["gpt-4o", "slow-model"],                    // what GET …/models lists
///   "defaults": { "ttft": "200ms..400ms", "tokensPerSecond": 60 },
///   "rules": [                                             // the first that matches a call decides; it begins with the defaults
///     { "model": "gpt-4o*", "share": 0.02, "status": 503, "retryAfter": "2s" },    // 2 % of the calls
///     { "model": "slow-*", "stallAfter": 10, "stallFor": "30s" },
///   ]
/// }
/// </code>
/// The other settings of <c>defaults</c> and of a rule are those of <see cref="BehaviorSettings"/>.
/// </summary>
internal sealed class ScenarioReader
{
    private static readonly string[] RootNames = ["seed", "models", "defaults", "rules"];
    private static readonly string[] RuleNames = ["model", "share", .. BehaviorSettings.All.Select(s => s.Name)];

    private readonly List<string> _problems = [];

    /// <returns>The scenario, or null and what is wrong: one line a problem, <c>path: what</c>.</returns>
    public static (Scenario? Scenario, IReadOnlyList<string> Problems) Read(ReadOnlyMemory<byte> json)
    {
        var reader = new ScenarioReader();
        try
        {
            using var document = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var scenario = reader.ReadRoot(document.RootElement);
            return (reader._problems.Count == 0 ? scenario : null, reader._problems);
        }
        catch (JsonException e)
        {
            return (null, [$"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: not JSON ({e.Message.Split('.')[0]})"]);
        }
    }

    private Scenario ReadRoot(JsonElement root)
    {
        var seed = 1UL;
        var models = new List<string>();
        JsonElement defaults = default, rules = default;
        foreach (var member in Members(root, "the scenario"))
        {
            var (name, value) = (member.Name, member.Value);
            if (name == "seed" && !(value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out seed)))
                Problem(name, "must be an integer of 0 or more");
            else if (name == "models")
                models = ReadModels(value);
            else if (name == "defaults")
                defaults = value;
            else if (name == "rules")
                rules = value;
            else if (name != "seed")
                Unknown(name, name, RootNames);
        }

        // The defaults come first wherever they stand: each rule begins with them.
        var behavior = new Behavior();
        if (defaults.ValueKind != JsonValueKind.Undefined)
        {
            foreach (var member in Members(defaults, "defaults"))
                ReadSetting($"defaults.{member.Name}", member, ref behavior);
        }
        return new(behavior, ReadRules(rules, behavior), models, seed);
    }

    private List<string> ReadModels(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Problem("models", "must be an array of model names");
            return [];
        }
        var models = new List<string>();
        foreach (var (index, model) in value.EnumerateArray().Index())
        {
            if (model.ValueKind == JsonValueKind.String && model.GetString() is { Length: > 0 } name)
                models.Add(name);
            else
                Problem($"models[{index}]", "must be a model's name");
        }
        return models;
    }

    private List<ScenarioRule> ReadRules(JsonElement value, Behavior defaults)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Problem("rules", "must be an array of rules");
            return [];
        }
        var rules = new List<ScenarioRule>();
        foreach (var (index, rule) in value.EnumerateArray().Index())
            rules.Add(ReadRule($"rules[{index}]", rule, defaults));
        return rules;
    }

    private ScenarioRule ReadRule(string path, JsonElement rule, Behavior behavior)
    {
        var model = "*";
        var share = 1.0;
        foreach (var member in Members(rule, path))
        {
            var (name, value) = (member.Name, member.Value);
            if (name == "model")
            {
                model = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
                if (model.Length == 0)
                    Problem($"{path}.model", "must be a model's name, with * for any characters");
            }
            else if (name == "share")
            {
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out share) || share is < 0 or > 1)
                    Problem($"{path}.share", "must be a number from 0 to 1");
            }
            else
            {
                ReadSetting($"{path}.{name}", member, ref behavior);
            }
        }
        return new(model, share, behavior);
    }

    private void ReadSetting(string path, JsonProperty member, ref Behavior behavior)
    {
        if (BehaviorSettings.Named(member.Name) is not { } setting)
        {
            Unknown(path, member.Name, RuleNames);
            return;
        }
        var text = member.Value.ValueKind switch
        {
            JsonValueKind.String => member.Value.GetString(),
            JsonValueKind.Number => member.Value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        if (text is null || !setting.TryApply(ref behavior, text))
            Problem(path, $"must be {setting.Form}");
    }

    private IEnumerable<JsonProperty> Members(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Object)
            return value.EnumerateObject();
        Problem(path, "must be an object");
        return [];
    }

    private void Unknown(string path, string name, string[] known) =>
        Problem(path, NearestName.Find(name, known) is { } nearest ? $"there is no such setting; the nearest is {nearest}" : "there is no such setting");

    private void Problem(string path, string what) => _problems.Add($"{path}: {what}");
}
