// The language's own tests of strings.
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Functions.Regex;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class TextFunctions
{
    [CelFunction("startsWith", "string.(string) -> bool")]
    internal static bool StartsWith(ref CelFrame frame, in CelValue text, in CelValue prefix)
    {
        frame.Count(prefix);
        return TextComparison.StartsWith(text, prefix);
    }

    [CelFunction("endsWith", "string.(string) -> bool")]
    internal static bool EndsWith(ref CelFrame frame, in CelValue text, in CelValue suffix)
    {
        frame.Count(suffix);
        return TextComparison.EndsWith(text, suffix);
    }

    [CelFunction("contains", "string.(string) -> bool")]
    internal static CelValue Contains(ref CelFrame frame, in CelValue text, in CelValue part) =>
        frame.TryCharge((long)TextComparison.Size(text) + TextComparison.Size(part)) ? CelValue.Of(TextComparison.Contains(text, part)) : frame.Exhausted;

    /// <summary>With a pattern that is not known before; one that is a literal has been compiled by the planner.</summary>
    [CelFunction("matches", "string.(string) -> bool")]
    [CelFunction("matches", "(string, string) -> bool")]
    internal static CelValue Matches(ref CelFrame frame, in CelValue text, in CelValue pattern) =>
        MatchPattern.TryDynamic(ref frame, pattern, out var compiled) ? compiled.Matches(ref frame, text) : frame.Exhausted;
}
