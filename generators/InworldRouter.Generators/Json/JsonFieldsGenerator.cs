// [JsonFields] partial struct → a single-pass scanner that records where the named members of a JSON object stand.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InworldRouter.Generators.Json;

[Generator(LanguageNames.CSharp)]
public sealed class JsonFieldsGenerator : IIncrementalGenerator
{
    /// <summary>Tracking names of the steps, for the tests that watch what an edit makes run again.</summary>
    public const string ModelStep = "JsonFields.Model";

    public const string DiagnosticsStep = "JsonFields.Diagnostics";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var readings = context.SyntaxProvider.ForAttributeWithMetadataName(
            JsonFieldsReader.StructAttribute,
            static (node, _) => node is TypeDeclarationSyntax,
            JsonFieldsReader.Read);

        // Two outputs: a diagnostic carries a position, which moves with every line typed above it; the source does not.
        var models = readings.Select(static (r, _) => r.Model).Where(static m => m is not null).WithTrackingName(ModelStep);
        context.RegisterSourceOutput(models, static (output, model) => output.AddSource(model!.HintName, JsonFieldsWriter.Write(model)));

        var diagnostics = readings.SelectMany(static (r, _) => r.Diagnostics).WithTrackingName(DiagnosticsStep);
        context.RegisterSourceOutput(diagnostics, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
    }
}
