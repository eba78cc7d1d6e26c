// The names by which clients of Anthropic call Claude: with dates, with a mark for the long context, newer than the catalog.
using InworldRouter.Plan;

namespace InworldRouter.DataPlane.Routing;

/// <summary>Only for callers of Messages: elsewhere a bare name that nobody serves is refused (api.md 10).</summary>
internal static class ClaudeNames
{
    private const string Family = "claude-";
    private const string Vendor = "anthropic";

    // "suffix [1m] possible → strip" (providers.md D.5b): the long context itself is asked for by a beta header.
    private const string LongContext = "[1m]";

    private const string Latest = "-latest";
    private const int DateLength = 9; // -20250929

    /// <summary>The name to look up.</summary>
    public static string Resolve(RouterPlan plan, string name)
    {
        if (name.EndsWith(LongContext, StringComparison.Ordinal))
            name = plan.Aliases.Resolve(name[..^LongContext.Length]);
        if (!name.StartsWith(Family, StringComparison.Ordinal) || plan.Models.ByBareName.ContainsKey(name))
            return name;
        var undated = WithoutDate(name);
        if (undated != name && plan.Models.ByBareName.ContainsKey(undated))
            return undated;
        // Anthropic knows its newest models before any catalog does.
        return plan.Providers.ContainsKey(Vendor) ? $"{Vendor}/{name}" : name;
    }

    private static string WithoutDate(string name)
    {
        if (name.EndsWith(Latest, StringComparison.Ordinal))
            return name[..^Latest.Length];
        if (name.Length <= DateLength || name[^DateLength] != '-' || name.AsSpan(name.Length - DateLength + 1).ContainsAnyExceptInRange('0', '9'))
            return name;
        return name[..^DateLength];
    }
}
