// Catalog/models.json → the rows of ModelCatalog as code: no parsing when the program starts.
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Models;

[Generator(LanguageNames.CSharp)]
public sealed class ModelCatalogGenerator : IIncrementalGenerator
{
    /// <summary>Tracking names of the steps, for the tests that watch what an edit makes run again.</summary>
    public const string ModelStep = "Models.Rows";

    public const string DiagnosticsStep = "Models.Diagnostics";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider.Where(ModelFile.Is).Select(ModelFile.Read);

        var rows = files.Select(static (file, _) => file.Rows).Where(static rows => rows.Count > 0).WithTrackingName(ModelStep);
        context.RegisterSourceOutput(rows, static (output, all) => output.AddSource(ModelCatalogWriter.HintName, ModelCatalogWriter.Write(all)));

        var diagnostics = files.SelectMany(static (file, _) => file.Diagnostics).WithTrackingName(DiagnosticsStep);
        context.RegisterSourceOutput(diagnostics, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
    }
}
