// A JSON reader of a hundred lines: a generator brings no packages along, and netstandard2.0 has none of its own.
using System.Globalization;
using System.Text;

namespace InworldRouter.Generators.Models;

/// <summary>What is not JSON, and at which character.</summary>
internal sealed class JsonFormatException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;
}

/// <summary>A value and the character at which it begins. The value is null, bool, double, string, a list or a map of <see cref="JsonNode"/>.</summary>
internal sealed record JsonNode(object? Value, int Position);

internal sealed class JsonReader(string text)
{
    private int _at;

    public static JsonNode Read(string text)
    {
        var reader = new JsonReader(text);
        var root = reader.ReadValue();
        reader.SkipSpace();
        return reader._at == text.Length ? root : throw reader.Unexpected("the end");
    }

    private JsonNode ReadValue()
    {
        SkipSpace();
        var start = _at;
        return new JsonNode(Peek() switch
        {
            '{' => ReadObject(),
            '[' => ReadArray(),
            '"' => ReadString(),
            't' => ReadWord("true", true),
            'f' => ReadWord("false", false),
            'n' => ReadWord("null", null),
            _ => ReadNumber(),
        }, start);
    }

    private Dictionary<string, JsonNode> ReadObject()
    {
        var members = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        _at++;
        if (Passed('}'))
            return members;
        do
        {
            SkipSpace();
            var place = _at;
            var name = ReadString();
            if (!Passed(':'))
                throw Unexpected("a colon");
            if (members.ContainsKey(name))
                throw new JsonFormatException($"\"{name}\" is repeated", place);
            members.Add(name, ReadValue());
        }
        while (Passed(','));
        return Passed('}') ? members : throw Unexpected("a comma or a closing brace");
    }

    private List<JsonNode> ReadArray()
    {
        var elements = new List<JsonNode>();
        _at++;
        if (Passed(']'))
            return elements;
        do
        {
            elements.Add(ReadValue());
        }
        while (Passed(','));
        return Passed(']') ? elements : throw Unexpected("a comma or a closing bracket");
    }

    private string ReadString()
    {
        if (Peek() != '"')
            throw Unexpected("a string");
        _at++;
        var plain = new StringBuilder();
        while (true)
        {
            var c = Peek();
            if (c < ' ')
                throw Unexpected("a closing quote");
            _at++;
            if (c == '"')
                return plain.ToString();
            plain.Append(c == '\\' ? ReadEscape() : c);
        }
    }

    private char ReadEscape()
    {
        var c = Peek();
        _at++;
        switch (c)
        {
            case '"' or '\\' or '/':
                return c;
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'u' when _at + 4 <= text.Length && ushort.TryParse(text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return (char)code;
            default:
                _at--;
                throw Unexpected("an escape");
        }
    }

    private object? ReadWord(string word, object? value)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
            throw Unexpected("a value");
        _at += word.Length;
        return value;
    }

    private object ReadNumber()
    {
        var start = _at;
        while (Peek() is (>= '0' and <= '9') or '-' or '+' or '.' or 'e' or 'E')
            _at++;
        if (double.TryParse(text.Substring(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number;
        _at = start;
        throw Unexpected("a value");
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private bool Passed(char c)
    {
        SkipSpace();
        if (Peek() != c)
            return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\n' or '\r' or '\t')
            _at++;
    }

    private JsonFormatException Unexpected(string wanted) => new($"expected {wanted}", _at);
}
