// One object of models.json → a row.
using System.Globalization;
using InworldRouter.Generators.Incremental;

namespace InworldRouter.Generators.Models;

internal static class ModelRowReader
{
    // Capabilities that follow from what goes in and comes out.
    private static readonly Dictionary<string, string> FromInput = new(StringComparer.Ordinal)
    {
        ["Image"] = "Vision", ["Audio"] = "AudioInput", ["Video"] = "VideoInput", ["File"] = "FileInput",
    };

    public static ModelRow Read(JsonNode node)
    {
        var reader = new RowReader(node);
        var id = reader.Text("id") ?? throw reader.Missing("id");
        if (id.IndexOf('/') is var slash && (slash <= 0 || slash == id.Length - 1))
            throw reader.Wrong($"\"{id}\" is not a provider, a slash and a name");
        var aliases = reader.Texts("aliases");
        var released = reader.Text("released") ?? throw reader.Missing("released");
        if (!DateTime.TryParseExact(released, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            throw reader.Wrong($"\"{released}\" is not a year and month");
        var input = reader.Flags("input", FlagWords.Modalities);
        var output = reader.Flags("output", FlagWords.Modalities);
        var speed = reader.Part("speed");
        var scores = reader.Part("scores");
        var row = new ModelRow(
            id,
            reader.Text("canonical") ?? aliases.FirstOrDefault() ?? throw reader.Missing("canonical"),
            reader.Text("creator") ?? throw reader.Missing("creator"),
            month.Year,
            month.Month,
            string.Join(" ", reader.Texts("sources")))
        {
            Aliases = aliases,
            IdAliases = reader.Texts("id_aliases"),
            IsDeprecated = reader.Truth("deprecated"),
            IsMappingOnly = reader.Truth("mapping_only"),
            ContextTokens = reader.Whole("context"),
            MaxOutputTokens = reader.Whole("max_output"),
            Input = input,
            Output = output,
            Capabilities = new EquatableArray<string>(
            [
                .. reader.Flags("capabilities", FlagWords.Abilities),
                .. input.Where(FromInput.ContainsKey).Select(m => FromInput[m]),
                .. output.Where(m => m == "Image").Select(_ => "ImageOutput"),
            ]),
            ReasoningEfforts = reader.Flags("reasoning_efforts", FlagWords.Efforts),
            Price = reader.Part("price") is { } price ? ReadPrice(price) : null,
            PriceTiers = new EquatableArray<PriceTierModel>([.. reader.List("price_tiers").Select(n => ReadTier(new RowReader(n)))]),
            Intelligence = scores?.Number("intelligence"),
            Math = scores?.Number("math"),
            Coding = scores?.Number("coding"),
            TtftMilliseconds = speed?.Number("ttft_ms"),
            TokensPerSecond = speed?.Number("tokens_per_s"),
            SpeedBasis = speed?.Text("basis"),
        };
        speed?.ExpectNothingLeft();
        scores?.ExpectNothingLeft();
        reader.ExpectNothingLeft();
        return row;
    }

    private static PriceModel ReadPrice(RowReader reader)
    {
        var price = new PriceModel(reader.Number("input"), reader.Number("output"), reader.Number("cache_read"), reader.Number("cache_write"));
        reader.ExpectNothingLeft();
        return price;
    }

    private static PriceTierModel ReadTier(RowReader reader) =>
        new(reader.Whole("above_input_tokens") ?? throw reader.Missing("above_input_tokens"), ReadPrice(reader));
}
