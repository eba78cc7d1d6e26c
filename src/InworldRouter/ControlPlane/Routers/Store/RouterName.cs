// The names that a router may have in a store: what cannot be a path, an option or a piece of SQL.
namespace InworldRouter.ControlPlane.Routers.Store;

public static class RouterName
{
    // "name ^[a-z0-9][a-z0-9-]*$" (api.md 5)
    public static bool IsValid(ReadOnlySpan<char> name) => name.Length > 0 && name[0] != '-' && !name.ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Names are checked where they come in; that none gets here unchecked is asserted all the same.</summary>
    /// <exception cref="ArgumentException" />
    public static void Assert(string name)
    {
        if (!IsValid(name))
            throw new ArgumentException("a router's name is lower-case letters, digits and dashes, beginning with a letter or digit", nameof(name));
    }
}
