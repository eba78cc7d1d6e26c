// The families' generator: rows become a table with the longest prefix first, every wrong row is said at its line.
using System.Collections;
using InworldRouter.Generators.Models;
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Tests.Models;

public sealed class ModelFamilyGeneratorTests
{
    private const string Path = "/src/Catalog/families.json";

    private const string Good = """
        [
        {"prefix":"a-","traits":["no_sampling","off_up_to_high_effort"],"reasoning_efforts":["none","xhigh"],"max_output":1000,"unverified":["no_sampling","max_output"],"note":"n","sources":["s"]},
        {"prefix":"a-long","other_prefixes":["b","a-longer"],"traits":["budget_thinking"],"thinking_budget":{"min":1,"max":9},"sources":["s"]}
        ]
        """;

    // The table's own types, as far as the rows name them.
    private const string Shapes = """
        using System;
        namespace InworldRouter.Providers.Catalog;
        [Flags] public enum ModelTraits { None = 0, BudgetThinking = 2, OffUpToHighEffort = 128, NoSampling = 512 }
        [Flags] public enum ReasoningEfforts { Unknown = 0, Off = 1, Xhigh = 32 }
        public record struct ThinkingBudget(int Min, int Max);
        public sealed record ModelFamily
        {
            public string Prefix { get; init; } = "";
            public ModelTraits Traits { get; init; }
            public ReasoningEfforts ReasoningEfforts { get; init; }
            public int? MaxOutputTokens { get; init; }
            public ThinkingBudget? ThinkingBudget { get; init; }
        }
        public static partial class ModelFamilies { public static (string Prefix, ModelFamily Family)[] All { get; } = Rows(); }
        """;

    [Fact]
    public void Rows_BecomeATable_TheLongestPrefixFirst()
    {
        var drive = new Drive(new ModelFamilyGenerator(), Shapes, new CatalogFile(Good, Path));
        Assert.Empty(drive.DiagnosticIds);
        var rows = (IEnumerable)drive.Load().GetType("InworldRouter.Providers.Catalog.ModelFamilies")!.GetProperty("All")!.GetValue(null)!;
        const string Short = "ModelFamily { Prefix = a-, Traits = OffUpToHighEffort, NoSampling, ReasoningEfforts = Off, Xhigh, MaxOutputTokens = 1000, ThinkingBudget =  }";
        const string Long = "ModelFamily { Prefix = a-long, Traits = BudgetThinking, ReasoningEfforts = Unknown, MaxOutputTokens = , ThinkingBudget = ThinkingBudget { Min = 1, Max = 9 } }";
        Assert.Equal([$"(a-longer, {Long})", $"(a-long, {Long})", $"(a-, {Short})", $"(b, {Long})"], rows.Cast<object>().Select(row => row.ToString()));
    }

    [Fact]
    public void TheCatalogsFiles_AreEachForTheirOwnGenerator()
    {
        Assert.Empty(new Drive(new ModelFamilyGenerator(), "", new CatalogFile("not json")).DiagnosticIds);
        Assert.Empty(new Drive(new ModelCatalogGenerator(), "", new CatalogFile("not json", Path)).DiagnosticIds);
    }

    [Theory]
    [InlineData("{}", "IR1201", 0)]
    [InlineData("[\n{\"traits\":[],\"sources\":[\"s\"]}\n]", "IR1202", 1)]
    [InlineData("[\n{\"prefix\":\"A\",\"sources\":[\"s\"]}\n]", "IR1202", 1)]
    [InlineData("[\n{\"prefix\":\"x/a\",\"sources\":[\"s\"]}\n]", "IR1202", 1)]
    [InlineData("[\n{\"prefix\":\"a\"}\n]", "IR1202", 1)]
    [InlineData("[\n{\"prefix\":\"a\",\n\"traits\":[\"flies\"],\"sources\":[\"s\"]}\n]", "IR1202", 2)]
    [InlineData("[\n{\"prefix\":\"a\",\"reasoning_efforts\":[\"most\"],\"sources\":[\"s\"]}\n]", "IR1202", 1)]
    [InlineData("[\n{\"prefix\":\"a\",\"sources\":[\"s\"],\n\"max_outputs\":1}\n]", "IR1202", 2)]
    [InlineData("[\n{\"prefix\":\"a\",\"traits\":[\"budget_thinking\"],\"sources\":[\"s\"]}\n]", "IR1202", 1)]
    [InlineData("[\n{\"prefix\":\"a\",\"thinking_budget\":{\"min\":1,\"max\":2},\"sources\":[\"s\"]}\n]", "IR1202", 1)]
    [InlineData("[\n{\"prefix\":\"a\",\"traits\":[\"budget_thinking\"],\"thinking_budget\":{\"min\":3,\"max\":2},\"sources\":[\"s\"]}\n]", "IR1202", 1)]
    [InlineData("[\n{\"prefix\":\"a\",\"unverified\":[\"no_prefill\"],\"sources\":[\"s\"]}\n]", "IR1202", 1)]
    [InlineData("[\n{\"prefix\":\"a\",\"sources\":[\"s\"]},\n{\"prefix\":\"b\",\"other_prefixes\":[\"a\"],\"sources\":[\"s\"]}\n]", "IR1203", 2)]
    public void WrongRow_IsReported_AtItsLine(string text, string id, int line)
    {
        var drive = new Drive(new ModelFamilyGenerator(), "", new CatalogFile(text, Path));
        Assert.Equal([id], drive.DiagnosticIds);
        Assert.Equal(line, Assert.Single(drive.Result.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
        Assert.Empty(drive.Result.GeneratedSources);
    }

    [Fact]
    public void WhatIsOnlyForReaders_WritesNothingAnew()
    {
        var file = new CatalogFile(Good, Path);
        var drive = new Drive(new ModelFamilyGenerator(), Shapes, file);
        drive.AddFile("class Unrelated;");
        drive.WroteNothingAnew(ModelFamilyGenerator.FamilyStep);
        var noted = new CatalogFile(Good.Replace("\"n\"", "\"another note\"", StringComparison.Ordinal), Path);
        drive.Replace(file, noted);
        drive.WroteNothingAnew(ModelFamilyGenerator.FamilyStep);
        drive.Replace(noted, new CatalogFile(Good.Replace("1000", "2000", StringComparison.Ordinal), Path));
        Assert.Equal([IncrementalStepRunReason.Modified], drive.Reasons(ModelFamilyGenerator.FamilyStep));
    }
}
