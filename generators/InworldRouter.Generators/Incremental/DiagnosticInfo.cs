// A diagnostic as plain data: a Location would keep a whole compilation alive and is never equal to the next one's.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace InworldRouter.Generators.Incremental;

/// <summary>What to report, and where: compared by value, made into a <see cref="Diagnostic"/> only when it is reported.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Rule, string Path, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo At(Location? location, DiagnosticDescriptor rule, params string[] arguments) => new(
        rule,
        location?.SourceTree?.FilePath ?? "",
        location?.SourceSpan ?? default,
        location?.GetLineSpan().Span ?? default,
        new EquatableArray<string>(arguments));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Rule,
        Path.Length == 0 ? null : Location.Create(Path, Span, Lines),
        Arguments.ToArray<object>());
}
