// Strings and bytes as literals: in double quotes, on one line, with escapes for what would not be seen or would end them.
using System.Globalization;
using System.Text;

namespace InworldRouter.Cel.Values;

internal static class TextLiteral
{
    /// <param name="max">UTF-16 units shown; an … stands for the rest.</param>
    public static void Write(StringBuilder text, string content, int max)
    {
        var end = Math.Min(content.Length, max);
        if (end < content.Length && char.IsHighSurrogate(content[end - 1]))
            end--;
        text.Append('"');
        foreach (var c in content.AsSpan(0, end))
        {
            if (Short(c) is { } escape)
                text.Append(escape);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029')
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }
        text.Append(end < content.Length ? "…\"" : "\"");
    }

    /// <param name="max">Bytes shown; an … stands for the rest.</param>
    public static void Write(StringBuilder text, ReadOnlySpan<byte> content, int max)
    {
        var end = Math.Min(content.Length, max);
        text.Append("b\"");
        foreach (var b in content[..end])
        {
            if (Short((char)b) is { } escape)
                text.Append(escape);
            else if (b is < 0x20 or >= 0x7F)
                text.Append("\\x").Append(b.ToString("x2", CultureInfo.InvariantCulture));
            else
                text.Append((char)b);
        }
        text.Append(end < content.Length ? "…\"" : "\"");
    }

    private static string? Short(char c) => c switch
    {
        '\a' => "\\a",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\v' => "\\v",
        '\\' => "\\\\",
        '"' => "\\\"",
        _ => null,
    };
}
