// The model catalog's file: all rows, and all that is wrong with them at once, each at its line.
using InworldRouter.Generators.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace InworldRouter.Generators.Models;

/// <summary>The rows in the order of the file, and what is wrong. There are no rows when something is.</summary>
internal sealed record ModelFile(EquatableArray<ModelRow> Rows, EquatableArray<DiagnosticInfo> Diagnostics)
{
    public static bool Is(AdditionalText file) => file.Path.Replace('\\', '/').EndsWith("/Catalog/models.json", StringComparison.Ordinal);

    public static ModelFile Read(AdditionalText file, CancellationToken cancel)
    {
        var text = file.GetText(cancel);
        if (text is null)
            return new ModelFile(default, default);
        var faults = new List<DiagnosticInfo>();
        var rows = new List<ModelRow>();
        var takenBy = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var root = JsonReader.Read(text.ToString());
            if (root.Value is not List<JsonNode> nodes)
                throw new JsonFormatException("expected a list", root.Position);
            foreach (var node in nodes)
            {
                cancel.ThrowIfCancellationRequested();
                try
                {
                    var row = ModelRowReader.Read(node);
                    rows.Add(row);
                    // A bare name stands once per provider; a full id once at all.
                    foreach (var name in new[] { row.Id }.Concat(row.IdAliases).Concat(row.Aliases.Select(alias => $"{alias} at {row.ProviderId}")))
                    {
                        if (takenBy.TryGetValue(name, out var other))
                            faults.Add(At(file, text, node.Position, ModelRules.SameName, name, other, row.Id));
                        else
                            takenBy.Add(name, row.Id);
                    }
                }
                catch (RowException e)
                {
                    faults.Add(At(file, text, e.Position, ModelRules.BadRow, e.Message));
                }
            }
        }
        catch (JsonFormatException e)
        {
            faults.Add(At(file, text, e.Position, ModelRules.NotJson, e.Message));
        }
        return new ModelFile(
            faults.Count > 0 ? default : new EquatableArray<ModelRow>([.. rows]),
            new EquatableArray<DiagnosticInfo>([.. faults]));
    }

    private static DiagnosticInfo At(AdditionalText file, SourceText text, int position, DiagnosticDescriptor rule, params string[] arguments)
    {
        var span = new TextSpan(Math.Min(position, text.Length), 0);
        return new DiagnosticInfo(rule, file.Path, span, text.Lines.GetLinePositionSpan(span), new EquatableArray<string>(arguments));
    }
}
