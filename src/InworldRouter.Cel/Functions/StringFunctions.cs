// The strings extension. Positions and lengths are in code points.
using System.Text;
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class StringFunctions
{
    [CelFunction("charAt", "string.(int) -> string")]
    internal static CelValue CharAt(ref CelFrame frame, in CelValue text, long index)
    {
        if (!frame.TryCharge(TextComparison.Size(text)))
            return frame.Exhausted;
        var t = text.AsString();
        var at = OffsetOf(t, index);
        if (at < 0)
            return OutOfRange(index);
        return CelValue.Of(at == t.Length ? "" : t.Substring(at, UnitsAt(t, at)));
    }

    [CelFunction("indexOf", "string.(string) -> int")]
    internal static CelValue IndexOf(ref CelFrame frame, in CelValue text, in CelValue part) => IndexOf(ref frame, text, part, 0);

    [CelFunction("indexOf", "string.(string, int) -> int")]
    internal static CelValue IndexOf(ref CelFrame frame, in CelValue text, in CelValue part, long start)
    {
        if (!frame.TryCharge((long)TextComparison.Size(text) + TextComparison.Size(part)))
            return frame.Exhausted;
        if (TextComparison.Size(part) == 0)
            return CelValue.Of(start);
        if (start < 0)
            return OutOfRange(start);
        var t = text.AsString();
        var from = OffsetOf(t, start);
        var found = from < 0 ? -1 : t.IndexOf(part.AsString(), from, StringComparison.Ordinal);
        return CelValue.Of(found < 0 ? -1L : PointsIn(t.AsSpan(0, found)));
    }

    [CelFunction("lastIndexOf", "string.(string) -> int")]
    internal static CelValue LastIndexOf(ref CelFrame frame, in CelValue text, in CelValue part)
    {
        if (!frame.TryCharge((long)TextComparison.Size(text) + TextComparison.Size(part)))
            return frame.Exhausted;
        var t = text.AsString();
        var found = TextComparison.Size(part) == 0 ? t.Length : t.AsSpan().LastIndexOf(part.AsString(), StringComparison.Ordinal);
        return CelValue.Of(found < 0 ? -1L : PointsIn(t.AsSpan(0, found)));
    }

    /// <summary>The last one that begins at the position or before it.</summary>
    [CelFunction("lastIndexOf", "string.(string, int) -> int")]
    internal static CelValue LastIndexOf(ref CelFrame frame, in CelValue text, in CelValue part, long start)
    {
        if (!frame.TryCharge((long)TextComparison.Size(text) + TextComparison.Size(part)))
            return frame.Exhausted;
        if (TextComparison.Size(part) == 0)
            return CelValue.Of(start);
        if (start < 0)
            return OutOfRange(start);
        var t = text.AsString();
        var p = part.AsString();
        var from = OffsetOf(t, start);
        if (from < 0 || from == t.Length)
            return CelValue.Of(-1L);
        var found = t.AsSpan(0, Math.Min(t.Length, from + p.Length)).LastIndexOf(p, StringComparison.Ordinal);
        return CelValue.Of(found < 0 ? -1L : PointsIn(t.AsSpan(0, found)));
    }

    [CelFunction("lowerAscii", "string.() -> string")]
    internal static CelValue LowerAscii(ref CelFrame frame, in CelValue text) => frame.TryCharge(TextComparison.Size(text))
        ? CelValue.Of(string.Create(text.AsString().Length, text.AsString(), static (to, from) => Ascii(from, to, isLower: true)))
        : frame.Exhausted;

    [CelFunction("upperAscii", "string.() -> string")]
    internal static CelValue UpperAscii(ref CelFrame frame, in CelValue text) => frame.TryCharge(TextComparison.Size(text))
        ? CelValue.Of(string.Create(text.AsString().Length, text.AsString(), static (to, from) => Ascii(from, to, isLower: false)))
        : frame.Exhausted;

    [CelFunction("replace", "string.(string, string) -> string")]
    internal static CelValue Replace(ref CelFrame frame, in CelValue text, in CelValue old, in CelValue replacement) =>
        Replace(ref frame, text, old, replacement, -1);

    /// <summary>The first so many, all for a negative number. An empty text is found before every code point and at the end.</summary>
    [CelFunction("replace", "string.(string, string, int) -> string")]
    internal static CelValue Replace(ref CelFrame frame, in CelValue text, in CelValue old, in CelValue replacement, long limit)
    {
        if (!frame.TryCharge(TextComparison.Size(text)))
            return frame.Exhausted;
        var t = text.AsString();
        var o = old.AsString();
        var r = replacement.AsString();
        var result = new StringBuilder();
        var at = 0;
        for (var done = 0L; (limit < 0 || done < limit) && at <= t.Length; done++)
        {
            var found = o.Length == 0 ? at : t.IndexOf(o, at, StringComparison.Ordinal);
            if (found < 0)
                break;
            if (!frame.TryCharge(r.Length + 10))
                return frame.Exhausted;
            result.Append(t, at, found - at).Append(r);
            at = found + o.Length;
            if (o.Length > 0)
                continue;
            if (at == t.Length)
                return CelValue.Of(result.ToString());
            var units = UnitsAt(t, at);
            result.Append(t, at, units);
            at += units;
        }
        return CelValue.Of(result.Append(t, at, t.Length - at).ToString());
    }

    [CelFunction("split", "string.(string) -> list(string)")]
    internal static CelValue Split(ref CelFrame frame, in CelValue text, in CelValue separator) => Split(ref frame, text, separator, -1);

    /// <summary>At most so many parts, the last with the rest; all for a negative number. By nothing: into code points.</summary>
    [CelFunction("split", "string.(string, int) -> list(string)")]
    internal static CelValue Split(ref CelFrame frame, in CelValue text, in CelValue separator, long limit)
    {
        if (!frame.TryCharge(TextComparison.Size(text)))
            return frame.Exhausted;
        if (limit == 0)
            return CelValue.Of(CelList.Empty);
        var t = text.AsString();
        var s = separator.AsString();
        var parts = new List<CelValue>();
        var at = 0;
        while (limit < 0 || parts.Count < limit - 1)
        {
            var found = s.Length > 0 ? t.IndexOf(s, at, StringComparison.Ordinal) : at < t.Length ? at + UnitsAt(t, at) : -1;
            if (found < 0 || (s.Length == 0 && found == t.Length))
                break;
            if (!frame.TryCharge(found - at + (2 * CollectionFunctions.BytesPerElement)))
                return frame.Exhausted;
            parts.Add(CelValue.Of(t[at..found]));
            at = found + s.Length;
        }
        if (s.Length > 0 || at < t.Length)
            parts.Add(CelValue.Of(t[at..]));
        return CelValue.Of(CelList.Of([.. parts]));
    }

    [CelFunction("substring", "string.(int) -> string")]
    internal static CelValue Substring(ref CelFrame frame, in CelValue text, long start)
    {
        if (!frame.TryCharge(TextComparison.Size(text)))
            return frame.Exhausted;
        var t = text.AsString();
        var from = OffsetOf(t, start);
        return from < 0 ? OutOfRange(start) : CelValue.Of(t[from..]);
    }

    [CelFunction("substring", "string.(int, int) -> string")]
    internal static CelValue Substring(ref CelFrame frame, in CelValue text, long start, long end)
    {
        if (start > end)
            return CelValue.Error(CelErrorKind.IndexOutOfRange, $"invalid substring range. start: {start}, end: {end}");
        if (!frame.TryCharge(TextComparison.Size(text)))
            return frame.Exhausted;
        var t = text.AsString();
        var from = OffsetOf(t, start);
        var to = OffsetOf(t, end);
        return from < 0 ? OutOfRange(start) : to < 0 ? OutOfRange(end) : CelValue.Of(t[from..to]);
    }

    /// <summary>"Unicode definition of whitespace which does not include the zero-width spaces".</summary>
    [CelFunction("trim", "string.() -> string")]
    internal static CelValue Trim(ref CelFrame frame, in CelValue text) =>
        frame.TryCharge(TextComparison.Size(text)) ? CelValue.Of(text.AsString().Trim()) : frame.Exhausted;

    [CelFunction("reverse", "string.() -> string")]
    internal static CelValue Reverse(ref CelFrame frame, in CelValue text)
    {
        if (!frame.TryCharge(TextComparison.Size(text)))
            return frame.Exhausted;
        var t = text.AsString();
        return CelValue.Of(string.Create(t.Length, t, static (to, from) =>
        {
            for (var at = 0; at < from.Length;)
            {
                var units = UnitsAt(from, at);
                from.AsSpan(at, units).CopyTo(to[(from.Length - at - units)..]);
                at += units;
            }
        }));
    }

    [CelFunction("join", "list(string).() -> string")]
    internal static CelValue Join(ref CelFrame frame, CelList list) => Join(ref frame, list, "");

    [CelFunction("join", "list(string).(string) -> string")]
    internal static CelValue Join(ref CelFrame frame, CelList list, string separator)
    {
        var result = new StringBuilder();
        for (var i = 0; i < list.Count; i++)
        {
            var element = list[i];
            if (element.Kind != CelKind.String)
            {
                return CelValue.Error(
                    CelErrorKind.NoSuchOverload, $"no such overload: join() takes a list of strings, element {i} is {CelType.Of(element)}");
            }
            if (!frame.TryCharge(TextComparison.Size(element) + separator.Length + 10L))
                return frame.Exhausted;
            result.Append(i == 0 ? "" : separator).Append(element.AsString());
        }
        return CelValue.Of(result.ToString());
    }

    /// <summary>A literal of the text: in quotes, escaped.</summary>
    [CelFunction("strings.quote", "(string) -> string")]
    internal static CelValue Quote(ref CelFrame frame, in CelValue text)
    {
        if (!frame.TryCharge(2L * TextComparison.Size(text)))
            return frame.Exhausted;
        var result = new StringBuilder("\"");
        foreach (var c in text.AsString())
        {
            _ = c switch
            {
                '\a' => result.Append("\\a"),
                '\b' => result.Append("\\b"),
                '\f' => result.Append("\\f"),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                '\v' => result.Append("\\v"),
                '\\' => result.Append("\\\\"),
                '"' => result.Append("\\\""),
                _ => result.Append(c),
            };
        }
        return CelValue.Of(result.Append('"').ToString());
    }

    private static CelValue OutOfRange(long index) => CelValue.Error(CelErrorKind.IndexOutOfRange, $"index out of range: {index}");

    private static int UnitsAt(string text, int at) => char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    /// <summary>Code points → UTF-16 units; -1 when there are not so many.</summary>
    private static int OffsetOf(string text, long index)
    {
        if (index < 0 || index > text.Length)
            return -1;
        var at = 0;
        for (; index > 0; index--)
        {
            if (at == text.Length)
                return -1;
            at += UnitsAt(text, at);
        }
        return at;
    }

    private static long PointsIn(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var c in text)
            count -= char.IsLowSurrogate(c) ? 1 : 0;
        return count;
    }

    private static void Ascii(string from, Span<char> to, bool isLower)
    {
        for (var i = 0; i < from.Length; i++)
        {
            var c = from[i];
            var changes = isLower ? char.IsAsciiLetterUpper(c) : char.IsAsciiLetterLower(c);
            to[i] = changes ? (char)(c ^ 0x20) : c;
        }
    }
}
