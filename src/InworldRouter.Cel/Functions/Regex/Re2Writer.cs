// Writes a tree as a .NET pattern over an alphabet.
using System.Globalization;
using System.Text;

namespace InworldRouter.Cel.Functions.Regex;

internal sealed class Re2Writer(Re2Alphabet alphabet)
{
    private readonly StringBuilder _pattern = new();

    public static string Write(Re2Node node, Re2Alphabet alphabet)
    {
        var writer = new Re2Writer(alphabet);
        writer.Write(node);
        return writer._pattern.ToString();
    }

    private void Write(Re2Node node)
    {
        switch (node)
        {
            case Re2Node.One one:
                Set(one.Set);
                break;
            case Re2Node.Sequence sequence:
                foreach (var item in sequence.Items)
                {
                    if (item is Re2Node.Choice)
                        Grouped(item);
                    else
                        Write(item);
                }
                break;
            case Re2Node.Choice choice:
                for (var i = 0; i < choice.Items.Count; i++)
                {
                    if (i > 0)
                        _pattern.Append('|');
                    Write(choice.Items[i]);
                }
                break;
            case Re2Node.Repeat repeat:
                if (repeat.Item is Re2Node.One)
                    Write(repeat.Item);
                else
                    Grouped(repeat.Item);
                Count(repeat.Least, repeat.Most);
                break;
            case Re2Node.Anchor anchor:
                _pattern.Append(Text(anchor.Kind));
                break;
            default:
                throw new InvalidOperationException($"no words for {node}");
        }
    }

    private void Grouped(Re2Node node)
    {
        _pattern.Append("(?:");
        Write(node);
        _pattern.Append(')');
    }

    private void Count(int least, int most) => _pattern.Append((least, most) switch
    {
        (0, -1) => "*",
        (1, -1) => "+",
        (0, 1) => "?",
        (_, -1) => string.Create(CultureInfo.InvariantCulture, $"{{{least},}}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}"),
    });

    // "$ at end of text (like \z not \Z)"; (?m) agrees.
    private static string Text(AnchorKind kind) => kind switch
    {
        AnchorKind.TextStart => "\\A",
        AnchorKind.TextEnd => "\\z",
        AnchorKind.LineStart => "(?m:^)",
        AnchorKind.LineEnd => "(?m:$)",
        AnchorKind.WordBoundary => "\\b",
        AnchorKind.NoWordBoundary => "\\B",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such anchor"),
    };

    private void Set(CodePointSet set)
    {
        var bounds = set.Bounds;
        if (bounds is [var only, _] && bounds[1] == only + 1 && only < 0x80)
        {
            Letter((char)only);
            return;
        }
        if (bounds is [0, CodePointSet.End])
        {
            _pattern.Append("[\\s\\S]");
            return;
        }
        var open = _pattern.Append('[').Length;
        for (var i = 0; i < bounds.Length && bounds[i] < 0x80; i += 2)
        {
            Letter((char)bounds[i]);
            if (Math.Min(bounds[i + 1], 0x80) - 1 is var last && last > bounds[i])
            {
                _pattern.Append('-');
                Letter((char)last);
            }
        }
        foreach (var symbol in alphabet.SymbolsIn(set))
            _pattern.Append(symbol);
        // No letter at all: a set that nothing is in.
        _pattern.Append(_pattern.Length == open ? "^\\s\\S]" : "]");
    }

    private void Letter(char c)
    {
        if (char.IsAsciiLetterOrDigit(c))
            _pattern.Append(c);
        else
            _pattern.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");
    }
}
