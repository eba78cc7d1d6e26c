// The request's headers as conditions see them: "lower-case, no credentials" (api.md 5).
using InworldRouter.Cel.Values;

namespace InworldRouter.DataPlane.Routing.Conditions;

internal sealed class HeaderMap(IHeaderDictionary headers) : CelMap
{
    private string[]? _names;

    public override int Count => Names.Length;

    private string[] Names => _names ??= [.. headers.Keys.Where(k => !IsCredential(k)).Select(k => k.ToLowerInvariant())];

    public override bool TryGet(in CelValue key, out CelValue value)
    {
        value = default;
        if (key.Kind != CelKind.String)
            return false;
        var name = key.AsString();
        // The dictionary does not mind the case, a map does.
        if (name.AsSpan().ContainsAnyInRange('A', 'Z') || IsCredential(name) || !headers.TryGetValue(name, out var found))
            return false;
        value = CelValue.Of(found.ToString());
        return true;
    }

    public override CelValue KeyAt(int index) => CelValue.Of(Names[index]);

    // What is a secret by its name at any vendor, besides our own two.
    private static bool IsCredential(string name) =>
        name.Equals("authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("proxy-authorization", StringComparison.OrdinalIgnoreCase)
        || name.Equals("cookie", StringComparison.OrdinalIgnoreCase) || name.Equals("x-api-key", StringComparison.OrdinalIgnoreCase)
        || name.Equals("api-key", StringComparison.OrdinalIgnoreCase) || name.Equals("x-goog-api-key", StringComparison.OrdinalIgnoreCase);
}
