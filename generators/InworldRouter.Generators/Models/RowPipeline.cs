// A catalog file → one source file: the steps that every catalog generator has.
using InworldRouter.Generators.Incremental;
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Models;

internal static class RowPipeline
{
    /// <param name="fileName">Of the file in the folder <c>Catalog</c>.</param>
    /// <param name="rowStep">Tracking name of the rows, for the tests that watch what an edit makes run again.</param>
    public static void RegisterCatalogFile<T>(
        this IncrementalGeneratorInitializationContext context, string fileName, string rowStep, Func<JsonNode, T> read, string hintName, Func<EquatableArray<T>, string> write)
        where T : class, IEquatable<T>, ICatalogRow
    {
        var files = context.AdditionalTextsProvider
            .Where(file => file.Path.Replace('\\', '/').EndsWith("/Catalog/" + fileName, StringComparison.Ordinal))
            .Select((file, cancel) => RowFile<T>.Read(file, read, cancel));

        var rows = files.Select(static (file, _) => file.Rows).Where(static rows => rows.Count > 0).WithTrackingName(rowStep);
        context.RegisterSourceOutput(rows, (output, all) => output.AddSource(hintName, write(all)));

        var diagnostics = files.SelectMany(static (file, _) => file.Diagnostics);
        context.RegisterSourceOutput(diagnostics, static (output, info) => output.ReportDiagnostic(info.ToDiagnostic()));
    }
}
