// Source text → tokens, one at a time.
namespace InworldRouter.Cel.Syntax;

/// <summary>A token is a kind and a range of the source; a Bad one has a fault that says why.</summary>
internal ref struct Lexer(string source)
{
    private readonly string _source = source;
    private int _at;

    public TokenKind Kind { get; private set; }

    public int Start { get; private set; }

    public string? Fault { get; private set; }

    public readonly ReadOnlySpan<char> Text => _source.AsSpan(Start, _at - Start);

    public void Next()
    {
        SkipSpace();
        Start = _at;
        Kind = Kind == TokenKind.Bad ? TokenKind.Bad : _at == _source.Length ? TokenKind.End : Scan(_source[_at]);
    }

    private readonly char Peek(int ahead = 0) => _at + ahead < _source.Length ? _source[_at + ahead] : '\0';

    private void SkipSpace()
    {
        while (true)
        {
            switch (Peek())
            {
                case ' ' or '\t' or '\r' or '\n' or '\f':
                    _at++;
                    break;
                case '/' when Peek(1) == '/':
                    // "Note that carriage returns alone cannot terminate comments."
                    var end = _source.AsSpan(_at).IndexOf('\n');
                    _at = end < 0 ? _source.Length : _at + end;
                    break;
                default:
                    return;
            }
        }
    }

    private TokenKind Scan(char c)
    {
        if (char.IsAsciiLetter(c) || c == '_')
            return ScanWord();
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
            return ScanNumber();
        if (c is '"' or '\'')
            return ScanString(isRaw: false, TokenKind.String);
        if (c == '`')
            return ScanQuoted();
        _at++;
        return c switch
        {
            '.' => TokenKind.Dot,
            ',' => TokenKind.Comma,
            ':' => TokenKind.Colon,
            '?' => TokenKind.Question,
            '(' => TokenKind.LeftParen,
            ')' => TokenKind.RightParen,
            '[' => TokenKind.LeftBracket,
            ']' => TokenKind.RightBracket,
            '{' => TokenKind.LeftBrace,
            '}' => TokenKind.RightBrace,
            '-' => TokenKind.Minus,
            '+' => TokenKind.Plus,
            '*' => TokenKind.Star,
            '/' => TokenKind.Slash,
            '%' => TokenKind.Percent,
            '!' => Take('=') ? TokenKind.NotEqual : TokenKind.Not,
            '<' => Take('=') ? TokenKind.LessOrEqual : TokenKind.Less,
            '>' => Take('=') ? TokenKind.GreaterOrEqual : TokenKind.Greater,
            '=' when Take('=') => TokenKind.Equal,
            '&' when Take('&') => TokenKind.And,
            '|' when Take('|') => TokenKind.Or,
            '=' => Bad("a single '=' means nothing, equality is '=='"),
            '&' or '|' => Bad($"a single '{c}' means nothing, expected '{c}{c}'"),
            _ => Bad(char.IsControl(c) || char.IsSurrogate(c) ? $"unexpected character U+{(int)c:X4}" : $"unexpected character '{c}'"),
        };
    }

    private TokenKind ScanWord()
    {
        var c = Peek();
        // A prefix of a string: r"", b"", rb is not one, br is.
        if (c is 'r' or 'R' && Peek(1) is '"' or '\'')
        {
            _at++;
            return ScanString(isRaw: true, TokenKind.String);
        }
        if (c is 'b' or 'B')
        {
            if (Peek(1) is '"' or '\'')
            {
                _at++;
                return ScanString(isRaw: false, TokenKind.Bytes);
            }
            if (Peek(1) is 'r' or 'R' && Peek(2) is '"' or '\'')
            {
                _at += 2;
                return ScanString(isRaw: true, TokenKind.Bytes);
            }
        }
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_')
            _at++;
        return TokenKind.Identifier;
    }

    private TokenKind ScanNumber()
    {
        if (Peek() == '0' && Peek(1) == 'x')
        {
            _at += 2;
            var digits = _at;
            while (char.IsAsciiHexDigit(Peek()))
                _at++;
            if (_at == digits)
                return Bad("a hexadecimal number needs digits after 0x");
            return EndNumber(Take('u') || Take('U') ? TokenKind.UInt : TokenKind.Int);
        }
        SkipDigits();
        var isFloat = false;
        if (Peek() == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isFloat = true;
            _at++;
            SkipDigits();
        }
        if (Peek() is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            isFloat = true;
            _at += 2;
            SkipDigits();
        }
        return EndNumber(isFloat ? TokenKind.Float : Take('u') || Take('U') ? TokenKind.UInt : TokenKind.Int);
    }

    private TokenKind EndNumber(TokenKind kind) =>
        char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_' ? Bad($"unexpected '{Peek()}' after the number {Text}") : kind;

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek()))
            _at++;
    }

    private TokenKind ScanString(bool isRaw, TokenKind kind)
    {
        var quote = Peek();
        var isTriple = Peek(1) == quote && Peek(2) == quote;
        _at += isTriple ? 3 : 1;
        while (_at < _source.Length)
        {
            var c = _source[_at];
            if (c == quote && (!isTriple || (Peek(1) == quote && Peek(2) == quote)))
            {
                _at += isTriple ? 3 : 1;
                return kind;
            }
            if (c is '\n' or '\r' && !isTriple)
                break;
            _at += c == '\\' && !isRaw && _at + 1 < _source.Length && (isTriple || Peek(1) is not ('\n' or '\r')) ? 2 : 1;
        }
        return Bad(isTriple ? $"the string is not closed, expected {quote}{quote}{quote}" : $"the string is not closed, expected {quote} before the end of the line");
    }

    /// <summary>A field's name in backquotes: letters, digits and _ . - / and space.</summary>
    private TokenKind ScanQuoted()
    {
        _at++;
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() is '_' or '.' or '-' or '/' or ' ')
            _at++;
        if (_at == start || Peek() != '`')
            return Bad("a name in backquotes is made of letters, digits and '_', '.', '-', '/', ' ', and closed by a backquote");
        _at++;
        return TokenKind.QuotedIdentifier;
    }

    private bool Take(char c)
    {
        if (Peek() != c)
            return false;
        _at++;
        return true;
    }

    private TokenKind Bad(string fault)
    {
        Fault = fault;
        return TokenKind.Bad;
    }
}
