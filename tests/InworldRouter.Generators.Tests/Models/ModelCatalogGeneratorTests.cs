// The model catalog's generator: rows become tables, every wrong row is said at its line, an equal file writes nothing anew.
using System.Collections;
using InworldRouter.Generators.Models;
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Tests.Models;

public sealed class ModelCatalogGeneratorTests
{
    private const string Good = """
        [
        {"id":"a-b/org/m","aliases":["m","m-1"],"id_aliases":["a-b/m"],"creator":"C \"&\" D","released":"2026-09","deprecated":true,"context":1000,"input":["text","image","pdf"],"output":["text","image"],"capabilities":["tools","reasoning"],"reasoning_efforts":["none","xhigh"],"price":{"input":0.1,"output":1e1},"price_tiers":[{"above_input_tokens":500,"input":0.2,"output":20}],"scores":{"math":96.5},"speed":{"tokens_per_s":62.9,"basis":"x"},"sources":["s","t"]},
        {"id":"z/n","canonical":"n","creator":"C","released":"2025-01","input":["text"],"output":["text"],"sources":["s"]}
        ]
        """;

    // The catalog's own types, as far as the rows name them.
    private const string Shapes = """
        using System;
        using System.Collections.Immutable;
        namespace InworldRouter.Providers.Catalog;
        [Flags] public enum ModelCapabilities { None = 0, Tools = 1, Reasoning = 4, Vision = 32, FileInput = 256, ImageOutput = 512 }
        [Flags] public enum ModelModalities { None = 0, Text = 1, Image = 2, File = 16 }
        [Flags] public enum ReasoningEfforts { Unknown = 0, Off = 1, Xhigh = 32 }
        public record struct TokenPrice(double? Input, double? Output, double? CacheRead, double? CacheWrite);
        public record struct PriceTier(int AboveInputTokens, TokenPrice Price);
        public record struct ModelScores(double? Intelligence, double? Math, double? Coding);
        public record struct SpeedPrior(double? TtftMilliseconds, double? TokensPerSecond, string? Basis);
        public sealed record ModelFacts
        {
            public string Id = "", ProviderId = "", UpstreamName = "", CanonicalName = "", Creator = "", Sources = "";
            public ImmutableArray<string> Aliases = [], IdAliases = [];
            public DateOnly Released;
            public bool IsDeprecated, IsMappingOnly;
            public int? ContextTokens, MaxOutputTokens;
            public ModelModalities Input, Output;
            public ModelCapabilities Capabilities;
            public ReasoningEfforts ReasoningEfforts;
            public TokenPrice Price;
            public ImmutableArray<PriceTier> PriceTiers = [];
            public ModelScores Scores;
            public SpeedPrior Speed;
        }
        public static partial class ModelCatalog { public static ModelFacts[] All { get; } = Rows(); }
        """;

    [Fact]
    public void Rows_BecomeTables()
    {
        var drive = new Drive(new ModelCatalogGenerator(), Shapes, new CatalogFile(Good));
        Assert.Empty(drive.DiagnosticIds);
        var rows = ((IEnumerable)drive.Load().GetType("InworldRouter.Providers.Catalog.ModelCatalog")!.GetProperty("All")!.GetValue(null)!).Cast<object>().ToArray();
        Assert.Equal(2, rows.Length);
        string Of(int row, string field) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rows[row].GetType().GetField(field)!.GetValue(rows[row])}");
        Assert.Equal("a-b/org/m", Of(0, "Id"));
        Assert.Equal("a-b", Of(0, "ProviderId"));
        Assert.Equal("org/m", Of(0, "UpstreamName"));
        Assert.Equal("m", Of(0, "CanonicalName"));
        Assert.Equal("C \"&\" D", Of(0, "Creator"));
        Assert.Equal("s t", Of(0, "Sources"));
        Assert.Equal("True", Of(0, "IsDeprecated"));
        Assert.Equal("1000", Of(0, "ContextTokens"));
        Assert.Equal("", Of(0, "MaxOutputTokens"));
        Assert.Equal("Text, Image, File", Of(0, "Input"));
        Assert.Equal("Text, Image", Of(0, "Output"));
        Assert.Equal("Tools, Reasoning, Vision, FileInput, ImageOutput", Of(0, "Capabilities"));
        Assert.Equal("Off, Xhigh", Of(0, "ReasoningEfforts"));
        Assert.Equal("TokenPrice { Input = 0.1, Output = 10, CacheRead = , CacheWrite =  }", Of(0, "Price"));
        Assert.Equal("ModelScores { Intelligence = , Math = 96.5, Coding =  }", Of(0, "Scores"));
        Assert.Equal("SpeedPrior { TtftMilliseconds = , TokensPerSecond = 62.9, Basis = x }", Of(0, "Speed"));
        Assert.Equal("n", Of(1, "CanonicalName"));
        Assert.Equal("False", Of(1, "IsDeprecated"));
    }

    [Fact]
    public void OtherFiles_AreNoCatalog()
    {
        var drive = new Drive(new ModelCatalogGenerator(), "", new CatalogFile("not json", "/src/Other/models.json"), new CatalogFile("not json", "/src/Catalog/other.json"));
        Assert.Empty(drive.Result.GeneratedSources);
        Assert.Empty(drive.DiagnosticIds);
    }

    [Theory]
    [InlineData("[\n{\"id\":\"a/b\",}\n]", "IR1201", 1)]
    [InlineData("{}", "IR1201", 0)]
    [InlineData("[]x", "IR1201", 0)]
    [InlineData("[\n1\n]", "IR1202", 1)]
    [InlineData("[\n{\"id\":\"ab\"}\n]", "IR1202", 1)]
    [InlineData("[\n\n{\"id\":\"a/b\",\"aliases\":[\"b\"],\"creator\":\"C\"}\n]", "IR1202", 2)]
    [InlineData("[\n{\"id\":\"a/b\",\"aliases\":[\"b\"],\"creator\":\"C\",\"released\":\"2026\",\"sources\":[]}\n]", "IR1202", 1)]
    [InlineData("[\n{\"id\":\"a/b\",\"aliases\":[\"b\"],\"creator\":\"C\",\"released\":\"2026-01\",\n\"prize\":{}}\n]", "IR1202", 2)]
    [InlineData("[\n{\"id\":\"a/b\",\"aliases\":[\"b\"],\"creator\":\"C\",\"released\":\"2026-01\",\"price\":{\n\"input\":-1}}\n]", "IR1202", 2)]
    [InlineData("[\n{\"id\":\"a/b\",\"aliases\":[\"b\"],\"creator\":\"C\",\"released\":\"2026-01\",\"capabilities\":[\"flies\"]}\n]", "IR1202", 1)]
    [InlineData("[\n{\"id\":\"a/b\",\"aliases\":[\"b\"],\"creator\":\"C\",\"released\":\"2026-01\"},\n{\"id\":\"a/b\",\"aliases\":[\"c\"],\"creator\":\"C\",\"released\":\"2026-01\"}\n]", "IR1203", 2)]
    [InlineData("[\n{\"id\":\"a/b\",\"aliases\":[\"b\"],\"creator\":\"C\",\"released\":\"2026-01\"},\n{\"id\":\"a/c\",\"aliases\":[\"b\"],\"creator\":\"C\",\"released\":\"2026-01\"}\n]", "IR1203", 2)]
    public void WrongRow_IsReported_AtItsLine(string text, string id, int line)
    {
        var drive = new Drive(new ModelCatalogGenerator(), "", new CatalogFile(text));
        Assert.Equal([id], drive.DiagnosticIds);
        Assert.Equal(line, Assert.Single(drive.Result.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
        Assert.Empty(drive.Result.GeneratedSources);
    }

    [Fact]
    public void SameRowsInAnotherSpelling_WriteNothingAnew()
    {
        var file = new CatalogFile(Good);
        var drive = new Drive(new ModelCatalogGenerator(), Shapes, file);
        drive.AddFile("class Unrelated;");
        drive.WroteNothingAnew(ModelCatalogGenerator.ModelStep);
        var spaced = new CatalogFile(Good.Replace(",\"context\"", " ,\n \"context\"", StringComparison.Ordinal));
        drive.Replace(file, spaced);
        drive.WroteNothingAnew(ModelCatalogGenerator.ModelStep);
        drive.Replace(spaced, new CatalogFile(Good.Replace("1000", "2000", StringComparison.Ordinal)));
        Assert.Equal([IncrementalStepRunReason.Modified], drive.Reasons(ModelCatalogGenerator.ModelStep));
    }
}
