// A value as text for messages: a literal where the language has one, cut where it is long.
using System.Globalization;
using System.Text;

namespace InworldRouter.Cel.Values;

internal static class ValueText
{
    private const int MaxElements = 8;
    private const int MaxCharacters = 64;
    private const int MaxDepth = 3;

    public static string Of(in CelValue value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, in CelValue value, int depth)
    {
        switch (value.Kind)
        {
            case CelKind.Null:
                text.Append("null");
                break;
            case CelKind.Bool:
                text.Append(value.IsTrue ? "true" : "false");
                break;
            case CelKind.Int:
                text.Append(value.Bits.ToString(CultureInfo.InvariantCulture));
                break;
            case CelKind.UInt:
                text.Append(((ulong)value.Bits).ToString(CultureInfo.InvariantCulture)).Append('u');
                break;
            case CelKind.Double:
                text.Append(NumberText.Shortest(value.Double));
                break;
            case CelKind.String:
                var content = value.AsString();
                text.Append('"').Append(content.Length > MaxCharacters ? content[..MaxCharacters] + "…" : content).Append('"');
                break;
            case CelKind.Bytes:
                text.Append("bytes of length ").Append(value.Sliced.Length);
                break;
            case CelKind.Duration:
                text.Append("duration(\"").Append(TimeText.Duration(value.Bits)).Append("\")");
                break;
            case CelKind.Timestamp:
                text.Append("timestamp(\"").Append(TimeText.Timestamp(value.Bits, value.Nanoseconds)).Append("\")");
                break;
            case CelKind.Type:
                text.Append(value.AsType().Name);
                break;
            case CelKind.Optional:
                if (value.TryGetOptional(out var content1))
                {
                    text.Append("optional.of(");
                    Write(text, content1, depth + 1);
                    text.Append(')');
                }
                else
                {
                    text.Append("optional.none()");
                }
                break;
            case CelKind.Error:
                text.Append(value.AsError());
                break;
            case CelKind.List:
                text.Append('[');
                var list = value.AsList();
                for (var i = 0; i < list.Count; i++)
                {
                    if (!Separate(text, i, depth))
                        break;
                    Write(text, list[i], depth + 1);
                }
                text.Append(']');
                break;
            case CelKind.Map:
                text.Append('{');
                var map = value.AsMap();
                for (var i = 0; i < map.Count; i++)
                {
                    if (!Separate(text, i, depth))
                        break;
                    Write(text, map.KeyAt(i), depth + 1);
                    text.Append(": ");
                    Write(text, map.ValueAt(i), depth + 1);
                }
                text.Append('}');
                break;
        }
    }

    private static bool Separate(StringBuilder text, int index, int depth)
    {
        if (index > 0)
            text.Append(", ");
        if (index < MaxElements && depth < MaxDepth)
            return true;
        text.Append('…');
        return false;
    }
}
