// Reads RE2 syntax: groups, repetitions, flags and anchors (github.com/google/re2/wiki/Syntax; Go's regexp/syntax where the page is silent).
using System.Diagnostics.CodeAnalysis;

namespace InworldRouter.Cel.Functions.Regex;

/// <summary>What RE2 refuses is refused: look-around, backreferences, possessive repetition, counts beyond 1000.</summary>
internal ref struct Re2Parser
{
    // RE2: "maximum repetition count 1000", also for nested ones multiplied.
    private const int MostRepeats = 1000;

    // Go's limit is 1000; ours keeps the stack of an evaluation thread safe several times over.
    private const int MostNested = 250;

    private readonly ReadOnlySpan<char> _pattern;
    private readonly HashSet<string> _names;
    private int _at;
    private int _depth;
    private RegexFlags _flags;
    private string? _problem;
    private int _problemAt;

    private Re2Parser(ReadOnlySpan<char> pattern)
    {
        _pattern = pattern;
        _names = new(StringComparer.Ordinal);
    }

    [Flags]
    private enum RegexFlags : byte
    {
        None = 0,
        IgnoreCase = 1,
        MultiLine = 2,
        DotIsAny = 4,
        Ungreedy = 8,
    }

    /// <param name="problem">What is wrong, and at which character, counted from 1.</param>
    public static bool TryParse(ReadOnlySpan<char> pattern, [NotNullWhen(true)] out Re2Node? node, [NotNullWhen(false)] out string? problem)
    {
        var parser = new Re2Parser(pattern);
        node = parser.Choice();
        if (parser._problem is null && parser._at < pattern.Length)
            parser.Fail("unexpected ')'", parser._at);
        problem = parser._problem is null ? null : $"{parser._problem} (at character {parser._problemAt + 1} of the pattern)";
        if (problem is not null)
            node = null;
        return problem is null;
    }

    private readonly bool AtEnd => _problem is not null || _at >= _pattern.Length;

    private readonly char Current => _pattern[_at];

    private Re2Node Choice()
    {
        List<Re2Node>? choices = null;
        var first = Sequence();
        while (!AtEnd && Current == '|')
        {
            _at++;
            (choices ??= [first]).Add(Sequence());
        }
        return choices is null ? first : new Re2Node.Choice(choices);
    }

    private Re2Node Sequence()
    {
        var items = new List<Re2Node>();
        while (!AtEnd && Current is not ('|' or ')'))
        {
            var start = _at;
            if (Atom() is { } atom)
                items.Add(Repeated(atom, start));
        }
        return items.Count == 1 ? items[0] : new Re2Node.Sequence(items);
    }

    // Null: something that is nothing by itself, as (?i).
    private Re2Node? Atom()
    {
        switch (Current)
        {
            case '(':
                return Group();
            case '[':
                var set = Re2ClassParser.Bracket(_pattern, ref _at, _flags.HasFlag(RegexFlags.IgnoreCase), out var problem);
                return set is null ? Fail(problem!, _at) : new Re2Node.One(set);
            case '.':
                _at++;
                return new Re2Node.One(_flags.HasFlag(RegexFlags.DotIsAny) ? CodePointSet.All : CodePointSet.AllButNewLine);
            case '^':
                _at++;
                return new Re2Node.Anchor(_flags.HasFlag(RegexFlags.MultiLine) ? AnchorKind.LineStart : AnchorKind.TextStart);
            case '$':
                _at++;
                return new Re2Node.Anchor(_flags.HasFlag(RegexFlags.MultiLine) ? AnchorKind.LineEnd : AnchorKind.TextEnd);
            case '*' or '+' or '?':
                return Fail($"missing argument to repetition operator: '{Current}'", _at);
            case '{' when Count(_at, out _, out _, out _):
                return Fail("missing argument to repetition operator: '{'", _at);
            case '\\':
                return Escape();
            default:
                return Literal(CodePoint());
        }
    }

    private Re2Node? Escape()
    {
        var start = _at;
        var letter = _at + 1 < _pattern.Length ? _pattern[_at + 1] : '\0';
        AnchorKind? anchor = letter switch
        {
            'A' => AnchorKind.TextStart,
            'z' => AnchorKind.TextEnd,
            'b' => AnchorKind.WordBoundary,
            'B' => AnchorKind.NoWordBoundary,
            _ => null,
        };
        if (anchor is { } kind)
        {
            _at += 2;
            return new Re2Node.Anchor(kind);
        }
        if (letter == 'Q')
            return Quoted();
        if (Re2ClassParser.NamedSet(_pattern, ref _at, _flags.HasFlag(RegexFlags.IgnoreCase), out var set, out var problem))
            return set is null ? Fail(problem!, start) : new Re2Node.One(set);
        return Re2ClassParser.EscapedCodePoint(_pattern, ref _at, out var codePoint, out problem) ? Literal(codePoint) : Fail(problem!, start);
    }

    // "\Q...\E literal text ... even if ... has punctuation"; without \E to the end.
    private Re2Node? Quoted()
    {
        _at += 2;
        var items = new List<Re2Node>();
        while (!AtEnd && !_pattern[_at..].StartsWith("\\E"))
            items.Add(Literal(CodePoint()));
        _at = Math.Min(_at + 2, _pattern.Length);
        // What follows repeats the last character only.
        return items.Count switch
        {
            0 => null,
            1 => items[0],
            _ => new Re2Node.Sequence([.. items[..^1], Repeated(items[^1], _at)]),
        };
    }

    private Re2Node? Group()
    {
        var open = _at++;
        if (++_depth > MostNested)
            return Fail($"groups nest deeper than {MostNested}", open);
        var outer = _flags;
        if (!AtEnd && Current == '?')
        {
            _at++;
            if (!GroupHead(open, out var isScoped))
                return null;
            if (!isScoped)
            {
                _depth--;
                return null;
            }
        }
        var inner = Choice();
        if (_problem is not null)
            return null;
        if (AtEnd)
            return Fail("missing closing ')'", open);
        _at++;
        _depth--;
        _flags = outer;
        return inner;
    }

    // After "(?": a name, or flags and ":" (scoped) or ")" (for the rest of the group around).
    private bool GroupHead(int open, out bool isScoped)
    {
        isScoped = true;
        var rest = _pattern[_at..];
        if (rest.StartsWith("P<") || (rest.StartsWith("<") && !rest.StartsWith("<=") && !rest.StartsWith("<!")))
            return Name(open, rest[0] == 'P' ? 2 : 1);
        var flags = _flags;
        var negative = false;
        var any = false;
        for (; !AtEnd; _at++)
        {
            switch (Current)
            {
                case 'i' or 'm' or 's' or 'U':
                    var flag = Current switch { 'i' => RegexFlags.IgnoreCase, 'm' => RegexFlags.MultiLine, 's' => RegexFlags.DotIsAny, _ => RegexFlags.Ungreedy };
                    flags = negative ? flags & ~flag : flags | flag;
                    any = true;
                    continue;
                case '-' when !negative:
                    negative = true;
                    any = false;
                    continue;
                case ':' or ')' when !negative || any:
                    isScoped = Current == ':';
                    _flags = flags;
                    _at++;
                    return true;
                default:
                    Fail("invalid or unsupported Perl syntax; RE2 has (?:…), (?P<name>…) and the flags i, m, s, U, no look-around", open);
                    return false;
            }
        }
        Fail("missing closing ')'", open);
        return false;
    }

    private bool Name(int open, int prefix)
    {
        var rest = _pattern[(_at + prefix)..];
        var end = rest.IndexOf('>');
        var name = end < 0 ? "" : rest[..end].ToString();
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return Fail("invalid named capture; expected (?P<name>…) with letters, digits and _", open) is not null;
        if (!_names.Add(name))
            return Fail($"the group name '{name}' is there twice", open) is not null;
        _at += prefix + end + 1;
        return true;
    }

    private Re2Node Repeated(Re2Node atom, int start)
    {
        var repeated = false;
        while (!AtEnd)
        {
            var (least, most) = Current switch
            {
                '*' => (0, -1),
                '+' => (1, -1),
                '?' => (0, 1),
                _ => (-1, -1),
            };
            var end = _at + 1;
            if (Current == '{' && !Count(_at, out least, out most, out end) || least < 0 && Current != '{')
                return atom;
            if (repeated)
                return Fail("invalid nested repetition operator; put the first repetition in a group", start) ?? atom;
            if (least > MostRepeats || most > MostRepeats || (most >= 0 && least > most))
                return Fail($"invalid repeat count; at most {MostRepeats}, the smaller first", _at) ?? atom;
            _at = end;
            // Lazy or not, there is a match or there is none.
            if (!AtEnd && Current == '?')
                _at++;
            atom = new Re2Node.Repeat(atom, least, most);
            if (Repeats(atom) > MostRepeats)
                return Fail($"repeat counts multiply to more than {MostRepeats}", start) ?? atom;
            repeated = true;
        }
        return atom;
    }

    // How often the most repeated thing inside may have to be written out.
    private static int Repeats(Re2Node node) => node switch
    {
        Re2Node.Repeat repeat => (int)Math.Min((long)Math.Max(1, Math.Max(repeat.Least, repeat.Most)) * Repeats(repeat.Item), int.MaxValue),
        Re2Node.Sequence sequence => sequence.Items.Select(Repeats).DefaultIfEmpty(1).Max(),
        Re2Node.Choice choice => choice.Items.Max(Repeats),
        _ => 1,
    };

    // {n}, {n,}, {n,m}; anything else that begins with a brace is text.
    private readonly bool Count(int at, out int least, out int most, out int end)
    {
        end = at + 1;
        least = Digits(ref end);
        most = least;
        if (least < 0 || end >= _pattern.Length)
            return false;
        if (_pattern[end] == ',')
        {
            end++;
            most = end < _pattern.Length && _pattern[end] == '}' ? -1 : Digits(ref end);
            if (most < 0 && !(end < _pattern.Length && _pattern[end] == '}' && _pattern[end - 1] == ','))
                return false;
        }
        return end < _pattern.Length && _pattern[end++] == '}';
    }

    private readonly int Digits(ref int at)
    {
        var from = at;
        long number = 0;
        while (at < _pattern.Length && char.IsAsciiDigit(_pattern[at]))
            number = Math.Min((number * 10) + _pattern[at++] - '0', MostRepeats + 1);
        // No leading zeros, as in Go: {01} is text.
        return at == from || (at - from > 1 && _pattern[from] == '0') ? -1 : (int)number;
    }

    private readonly Re2Node.One Literal(int codePoint)
    {
        var one = CodePointSet.Of(codePoint);
        return new Re2Node.One(_flags.HasFlag(RegexFlags.IgnoreCase) ? UnicodeSets.FoldCase(one) : one);
    }

    private int CodePoint()
    {
        if (char.IsHighSurrogate(Current) && _at + 1 < _pattern.Length && char.IsLowSurrogate(_pattern[_at + 1]))
        {
            _at += 2;
            return char.ConvertToUtf32(_pattern[_at - 2], _pattern[_at - 1]);
        }
        return char.IsSurrogate(_pattern[_at++]) ? 0xFFFD : _pattern[_at - 1];
    }

    private Re2Node? Fail(string problem, int at)
    {
        if (_problem is null)
            (_problem, _problemAt) = (problem, at);
        return null;
    }
}
