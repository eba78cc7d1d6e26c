// Names of routers: what they may be, and how one is made of a display name.
using System.Text;
using InworldRouter.ControlPlane.Routers.Store;

namespace InworldRouter.ControlPlane.Routers.Validation;

public static class RouterNames
{
    /// <summary>A name is a file's name in the store, with room for its ending.</summary>
    public const int Longest = 128;

    public const string Expected = "lower-case letters, digits and hyphens, a letter or digit first, at most 128 of them";

    private const string Prefix = "routers/";

    /// <summary><c>^[a-z0-9][a-z0-9-]*$</c> (api.md 5)</summary>
    public static bool IsValid(string name) => name.Length <= Longest && RouterName.IsValid(name);

    /// <summary>"name may be written x, routers/x" (api.md 5); it is kept bare.</summary>
    public static string Bare(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    /// <summary><c>"My first Router!"</c> → <c>my-first-router</c>; empty when nothing is left of it.</summary>
    public static string Slug(string displayName)
    {
        var slug = new StringBuilder();
        foreach (var c in displayName)
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        if (slug.Length > Longest)
            slug.Length = Longest;
        return slug.ToString().TrimEnd('-');
    }
}
