// The letters that a pattern can tell apart: ASCII as it is, and all other code points in groups, one stand-in each.
using System.Buffers;
using System.Text;

namespace InworldRouter.Cel.Functions.Regex;

/// <summary>
/// .NET's engine works on UTF-16 units and its \b, \w and case rules are Unicode's; RE2 works on code points and its \b is ASCII's. Both agree on a
/// text in which every code point beyond ASCII has been replaced by one symbol that is no word character – as long as code points which the pattern
/// tells apart get different symbols. So a pattern is written over such an alphabet, and a text is mapped into it before it is searched: the
/// semantics are RE2's exactly, surrogate pairs, scripts and \b included, and ASCII texts are not mapped at all.
/// </summary>
internal sealed class Re2Alphabet
{
    // U+2190 to U+2BFF: arrows, mathematics, technical and other symbols: none is a word character, a digit or white space for .NET.
    private const int FirstSymbol = 0x2190;
    private const int MostGroups = 0x2BFF - FirstSymbol + 1;
    private const int Ascii = 0x80;

    // Comparing all with all is done once a pattern, and must stay short.
    private const int MostSets = 500;

    private readonly int[] _starts;
    private readonly char[] _symbols;
    private readonly int[] _samples;

    private Re2Alphabet(int[] starts, char[] symbols, int[] samples)
    {
        _starts = starts;
        _symbols = symbols;
        _samples = samples;
    }

    /// <summary>The coarsest alphabet in which each of the sets is a set of letters.</summary>
    /// <returns>Null: there are more groups than symbols, or more different sets than is sensible.</returns>
    public static Re2Alphabet? Of(IReadOnlyCollection<CodePointSet> all)
    {
        // Most sets have nothing beyond ASCII, or all of it.
        var sets = all.Where(s => s.Bounds.ContainsAnyInRange(Ascii + 1, CodePointSet.End - 1)).DistinctBy(s => string.Join(',', s.Bounds.ToArray())).ToArray();
        if (sets.Length > MostSets)
            return null;
        var starts = new SortedSet<int> { Ascii };
        foreach (var set in sets)
        {
            foreach (var bound in set.Bounds)
            {
                if (bound is > Ascii and < CodePointSet.End)
                    starts.Add(bound);
            }
        }
        var groups = new Dictionary<string, char>(StringComparer.Ordinal);
        var samples = new List<int>();
        var symbols = new char[starts.Count];
        var i = 0;
        foreach (var start in starts)
        {
            // Which of the sets a range belongs to; ranges that belong to the same ones are one group.
            var signature = string.Create(sets.Length, (sets, start), static (bits, of) =>
            {
                var n = 0;
                foreach (var set in of.sets)
                    bits[n++] = set.Contains(of.start) ? '1' : '0';
            });
            if (!groups.TryGetValue(signature, out var symbol))
            {
                if (groups.Count == MostGroups)
                    return null;
                groups.Add(signature, symbol = (char)(FirstSymbol + groups.Count));
                samples.Add(start);
            }
            symbols[i++] = symbol;
        }
        return new Re2Alphabet([.. starts], symbols, [.. samples]);
    }

    /// <summary>The symbols whose groups lie in the set.</summary>
    public IEnumerable<char> SymbolsIn(CodePointSet set)
    {
        for (var i = 0; i < _samples.Length; i++)
        {
            if (set.Contains(_samples[i]))
                yield return (char)(FirstSymbol + i);
        }
    }

    /// <param name="letters">As long as the text has bytes, at least.</param>
    /// <returns>Letters written.</returns>
    public int Map(ReadOnlySpan<byte> utf8, Span<char> letters)
    {
        var written = 0;
        while (!utf8.IsEmpty)
        {
            System.Text.Ascii.ToUtf16(utf8, letters[written..], out var plain);
            written += plain;
            utf8 = utf8[plain..];
            while (!utf8.IsEmpty && utf8[0] >= Ascii)
            {
                Rune.DecodeFromUtf8(utf8, out var rune, out var used);
                utf8 = utf8[used..];
                letters[written++] = SymbolOf(rune.Value);
            }
        }
        return written;
    }

    /// <param name="letters">As long as the text, at least.</param>
    /// <returns>Letters written.</returns>
    public int Map(ReadOnlySpan<char> text, Span<char> letters)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExceptInRange('\0', '\x7F');
            plain = plain < 0 ? text.Length : plain;
            text[..plain].CopyTo(letters[written..]);
            written += plain;
            text = text[plain..];
            while (!text.IsEmpty && text[0] >= Ascii)
            {
                Rune.DecodeFromUtf16(text, out var rune, out var used);
                text = text[used..];
                letters[written++] = SymbolOf(rune.Value);
            }
        }
        return written;
    }

    private char SymbolOf(int codePoint)
    {
        if (_starts.Length == 1)
            return _symbols[0];
        var at = Array.BinarySearch(_starts, codePoint);
        return _symbols[at >= 0 ? at : ~at - 1];
    }
}
