// A JSON array in a request's bytes as a list of the expression language: where its elements stand is found out once.
using InworldRouter.Cel.Values;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Routing.Conditions;

internal class JsonList(byte[] json, int start) : CelList
{
    private JsonValue[]? _elements;

    protected byte[] Json => json;

    public override int Count => Elements.Length;

    public override CelValue this[int index] => JsonValues.Of(Elements[index], json);

    protected JsonValue[] Elements => _elements ??= Find();

    private JsonValue[] Find()
    {
        var scanner = new JsonScanner(json, start);
        if (!scanner.EnterArray())
            return [];
        var elements = new List<JsonValue>();
        do
            elements.Add(scanner.SkipValue());
        while (scanner.NextElement());
        return [.. elements];
    }
}
