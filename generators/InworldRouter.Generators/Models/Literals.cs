// Values as C# writes them.
using System.Globalization;
using InworldRouter.Generators.Incremental;
using Microsoft.CodeAnalysis.CSharp;

namespace InworldRouter.Generators.Models;

internal static class Literals
{
    public static string Text(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Number(double? number) => number is { } n ? n.ToString("R", CultureInfo.InvariantCulture) : "null";

    /// <summary>An initializer's assignment of flags; nothing where there are none.</summary>
    public static void AddFlags(List<string> initializer, string property, string type, EquatableArray<string> members)
    {
        if (members.Count > 0)
            initializer.Add($"{property} = {string.Join(" | ", members.Select(member => $"{type}.{member}"))}");
    }
}
