// [CelLibrary] classes → the table of their [CelFunction] overloads.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InworldRouter.Generators.Cel;

[Generator(LanguageNames.CSharp)]
public sealed class CelLibraryGenerator : IIncrementalGenerator
{
    /// <summary>Tracking names of the steps, for the tests that watch what an edit makes run again.</summary>
    public const string ModelStep = "CelLibrary.Model";

    public const string DiagnosticsStep = "CelLibrary.Diagnostics";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var readings = context.SyntaxProvider.ForAttributeWithMetadataName(
            CelLibraryReader.LibraryAttribute,
            static (node, _) => node is ClassDeclarationSyntax,
            CelLibraryReader.Read);

        // Two outputs: a diagnostic carries a position, which moves with every line typed above it; the table does not.
        var models = readings.Select(static (r, _) => r.Model).Where(static m => m is not null).WithTrackingName(ModelStep);
        context.RegisterSourceOutput(models, static (output, model) => output.AddSource(model!.HintName, CelLibraryWriter.Write(model)));

        var diagnostics = readings.SelectMany(static (r, _) => r.Diagnostics).WithTrackingName(DiagnosticsStep);
        context.RegisterSourceOutput(diagnostics, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
    }
}
