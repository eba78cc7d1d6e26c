// JSON in a request's bytes → values of the expression language: scalars and plain strings are views, nothing is copied.
using System.Buffers.Text;
using InworldRouter.Cel.Values;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Routing.Conditions;

internal static class JsonValues
{
    /// <param name="json">The array that the value stands in; it outlives the evaluation.</param>
    public static CelValue Of(in JsonValue value, byte[] json) => value.Kind switch
    {
        JsonKind.Null => CelValue.Null,
        JsonKind.True => CelValue.Of(true),
        JsonKind.False => CelValue.Of(false),
        JsonKind.Number => Number(value.Raw(json)),
        JsonKind.String => String(value, json),
        JsonKind.Object => CelValue.Of(new JsonMap(json, value.Start)),
        JsonKind.Array => CelValue.Of(new JsonList(json, value.Start)),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.Kind, "no value"),
    };

    /// <summary>A string's characters; without escapes they are where they are.</summary>
    public static ReadOnlySpan<byte> Text(in JsonValue value, ReadOnlySpan<byte> json)
    {
        var inner = value.Inner(json);
        return inner.Contains((byte)'\\') ? JsonScanner.Unescape(inner) : inner;
    }

    // "JSON integers are int, other numbers double" (api.md 10); an integer beyond 64 bits has no int to be.
    private static CelValue Number(ReadOnlySpan<byte> raw)
    {
        if (Utf8Parser.TryParse(raw, out long integer, out var used) && used == raw.Length)
            return CelValue.Of(integer);
        Utf8Parser.TryParse(raw, out double number, out _);
        return CelValue.Of(number);
    }

    private static CelValue String(in JsonValue value, byte[] json)
    {
        var inner = value.Inner(json);
        return inner.Contains((byte)'\\') ? CelValue.Of(JsonString.ToText(inner)) : CelValue.Utf8(json, value.Start + 1, inner.Length);
    }
}
