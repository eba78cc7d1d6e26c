// A forward-only cursor over one JSON text: reads names, skips values whole, validates the grammar on the way, allocates nothing.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace InworldRouter.Wire.Json;

/// <summary>
/// The cursor under every generated scanner. Strings are skipped a vector at a time, so a long prompt costs about what a memory
/// scan costs. After the first fault every method returns at once and <see cref="Fault"/> says where it was.
/// </summary>
public ref struct JsonScanner
{
    /// <summary>Deeper texts are refused. Real tool schemas stay under 64 (System.Text.Json's own default); the rest is head-room.</summary>
    public const int MaxDepth = 512;

    private readonly ReadOnlySpan<byte> _json;
    private int _at;
    private int _depth; // objects and arrays that have been stepped into
    private JsonFault _fault;

    public JsonScanner(ReadOnlySpan<byte> json, int start = 0)
    {
        _json = json;
        _at = start;
    }

    public readonly int Position => _at;

    public readonly JsonFault Fault => _fault;

    public readonly bool Failed => _fault.Kind != JsonFaultKind.None;

    /// <summary>Steps into an object. False when it is empty (then it has been passed) or at a fault.</summary>
    public bool EnterObject() => Expect((byte)'{', JsonFaultKind.NotAnObject) && Enter((byte)'}');

    /// <summary>Steps into an array. False when it is empty (then it has been passed) or at a fault.</summary>
    public bool EnterArray() => Expect((byte)'[', JsonFaultKind.UnexpectedByte) && Enter((byte)']');

    /// <summary>Reads a member's name and its colon. The bytes are as written, unless <paramref name="escaped"/>.</summary>
    public ReadOnlySpan<byte> ReadName(out int nameStart, out bool escaped)
    {
        SkipSpace();
        nameStart = _at;
        escaped = false;
        if (Failed)
            return default;
        if ((uint)_at >= (uint)_json.Length)
        {
            Fail(JsonFaultKind.UnexpectedEnd);
            return default;
        }
        if (_json[_at] != '"')
        {
            Fail(JsonFaultKind.UnexpectedByte);
            return default;
        }
        SkipString(ref escaped);
        if (Failed)
            return default;
        var name = _json.Slice(nameStart + 1, _at - nameStart - 2);
        Expect((byte)':', JsonFaultKind.UnexpectedByte);
        return name;
    }

    /// <summary>A name that was written with escapes, as plain UTF-8. Allocates; such names do not occur in real traffic.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> name)
    {
        var plain = new byte[name.Length];
        return plain.AsSpan(0, JsonString.Unescape(name, plain));
    }

    /// <summary>After a member's value: true when another member follows, false when the object has been closed.</summary>
    public bool NextMember() => NextOrLeave((byte)'}');

    /// <summary>After an element: true when another element follows, false when the array has been closed.</summary>
    public bool NextElement() => NextOrLeave((byte)']');

    /// <summary>What kind of value comes next, without passing it.</summary>
    public JsonKind PeekKind()
    {
        SkipSpace();
        if (Failed || (uint)_at >= (uint)_json.Length)
            return JsonKind.Absent;
        return KindOf(_json[_at]);
    }

    /// <summary>Passes one value of any kind and says where it stood.</summary>
    /// <param name="nameStart">What <see cref="ReadName"/> gave; -1 for an element.</param>
    public JsonValue SkipValue(int nameStart = -1)
    {
        SkipSpace();
        var start = _at;
        var kind = PassValue();
        if (Failed)
            return default;
        return new JsonValue(start, _at - start, kind, nameStart < 0 ? start : nameStart);
    }

    /// <summary>The text must end here, but for white space.</summary>
    public void ExpectEnd()
    {
        SkipSpace();
        if (!Failed && _at < _json.Length)
            Fail(JsonFaultKind.TrailingBytes);
    }

    public void Fail(JsonFaultKind kind) => FailAt(kind, _at);

    public void FailAt(JsonFaultKind kind, int position)
    {
        if (!Failed)
            _fault = new JsonFault(kind, Math.Min(position, _json.Length));
    }

    private static JsonKind KindOf(byte first) => first switch
    {
        (byte)'"' => JsonKind.String,
        (byte)'{' => JsonKind.Object,
        (byte)'[' => JsonKind.Array,
        (byte)'t' => JsonKind.True,
        (byte)'f' => JsonKind.False,
        (byte)'n' => JsonKind.Null,
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => JsonKind.Number,
        _ => JsonKind.Absent,
    };

    private JsonKind PassValue()
    {
        if (Failed)
            return JsonKind.Absent;
        if ((uint)_at >= (uint)_json.Length)
        {
            Fail(JsonFaultKind.UnexpectedEnd);
            return JsonKind.Absent;
        }
        var kind = KindOf(_json[_at]);
        switch (kind)
        {
            case JsonKind.String:
                var escaped = false;
                SkipString(ref escaped);
                break;
            case JsonKind.Object or JsonKind.Array:
                SkipContainer();
                break;
            case JsonKind.Number:
                SkipNumber();
                break;
            case JsonKind.True:
                SkipLiteral("true"u8);
                break;
            case JsonKind.False:
                SkipLiteral("false"u8);
                break;
            case JsonKind.Null:
                SkipLiteral("null"u8);
                break;
            default:
                Fail(JsonFaultKind.UnexpectedByte);
                break;
        }
        return kind;
    }

    // One loop instead of recursion: a hostile depth costs a bit per level, never stack.
    private void SkipContainer()
    {
        Span<ulong> isObject = stackalloc ulong[MaxDepth / 64];
        var outside = _depth;
        var depth = outside;
        while (true)
        {
            // Here a value begins.
            SkipSpace();
            if ((uint)_at >= (uint)_json.Length)
            {
                Fail(JsonFaultKind.UnexpectedEnd);
                return;
            }
            var first = _json[_at];
            if (first is (byte)'{' or (byte)'[')
            {
                if (depth == MaxDepth)
                {
                    Fail(JsonFaultKind.TooDeep);
                    return;
                }
                var bit = 1UL << (depth & 63);
                if (first == '{')
                    isObject[depth >> 6] |= bit;
                else
                    isObject[depth >> 6] &= ~bit;
                depth++;
                _at++;
                if (!Passed(first == '{' ? (byte)'}' : (byte)']'))
                {
                    if (first == '{')
                        ReadName(out _, out _);
                    if (Failed)
                        return;
                    continue;
                }
                depth--;
            }
            else
            {
                PassValue();
            }

            // Here a value has ended: close what ends with it, then on to the next member or element.
            while (true)
            {
                if (Failed || depth == outside)
                    return;
                var inObject = (isObject[(depth - 1) >> 6] & (1UL << ((depth - 1) & 63))) != 0;
                if (Next(inObject ? (byte)'}' : (byte)']'))
                {
                    if (inObject)
                        ReadName(out _, out _);
                    if (Failed)
                        return;
                    break;
                }
                depth--;
            }
        }
    }

    private void SkipString(ref bool escaped)
    {
        var json = _json;
        var i = IndexOfStop(json, _at + 1);
        while (i < json.Length && json[i] == '\\')
        {
            escaped = true;
            // Line ends and quotes are nearly all escapes of real text.
            if (i + 1 < json.Length && json[i + 1] is (byte)'n' or (byte)'"')
                i += 2;
            else if (!TrySkipEscape(json, ref i))
                break;
            i = IndexOfStop(json, i);
        }
        if (i < json.Length && json[i] == '"')
            _at = i + 1;
        else
            FailAt(i < json.Length ? JsonFaultKind.BadString : JsonFaultKind.UnexpectedEnd, i);
    }

    // The next byte that ends the plain part of a string: the quote, an escape or a control character (RFC 8259, section 7); or the end.
    // Inline and 16 at a time: names and most values of a chunk are shorter, and a call of IndexOfAny costs more than looking at them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOfStop(ReadOnlySpan<byte> json, int i)
    {
        for (; i <= json.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(json.Slice(i, Vector128<byte>.Count));
            var stops = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.Equals(bytes, Vector128.Min(bytes, Vector128.Create((byte)0x1F)));
            if (stops != Vector128<byte>.Zero)
                return i + BitOperations.TrailingZeroCount(stops.ExtractMostSignificantBits());
        }
        while (i < json.Length && json[i] is not ((byte)'"' or (byte)'\\' or < 0x20))
            i++;
        return i;
    }

    // False leaves the position at a wrong escape, or at the end of the text.
    private static bool TrySkipEscape(ReadOnlySpan<byte> json, ref int i)
    {
        if (i + 1 >= json.Length)
        {
            i = json.Length;
            return false;
        }
        switch (json[i + 1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                i += 2;
                return true;
            case (byte)'u':
                foreach (var digit in json.Slice(i + 2, Math.Min(4, json.Length - i - 2)))
                {
                    if (!char.IsAsciiHexDigit((char)digit))
                        return false;
                }
                i = Math.Min(i + 6, json.Length);
                return true;
            default:
                return false;
        }
    }

    // number = [ minus ] int [ frac ] [ exp ]   (RFC 8259, section 6)
    private void SkipNumber()
    {
        var i = _at;
        if (_json[i] == '-')
            i++;
        var digits = Digits(ref i);
        var first = i - digits;
        var good = digits > 0 && (digits == 1 || _json[first] != '0');
        if (good && i < _json.Length && _json[i] == '.')
        {
            i++;
            good = Digits(ref i) > 0;
        }
        if (good && i < _json.Length && (_json[i] | 0x20) == 'e')
        {
            i++;
            if (i < _json.Length && _json[i] is (byte)'+' or (byte)'-')
                i++;
            good = Digits(ref i) > 0;
        }
        if (good)
            _at = i;
        else
            FailAt(JsonFaultKind.BadNumber, i);
    }

    private readonly int Digits(ref int i)
    {
        var start = i;
        while (i < _json.Length && _json[i] is >= (byte)'0' and <= (byte)'9')
            i++;
        return i - start;
    }

    private void SkipLiteral(ReadOnlySpan<byte> literal)
    {
        if (_json[_at..].StartsWith(literal))
            _at += literal.Length;
        else
            Fail(JsonFaultKind.UnexpectedByte);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        // Compact JSON, which is nearly all of it, leaves on the first comparison.
        while ((uint)_at < (uint)_json.Length && _json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _at++;
    }

    private bool Expect(byte wanted, JsonFaultKind otherwise)
    {
        SkipSpace();
        if (Failed)
            return false;
        if ((uint)_at >= (uint)_json.Length)
        {
            Fail(JsonFaultKind.UnexpectedEnd);
            return false;
        }
        if (_json[_at] != wanted)
        {
            Fail(otherwise);
            return false;
        }
        _at++;
        return true;
    }

    private bool Enter(byte closer)
    {
        if (_depth == MaxDepth)
        {
            FailAt(JsonFaultKind.TooDeep, _at - 1);
            return false;
        }
        if (Passed(closer))
            return false;
        _depth++;
        return true;
    }

    private bool NextOrLeave(byte closer)
    {
        if (Next(closer))
            return true;
        _depth--;
        return false;
    }

    private bool Passed(byte closer)
    {
        SkipSpace();
        if ((uint)_at >= (uint)_json.Length || _json[_at] != closer)
            return false;
        _at++;
        return true;
    }

    private bool Next(byte closer)
    {
        SkipSpace();
        if (Failed)
            return false;
        if ((uint)_at >= (uint)_json.Length)
        {
            Fail(JsonFaultKind.UnexpectedEnd);
            return false;
        }
        var b = _json[_at];
        if (b == ',')
        {
            _at++;
            return true;
        }
        if (b == closer)
        {
            _at++;
            return false;
        }
        Fail(JsonFaultKind.UnexpectedByte);
        return false;
    }
}
