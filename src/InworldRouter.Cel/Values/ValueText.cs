// A value as text: a literal of the language where it has one, and else the call that makes it.
using System.Globalization;
using System.Text;

namespace InworldRouter.Cel.Values;

/// <summary>Whole for results, cut for messages: a message is read, and must be short whatever the value is.</summary>
internal readonly struct ValueText
{
    // A value is small to hold and endless to write when its parts are shared ([x, x] of [y, y] of …): then the text ends here, in characters.
    private const int MaxWhole = 16_000_000;

    private readonly StringBuilder _text = new();
    private readonly int _maxElements;
    private readonly int _maxCharacters;
    private readonly int _maxDepth;

    private ValueText(int maxElements, int maxCharacters, int maxDepth)
    {
        _maxElements = maxElements;
        _maxCharacters = maxCharacters;
        _maxDepth = maxDepth;
    }

    public static string Whole(in CelValue value) => new ValueText(int.MaxValue, int.MaxValue, int.MaxValue).Of(value);

    public static string Cut(in CelValue value) => new ValueText(maxElements: 8, maxCharacters: 64, maxDepth: 3).Of(value);

    private string Of(in CelValue value)
    {
        Write(value, 0);
        return _text.ToString();
    }

    private void Write(in CelValue value, int depth)
    {
        switch (value.Kind)
        {
            case CelKind.Null:
                _text.Append("null");
                break;
            case CelKind.Bool:
                _text.Append(value.IsTrue ? "true" : "false");
                break;
            case CelKind.Int:
                _text.Append(value.Bits.ToString(CultureInfo.InvariantCulture));
                break;
            case CelKind.UInt:
                _text.Append(((ulong)value.Bits).ToString(CultureInfo.InvariantCulture)).Append('u');
                break;
            case CelKind.Double:
                _text.Append(NumberText.Literal(value.Double));
                break;
            case CelKind.String:
                TextLiteral.Write(_text, value.AsString(), _maxCharacters);
                break;
            case CelKind.Bytes:
                TextLiteral.Write(_text, value.Sliced, _maxCharacters);
                break;
            case CelKind.Duration:
                _text.Append("duration(\"").Append(TimeText.Duration(value.Bits)).Append("\")");
                break;
            case CelKind.Timestamp:
                _text.Append("timestamp(\"").Append(TimeText.Timestamp(value.Bits, value.Nanoseconds)).Append("\")");
                break;
            case CelKind.Type:
                _text.Append(value.AsType().Name);
                break;
            case CelKind.Optional:
                WriteOptional(value, depth);
                break;
            case CelKind.Error:
                _text.Append(value.AsError());
                break;
            case CelKind.List:
                WriteList(value.AsList(), depth);
                break;
            case CelKind.Map:
                WriteMap(value.AsMap(), depth);
                break;
        }
    }

    private void WriteOptional(in CelValue optional, int depth)
    {
        if (!optional.TryGetOptional(out var content))
        {
            _text.Append("optional.none()");
            return;
        }
        _text.Append("optional.of(");
        Write(content, depth + 1);
        _text.Append(')');
    }

    private void WriteList(CelList list, int depth)
    {
        _text.Append('[');
        for (var i = 0; i < list.Count && Separate(i, depth); i++)
            Write(list[i], depth + 1);
        _text.Append(']');
    }

    private void WriteMap(CelMap map, int depth)
    {
        _text.Append('{');
        for (var i = 0; i < map.Count && Separate(i, depth); i++)
        {
            Write(map.KeyAt(i), depth + 1);
            _text.Append(": ");
            Write(map.ValueAt(i), depth + 1);
        }
        _text.Append('}');
    }

    /// <summary>False when the rest is left out.</summary>
    private bool Separate(int index, int depth)
    {
        if (index > 0)
            _text.Append(", ");
        if (index < _maxElements && depth < _maxDepth && _text.Length < MaxWhole)
            return true;
        _text.Append('…');
        return false;
    }
}
