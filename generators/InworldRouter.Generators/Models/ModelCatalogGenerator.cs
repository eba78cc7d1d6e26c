// Catalog/models.json → the rows of ModelCatalog as code: no parsing when the program starts.
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Models;

[Generator(LanguageNames.CSharp)]
public sealed class ModelCatalogGenerator : IIncrementalGenerator
{
    /// <summary>Tracking name of the rows, for the tests that watch what an edit makes run again.</summary>
    public const string ModelStep = "Models.Rows";

    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterCatalogFile("models.json", ModelStep, ModelRowReader.Read, ModelCatalogWriter.HintName, ModelCatalogWriter.Write);
}
