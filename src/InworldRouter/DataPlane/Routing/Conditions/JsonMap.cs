// A JSON object in a request's bytes as a map of the expression language: members are looked up where they stand.
using InworldRouter.Cel.Values;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Routing.Conditions;

internal class JsonMap(byte[] json, int start) : CelMap
{
    private string[]? _names;

    protected byte[] Json => json;

    private string[] DistinctNames => _names ??= [.. Names().Distinct(StringComparer.Ordinal)];

    public override int Count => DistinctNames.Length;

    public override bool TryGet(in CelValue key, out CelValue value)
    {
        if (key.Kind == CelKind.String && TryFind(key, out var member))
        {
            value = Read(key, member);
            return true;
        }
        value = default;
        return false;
    }

    public override CelValue KeyAt(int index) => CelValue.Of(DistinctNames[index]);

    /// <summary>A member's value, for maps that show some of them otherwise.</summary>
    protected virtual CelValue Read(in CelValue key, in JsonValue member) => JsonValues.Of(member, json);

    /// <summary>The last member of the name, as with every JSON parser.</summary>
    protected virtual bool TryFind(in CelValue key, out JsonValue member) => TryFind(json, start, key, out member);

    protected virtual List<string> Names() => Names(json, start);

    protected static bool TryFind(byte[] json, int start, in CelValue key, out JsonValue member)
    {
        member = default;
        var scanner = new JsonScanner(json, start);
        if (!scanner.EnterObject())
            return false;
        do
        {
            var name = scanner.ReadName(out var nameStart, out var escaped);
            var value = scanner.SkipValue(nameStart);
            if (escaped ? key.IsText(JsonScanner.Unescape(name)) : key.IsText(name))
                member = value;
        }
        while (scanner.NextMember());
        return member.IsPresent;
    }

    protected static List<string> Names(byte[] json, int start)
    {
        var names = new List<string>();
        var scanner = new JsonScanner(json, start);
        if (!scanner.EnterObject())
            return names;
        do
        {
            names.Add(JsonString.ToText(scanner.ReadName(out _, out _)));
            scanner.SkipValue();
        }
        while (scanner.NextMember());
        return names;
    }
}
