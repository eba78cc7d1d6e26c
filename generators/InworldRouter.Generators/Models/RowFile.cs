// A file of the catalog: all rows, and all that is wrong with them at once, each at its line.
using InworldRouter.Generators.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace InworldRouter.Generators.Models;

/// <summary>A row of a catalog file and the names under which it is found, which no other row may have.</summary>
internal interface ICatalogRow
{
    /// <summary>What a message calls the row.</summary>
    string Title { get; }

    IEnumerable<string> Names { get; }
}

/// <summary>The rows in the order of the file, and what is wrong. There are no rows when something is.</summary>
internal sealed record RowFile<T>(EquatableArray<T> Rows, EquatableArray<DiagnosticInfo> Diagnostics)
    where T : class, IEquatable<T>, ICatalogRow
{
    public static RowFile<T> Read(AdditionalText file, Func<JsonNode, T> read, CancellationToken cancel)
    {
        var text = file.GetText(cancel);
        if (text is null)
            return new RowFile<T>(default, default);
        var faults = new List<DiagnosticInfo>();
        var rows = new List<T>();
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
                    var row = read(node);
                    rows.Add(row);
                    foreach (var name in row.Names)
                    {
                        if (takenBy.TryGetValue(name, out var other))
                            faults.Add(At(file, text, node.Position, ModelRules.SameName, name, other, row.Title));
                        else
                            takenBy.Add(name, row.Title);
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
        return new RowFile<T>(
            faults.Count > 0 ? default : new EquatableArray<T>([.. rows]),
            new EquatableArray<DiagnosticInfo>([.. faults]));
    }

    private static DiagnosticInfo At(AdditionalText file, SourceText text, int position, DiagnosticDescriptor rule, params string[] arguments)
    {
        var span = new TextSpan(Math.Min(position, text.Length), 0);
        return new DiagnosticInfo(rule, file.Path, span, text.Lines.GetLinePositionSpan(span), new EquatableArray<string>(arguments));
    }
}
