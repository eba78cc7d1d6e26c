// Catalog/families.json → the table of ModelFamilies as code: no parsing when the program starts.
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Models;

[Generator(LanguageNames.CSharp)]
public sealed class ModelFamilyGenerator : IIncrementalGenerator
{
    /// <summary>Tracking name of the rows, for the tests that watch what an edit makes run again.</summary>
    public const string FamilyStep = "Models.Families";

    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterCatalogFile("families.json", FamilyStep, FamilyRowReader.Read, FamilyTableWriter.HintName, FamilyTableWriter.Write);
}
