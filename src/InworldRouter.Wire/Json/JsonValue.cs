// Where a value stands in a JSON text: its kind and byte range, and where the name of its member begins.
using System.Buffers.Text;

namespace InworldRouter.Wire.Json;

public enum JsonKind : byte
{
    /// <summary>The member is not there.</summary>
    Absent,
    Null,
    False,
    True,
    Number,
    String,
    Object,
    Array,
}

/// <summary>A value's place in a JSON text. All positions are byte offsets into the text that was scanned.</summary>
/// <param name="Start">First byte of the value: a string's opening quote.</param>
/// <param name="Length">Bytes of the value, quotes included.</param>
/// <param name="NameStart">The opening quote of the member's name; equal to <paramref name="Start"/> for an array element or a root value.</param>
public readonly record struct JsonValue(int Start, int Length, JsonKind Kind, int NameStart)
{
    public int End => Start + Length;

    public bool IsPresent => Kind != JsonKind.Absent;

    /// <summary>Present and not <c>null</c>.</summary>
    public bool HasValue => Kind > JsonKind.Null;

    public bool IsTrue => Kind == JsonKind.True;

    /// <summary>The value as written, a string's quotes included.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> json) => json.Slice(Start, Length);

    /// <summary>The bytes between a string's quotes, escapes as written.</summary>
    public ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> json) => json.Slice(Start + 1, Length - 2);

    /// <summary>A string whose characters are not none: <c>"x"</c>, not <c>""</c>, not <c>null</c>.</summary>
    public bool IsNonEmptyString => Kind == JsonKind.String && Length > 2;

    /// <summary>A string's text, unescaped.</summary>
    public string GetString(ReadOnlySpan<byte> json) => JsonString.ToText(Inner(json));

    /// <summary>A number without a fraction that fits: <c>2</c>, <c>2.0</c> and <c>2e0</c> are all two.</summary>
    public bool TryGetInt64(ReadOnlySpan<byte> json, out long value)
    {
        value = 0;
        if (Kind != JsonKind.Number)
            return false;
        var raw = Raw(json);
        if (Utf8Parser.TryParse(raw, out value, out var used) && used == raw.Length)
            return true;
        // 1e3 and 2.0 are integers too; 1.5 is not.
        if (TryGetDouble(json, out var d) && d == Math.Floor(d) && Math.Abs(d) < 1L << 53)
        {
            value = (long)d;
            return true;
        }
        return false;
    }

    /// <summary>A number; one that is too large for a double is none.</summary>
    public bool TryGetDouble(ReadOnlySpan<byte> json, out double value)
    {
        value = 0;
        if (Kind != JsonKind.Number)
            return false;
        var raw = Raw(json);
        return Utf8Parser.TryParse(raw, out value, out var used) && used == raw.Length && double.IsFinite(value);
    }

    /// <summary>A string that, unescaped, is these bytes.</summary>
    public bool StringEquals(ReadOnlySpan<byte> json, ReadOnlySpan<byte> text) =>
        Kind == JsonKind.String && JsonString.UnescapedEquals(Inner(json), text);
}
