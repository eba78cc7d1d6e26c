// One object of the model catalog's file → a row, with a word for everything that is wrong with it.
using System.Globalization;
using InworldRouter.Generators.Incremental;

namespace InworldRouter.Generators.Models;

/// <summary>What is wrong with a row, and at which character of the file.</summary>
internal sealed class RowException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;
}

/// <summary>Takes members one by one, so that what is left at the end is what nobody knows.</summary>
internal sealed class ModelRowReader
{
    // The file's words for the enums' members.
    private static readonly Dictionary<string, string> Modalities = new(StringComparer.Ordinal)
    {
        ["text"] = "Text", ["image"] = "Image", ["audio"] = "Audio", ["video"] = "Video", ["pdf"] = "File",
    };

    private static readonly Dictionary<string, string> Abilities = new(StringComparer.Ordinal)
    {
        ["tools"] = "Tools", ["json_schema"] = "JsonSchema", ["reasoning"] = "Reasoning", ["prompt_cache"] = "PromptCache", ["web_search"] = "WebSearch",
    };

    private static readonly Dictionary<string, string> Efforts = new(StringComparer.Ordinal)
    {
        ["none"] = "Off", ["minimal"] = "Minimal", ["low"] = "Low", ["medium"] = "Medium", ["high"] = "High", ["xhigh"] = "Xhigh", ["max"] = "Max",
    };

    // Capabilities that follow from what goes in and comes out.
    private static readonly Dictionary<string, string> FromInput = new(StringComparer.Ordinal)
    {
        ["Image"] = "Vision", ["Audio"] = "AudioInput", ["Video"] = "VideoInput", ["File"] = "FileInput",
    };

    private readonly JsonNode _node;
    private readonly Dictionary<string, JsonNode> _left;

    private ModelRowReader(JsonNode node)
    {
        _node = node;
        _left = node.Value is Dictionary<string, JsonNode> members
            ? new Dictionary<string, JsonNode>(members, StringComparer.Ordinal)
            : throw new RowException("expected an object", node.Position);
    }

    public static ModelRow Read(JsonNode node) => new ModelRowReader(node).ReadRow();

    private ModelRow ReadRow()
    {
        var id = Text("id") ?? throw Missing("id");
        if (id.IndexOf('/') is var slash && (slash <= 0 || slash == id.Length - 1))
            throw new RowException($"\"{id}\" is not a provider, a slash and a name", _node.Position);
        var aliases = Texts("aliases");
        var released = Text("released") ?? throw Missing("released");
        if (!DateTime.TryParseExact(released, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            throw new RowException($"\"{released}\" is not a year and month", _node.Position);
        var input = Flags("input", Modalities);
        var output = Flags("output", Modalities);
        var speed = Part("speed");
        var scores = Part("scores");
        var row = new ModelRow(
            id,
            Text("canonical") ?? aliases.FirstOrDefault() ?? throw Missing("canonical"),
            Text("creator") ?? throw Missing("creator"),
            month.Year,
            month.Month,
            string.Join(" ", Texts("sources")))
        {
            Aliases = aliases,
            IdAliases = Texts("id_aliases"),
            IsDeprecated = Truth("deprecated"),
            IsMappingOnly = Truth("mapping_only"),
            ContextTokens = Whole("context"),
            MaxOutputTokens = Whole("max_output"),
            Input = input,
            Output = output,
            Capabilities = new EquatableArray<string>(
            [
                .. Flags("capabilities", Abilities),
                .. input.Where(FromInput.ContainsKey).Select(m => FromInput[m]),
                .. output.Where(m => m == "Image").Select(_ => "ImageOutput"),
            ]),
            ReasoningEfforts = Flags("reasoning_efforts", Efforts),
            Price = Part("price")?.ReadPrice(),
            PriceTiers = new EquatableArray<PriceTierModel>([.. List("price_tiers").Select(n => new ModelRowReader(n).ReadTier())]),
            Intelligence = scores?.Number("intelligence"),
            Math = scores?.Number("math"),
            Coding = scores?.Number("coding"),
            TtftMilliseconds = speed?.Number("ttft_ms"),
            TokensPerSecond = speed?.Number("tokens_per_s"),
            SpeedBasis = speed?.Text("basis"),
        };
        speed?.ExpectNothingLeft();
        scores?.ExpectNothingLeft();
        ExpectNothingLeft();
        return row;
    }

    private PriceModel ReadPrice()
    {
        var price = new PriceModel(Number("input"), Number("output"), Number("cache_read"), Number("cache_write"));
        ExpectNothingLeft();
        return price;
    }

    private PriceTierModel ReadTier() => new(Whole("above_input_tokens") ?? throw Missing("above_input_tokens"), ReadPrice());

    private void ExpectNothingLeft()
    {
        foreach (var left in _left)
            throw new RowException($"\"{left.Key}\" is not a known key", left.Value.Position);
    }

    private JsonNode? Take(string key)
    {
        if (!_left.TryGetValue(key, out var node))
            return null;
        _left.Remove(key);
        return node;
    }

    private string? Text(string key) => Take(key) is { } node ? TextOf(node) : null;

    private static string TextOf(JsonNode node) =>
        node.Value is string { Length: > 0 } text ? text : throw new RowException("expected a string that is not empty", node.Position);

    private double? Number(string key) => Take(key) is not { } node ? null
        : node.Value is double number and >= 0 ? number : throw new RowException("expected a number that is not negative", node.Position);

    private int? Whole(string key) => Take(key) is not { } node ? null
        : node.Value is double number and > 0 and <= int.MaxValue && number == System.Math.Floor(number) ? (int)number
        : throw new RowException("expected a whole number above zero", node.Position);

    private bool Truth(string key) => Take(key) is { } node && (node.Value is bool truth ? truth : throw new RowException("expected true or false", node.Position));

    private List<JsonNode> List(string key) => Take(key) is not { } node ? []
        : node.Value as List<JsonNode> ?? throw new RowException("expected a list", node.Position);

    private EquatableArray<string> Texts(string key) => new([.. List(key).Select(TextOf)]);

    private EquatableArray<string> Flags(string key, Dictionary<string, string> members) => new([.. List(key).Select(node =>
        members.TryGetValue(TextOf(node), out var member) ? member : throw new RowException($"\"{node.Value}\" is not one of {string.Join(", ", members.Keys)}", node.Position))]);

    private ModelRowReader? Part(string key) => Take(key) is { } node ? new ModelRowReader(node) : null;

    private RowException Missing(string key) => new($"\"{key}\" is missing", _node.Position);
}
