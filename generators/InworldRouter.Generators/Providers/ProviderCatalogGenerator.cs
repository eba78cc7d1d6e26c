// [Provider("groq")] classes → ProviderCatalog, the frozen map from id to provider.
using InworldRouter.Generators.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InworldRouter.Generators.Providers;

[Generator(LanguageNames.CSharp)]
public sealed class ProviderCatalogGenerator : IIncrementalGenerator
{
    /// <summary>Tracking names of the steps, for the tests that watch what an edit makes run again.</summary>
    public const string ModelStep = "Providers.Model";

    public const string DiagnosticsStep = "Providers.Diagnostics";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var readings = context.SyntaxProvider.ForAttributeWithMetadataName(
            ProviderReader.Attribute,
            static (node, _) => node is ClassDeclarationSyntax,
            ProviderReader.Read);

        var models = readings
            .Select(static (r, _) => r.Model)
            .Where(static m => m is not null)
            .Collect()
            .Select(static (all, _) => new EquatableArray<ProviderModel>(
                [.. all.OrderBy(m => m!.Id, StringComparer.Ordinal).GroupBy(m => m!.Id).Select(same => same.First()!)]))
            .WithTrackingName(ModelStep);
        context.RegisterSourceOutput(models, static (output, all) =>
        {
            // The generator also runs where there is no provider at all; a catalog belongs only to where they are.
            if (all.Count > 0)
                output.AddSource(ProviderCatalogWriter.HintName, ProviderCatalogWriter.Write(all));
        });

        var diagnostics = readings
            .Collect()
            .SelectMany(static (all, _) => all
                .Where(r => r.Fault is not null)
                .Select(r => r.Fault!)
                .Concat(all.Where(r => r.Model is not null).GroupBy(r => r.Model!.Id).SelectMany(same => same.Skip(1)).Select(r => r.Clash)))
            .WithTrackingName(DiagnosticsStep);
        context.RegisterSourceOutput(diagnostics, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
    }
}
