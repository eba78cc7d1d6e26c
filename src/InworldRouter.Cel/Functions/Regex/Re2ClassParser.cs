// Reads RE2's sets of characters: brackets, \d and its kin, \p{…}, and escaped single characters.
using System.Globalization;
using System.Text;

namespace InworldRouter.Cel.Functions.Regex;

internal static class Re2ClassParser
{
    // "Perl character classes (all ASCII-only)"
    private static readonly CodePointSet Digit = CodePointSet.Range('0', '9');
    private static readonly CodePointSet Word = Sets(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CodePointSet Space = Sets(('\t', '\n'), ('\f', '\r'), (' ', ' '));

    /// <summary>A bracketed set that opens at <paramref name="at"/>.</summary>
    /// <returns>Null: see <paramref name="problem"/>, which is at <paramref name="at"/>.</returns>
    public static CodePointSet? Bracket(ReadOnlySpan<char> pattern, ref int at, bool ignoreCase, out string? problem)
    {
        var open = at++;
        var isNegated = at < pattern.Length && pattern[at] == '^';
        if (isNegated)
            at++;
        var set = CodePointSet.Empty;
        for (var first = true; at < pattern.Length && (pattern[at] != ']' || first); first = false)
        {
            if (Item(pattern, ref at, ignoreCase, out problem) is not { } item)
                return null;
            set = set.Union(item);
        }
        if (at >= pattern.Length)
        {
            at = open;
            problem = "missing closing ']'";
            return null;
        }
        at++;
        problem = null;
        return isNegated ? set.Negate() : set;
    }

    /// <summary>\d, \D, \w, \W, \s, \S, \pN, \p{Name}, \P…: a backslash and a letter that stand for a set.</summary>
    /// <returns>False: it is no such thing, and nothing has been read.</returns>
    public static bool NamedSet(ReadOnlySpan<char> pattern, ref int at, bool ignoreCase, out CodePointSet? set, out string? problem)
    {
        problem = null;
        set = at + 1 >= pattern.Length ? null : (pattern[at + 1] | 0x20) switch
        {
            'd' => Digit,
            'w' => Fold(Word, ignoreCase),
            's' => Space,
            _ => null,
        };
        if (set is not null)
        {
            if (char.IsAsciiLetterUpper(pattern[at + 1]))
                set = set.Negate();
            at += 2;
            return true;
        }
        if (at + 1 >= pattern.Length || pattern[at + 1] is not ('p' or 'P'))
            return false;
        set = Property(pattern, ref at, ignoreCase);
        problem = set is null ? "invalid character class name; expected a general category (\\pL, \\p{Lu}), a script (\\p{Greek}) or \\p{Any}" : null;
        return true;
    }

    /// <summary>One escaped character: \n, \x41, \x{1F600}, \101, \. and so on.</summary>
    public static bool EscapedCodePoint(ReadOnlySpan<char> pattern, ref int at, out int codePoint, out string? problem)
    {
        problem = null;
        codePoint = 0;
        if (at + 1 >= pattern.Length)
        {
            problem = "trailing backslash at the end of the pattern";
            return false;
        }
        var letter = pattern[at + 1];
        at += 2;
        switch (letter)
        {
            case 'a':
                codePoint = 7;
                return true;
            case 'f':
                codePoint = '\f';
                return true;
            case 'n':
                codePoint = '\n';
                return true;
            case 'r':
                codePoint = '\r';
                return true;
            case 't':
                codePoint = '\t';
                return true;
            case 'v':
                codePoint = '\v';
                return true;
            case 'x' when Hexadecimal(pattern, ref at, out codePoint):
                return true;
            // "\123 octal character code (up to three digits)"; one digit that is not 0 would be a backreference.
            case >= '1' and <= '7' when at < pattern.Length && pattern[at] is >= '0' and <= '7':
            case '0':
                codePoint = letter - '0';
                for (var i = 0; i < 2 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; i++)
                    codePoint = (codePoint * 8) + pattern[at++] - '0';
                return true;
            case < (char)0x80 when !char.IsAsciiLetterOrDigit(letter):
                codePoint = letter;
                return true;
            default:
                at -= 2;
                Rune.DecodeFromUtf16(pattern[(at + 1)..], out var said, out _);
                problem = char.IsAsciiDigit(letter) ? $"backreferences (\\{letter}) are not supported" : $"invalid escape sequence \\{said}";
                return false;
        }
    }

    private static CodePointSet? Item(ReadOnlySpan<char> pattern, ref int at, bool ignoreCase, out string? problem)
    {
        if (pattern[at..].StartsWith("[:"))
        {
            var end = pattern[at..].IndexOf(":]");
            if (end > 0)
            {
                var name = pattern[(at + 2)..(at + end)];
                if (Posix(name) is { } posix)
                {
                    at += end + 2;
                    problem = null;
                    return Fold(posix, ignoreCase);
                }
                problem = $"invalid character class range: '[:{name}:]'";
                return null;
            }
        }
        if (pattern[at] == '\\' && NamedSet(pattern, ref at, ignoreCase, out var named, out problem))
            return named;
        if (!CodePoint(pattern, ref at, out var first, out problem))
            return null;
        var last = first;
        if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
        {
            at++;
            if (!CodePoint(pattern, ref at, out last, out problem))
                return null;
        }
        if (last >= first)
            return Fold(CodePointSet.Range(first, last), ignoreCase);
        problem = "invalid character class range: its end is before its beginning";
        return null;
    }

    private static CodePointSet Fold(CodePointSet set, bool ignoreCase) => ignoreCase ? UnicodeSets.FoldCase(set) : set;

    private static bool CodePoint(ReadOnlySpan<char> pattern, ref int at, out int codePoint, out string? problem)
    {
        if (pattern[at] == '\\')
            return EscapedCodePoint(pattern, ref at, out codePoint, out problem);
        problem = null;
        if (char.IsHighSurrogate(pattern[at]) && at + 1 < pattern.Length && char.IsLowSurrogate(pattern[at + 1]))
        {
            codePoint = char.ConvertToUtf32(pattern[at], pattern[at + 1]);
            at += 2;
            return true;
        }
        codePoint = char.IsSurrogate(pattern[at]) ? 0xFFFD : pattern[at];
        at++;
        return true;
    }

    private static bool Hexadecimal(ReadOnlySpan<char> pattern, ref int at, out int codePoint)
    {
        codePoint = 0;
        var digits = pattern[at..];
        int used;
        if (digits.StartsWith("{"))
        {
            var end = digits.IndexOf('}');
            used = end + 1;
            digits = end < 0 ? default : digits[1..end];
        }
        else
        {
            used = 2;
            digits = digits.Length < 2 ? default : digits[..2];
        }
        if (digits.IsEmpty || digits.Length > 8 || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out codePoint) || codePoint is < 0 or >= CodePointSet.End)
            return false;
        at += used;
        return true;
    }

    private static CodePointSet? Property(ReadOnlySpan<char> pattern, ref int at, bool ignoreCase)
    {
        var isNegated = pattern[at + 1] == 'P';
        var rest = pattern[(at + 2)..];
        if (rest.IsEmpty)
            return null;
        var used = 1;
        var name = rest[..1];
        if (rest[0] == '{')
        {
            var end = rest.IndexOf('}');
            if (end < 0)
                return null;
            used = end + 1;
            name = rest[1..end];
        }
        if (name.StartsWith("^"))
        {
            isNegated = !isNegated;
            name = name[1..];
        }
        if (UnicodeSets.Find(name.ToString()) is not { } set)
            return null;
        at += 2 + used;
        set = Fold(set, ignoreCase);
        return isNegated ? set.Negate() : set;
    }

    // "ASCII character classes"
    private static CodePointSet? Posix(ReadOnlySpan<char> name)
    {
        var isNegated = name.StartsWith("^");
        var set = (isNegated ? name[1..] : name) switch
        {
            "alnum" => Sets(('0', '9'), ('A', 'Z'), ('a', 'z')),
            "alpha" => Sets(('A', 'Z'), ('a', 'z')),
            "ascii" => Sets(('\0', '\x7F')),
            "blank" => Sets(('\t', '\t'), (' ', ' ')),
            "cntrl" => Sets(('\0', '\x1F'), ('\x7F', '\x7F')),
            "digit" => Digit,
            "graph" => Sets(('!', '~')),
            "lower" => Sets(('a', 'z')),
            "print" => Sets((' ', '~')),
            "punct" => Sets(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
            "space" => Sets(('\t', '\r'), (' ', ' ')),
            "upper" => Sets(('A', 'Z')),
            "word" => Word,
            "xdigit" => Sets(('0', '9'), ('A', 'F'), ('a', 'f')),
            _ => null,
        };
        return isNegated ? set?.Negate() : set;
    }

    private static CodePointSet Sets(params ReadOnlySpan<(char First, char Last)> ranges)
    {
        var set = CodePointSet.Empty;
        foreach (var (first, last) in ranges)
            set = set.Union(CodePointSet.Range(first, last));
        return set;
    }
}
