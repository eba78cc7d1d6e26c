// If-Match and If-None-Match (RFC 9110, section 13): "guard against lost updates" (api.md 5).
using Microsoft.Extensions.Primitives;

namespace InworldRouter.ControlPlane.Routers.Http;

/// <summary>An entity tag is the router's version in quotes.</summary>
public readonly record struct Preconditions(string? Match, string? NoneMatch)
{
    public static Preconditions Of(IHeaderDictionary headers) => new(Text(headers.IfMatch), Text(headers.IfNoneMatch));

    public static string TagOf(string version) => $"\"{version}\"";

    /// <param name="version">Of the router as it is; null when there is none.</param>
    public bool Hold(string? version) => (Match is null || IsListed(Match, version, weakToo: false)) && !IsNoneMatched(version);

    /// <summary>The caller has this version already.</summary>
    public bool IsNoneMatched(string? version) => NoneMatch is not null && IsListed(NoneMatch, version, weakToo: true);

    private static string? Text(StringValues header) => header.Count == 0 ? null : header.ToString();

    // If-Match compares strongly, a weak tag never matches there; If-None-Match compares weakly.
    private static bool IsListed(string list, string? version, bool weakToo)
    {
        if (version is null)
            return false;
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries))
        {
            var tag = weakToo && part.StartsWith("W/", StringComparison.Ordinal) ? part[2..] : part;
            if (tag == "*" || tag == TagOf(version))
                return true;
        }
        return false;
    }
}
