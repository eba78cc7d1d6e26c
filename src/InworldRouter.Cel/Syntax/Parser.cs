// Tokens → syntax tree: recursive descent, guarded by a depth, told once at the first fault.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Syntax;

/// <summary>After the first fault every token is the end, so that all loops come to theirs; the tree is then of no use.</summary>
internal ref struct Parser
{
    // Of a token that is told of: a string may be as long as the source.
    private const int MaxShown = 40;

    private readonly CelLimits _limits;
    private readonly List<SourceFault> _faults;
    private Lexer _token;
    private int _nesting;
    private bool _failed;

    private Parser(string source, CelLimits limits, List<SourceFault> faults)
    {
        _token = new Lexer(source);
        _limits = limits;
        _faults = faults;
    }

    /// <summary>The tree; only of use when no fault was added.</summary>
    public static Expr Parse(string source, CelLimits limits, List<SourceFault> faults)
    {
        var parser = new Parser(source, limits, faults);
        parser.Next();
        var expr = parser.ParseExpr();
        if (parser.Kind != TokenKind.End)
            parser.FailAtToken("an operator or the end");
        return expr;
    }

    private readonly TokenKind Kind => _failed ? TokenKind.End : _token.Kind;

    private readonly int Offset => _token.Start;

    private Expr ParseExpr()
    {
        if (++_nesting > _limits.MaxDepth)
            return Fail(Offset, $"nested deeper than {_limits.MaxDepth} levels");
        var condition = ParseLogical(isOr: true);
        if (Kind == TokenKind.Question)
        {
            var offset = Offset;
            Next();
            var then = ParseLogical(isOr: true);
            Expect(TokenKind.Colon, "':' and what the condition gives otherwise");
            var otherwise = ParseExpr();
            condition = Made(new CallExpr(offset, Operators.Conditional, null, [condition, then, otherwise]));
        }
        _nesting--;
        return condition;
    }

    /// <summary>A row of || or of &amp;&amp;, made into a balanced tree: a long row is not a deep one.</summary>
    private Expr ParseLogical(bool isOr)
    {
        var first = isOr ? ParseLogical(isOr: false) : ParseBinary(3);
        var kind = isOr ? TokenKind.Or : TokenKind.And;
        if (Kind != kind)
            return first;
        var terms = new List<Expr> { first };
        var offsets = new List<int>();
        while (Kind == kind)
        {
            offsets.Add(Offset);
            Next();
            terms.Add(isOr ? ParseLogical(isOr: false) : ParseBinary(3));
        }
        return Balance(isOr ? Operators.Or : Operators.And, terms, offsets, 0, terms.Count - 1);
    }

    private Expr Balance(string function, List<Expr> terms, List<int> offsets, int from, int to)
    {
        if (from == to)
            return terms[from];
        var middle = (from + to) / 2;
        var left = Balance(function, terms, offsets, from, middle);
        var right = Balance(function, terms, offsets, middle + 1, to);
        return Made(new CallExpr(offsets[middle], function, null, [left, right]));
    }

    private Expr ParseBinary(int precedence)
    {
        var left = ParseUnary();
        while (true)
        {
            var (binds, function) = _failed ? (0, "") : Operators.Binary(Kind, _token.Text);
            if (binds < precedence || binds == 0)
                return left;
            var offset = Offset;
            Next();
            var right = ParseBinary(binds + 1);
            left = Made(new CallExpr(offset, function, null, [left, right]));
        }
    }

    private Expr ParseUnary()
    {
        var kind = Kind;
        if (kind is not (TokenKind.Not or TokenKind.Minus))
            return ParseMember(isNegative: false);
        var offset = Offset;
        var count = 0;
        for (; Kind == kind; count++)
            Next();
        // Two of them are none.
        var isOdd = count % 2 == 1;
        if (kind == TokenKind.Minus && Kind is TokenKind.Int or TokenKind.UInt or TokenKind.Float)
            return ParseMember(isOdd);
        var operand = ParseMember(isNegative: false);
        return isOdd ? Made(new CallExpr(offset, kind == TokenKind.Not ? Operators.Not : Operators.Negate, null, [operand])) : operand;
    }

    private Expr ParseMember(bool isNegative)
    {
        var expr = ParsePrimary(isNegative);
        while (true)
        {
            var offset = Offset;
            switch (Kind)
            {
                case TokenKind.Dot:
                    Next();
                    expr = ParseSelection(expr, offset);
                    break;
                case TokenKind.LeftBracket:
                    Next();
                    var isOptional = Take(TokenKind.Question);
                    var index = ParseExpr();
                    Expect(TokenKind.RightBracket, "']'");
                    expr = Made(new CallExpr(offset, isOptional ? Operators.OptionalIndex : Operators.Index, null, [expr, index]));
                    break;
                case TokenKind.LeftBrace when QualifiedName.TryOf(expr, out var name):
                    expr = ParseMessage(expr.Offset, name);
                    break;
                default:
                    return expr;
            }
        }
    }

    private Expr ParseSelection(Expr operand, int offset)
    {
        if (Take(TokenKind.Question))
            return Made(new SelectExpr(offset, operand, ParseField(out var quoted), isTest: false, isOptional: true, quoted));
        var nameAt = Offset;
        var name = ParseField(out var isQuoted);
        if (isQuoted || Kind != TokenKind.LeftParen)
            return Made(new SelectExpr(offset, operand, name, isTest: false, isOptional: false, isQuoted));
        Next();
        var arguments = ParseList(TokenKind.RightParen, allowTrailingComma: false, out _);
        return Made(Macros.ExpandReceiver(operand, name, arguments, nameAt, _faults) ?? new CallExpr(nameAt, name, operand, arguments));
    }

    private Expr ParsePrimary(bool isNegative)
    {
        var offset = Offset;
        switch (Kind)
        {
            case TokenKind.Int or TokenKind.UInt or TokenKind.Float:
                if (!LiteralReader.TryReadNumber(Kind, _token.Text, isNegative, out var number, out var fault))
                    return Fail(offset, fault);
                Next();
                return new LiteralExpr(offset, number);
            case TokenKind.String or TokenKind.Bytes:
                if (!LiteralReader.TryReadString(_token.Text, out var text, out fault, out var faultAt))
                    return Fail(offset + faultAt, fault);
                Next();
                return new LiteralExpr(offset, text);
            case TokenKind.LeftParen:
                Next();
                var inner = ParseExpr();
                Expect(TokenKind.RightParen, "')'");
                return inner;
            case TokenKind.LeftBracket:
                Next();
                var elements = ParseList(TokenKind.RightBracket, allowTrailingComma: true, out var optional, allowOptional: true);
                return Made(new ListExpr(offset, elements, optional));
            case TokenKind.LeftBrace:
                return ParseMap(offset);
            case TokenKind.Dot:
                Next();
                return ParseName(offset, isRooted: true);
            case TokenKind.Identifier:
                return ParseName(offset, isRooted: false);
            default:
                return FailAtToken("an expression");
        }
    }

    private Expr ParseName(int offset, bool isRooted)
    {
        if (Kind != TokenKind.Identifier)
            return FailAtToken("a name");
        var name = _token.Text;
        if (!isRooted)
        {
            var constant = name switch
            {
                "true" => CelValue.True,
                "false" => CelValue.False,
                _ => default,
            };
            if (constant.Kind == CelKind.Bool || name is "null")
            {
                Next();
                return new LiteralExpr(offset, constant);
            }
        }
        if (Reserved.IsReserved(name))
            return Fail(Offset, $"'{name}' is a reserved word and cannot be a name here");
        var text = name.ToString();
        Next();
        if (Kind != TokenKind.LeftParen)
            return new IdentExpr(offset, text, isRooted);
        Next();
        var arguments = ParseList(TokenKind.RightParen, allowTrailingComma: false, out _);
        var expanded = isRooted ? null : Macros.ExpandGlobal(text, arguments, offset, _faults);
        return Made(expanded ?? new CallExpr(offset, isRooted ? "." + text : text, null, arguments));
    }

    /// <summary>A field after a dot; words that are reserved elsewhere are allowed here.</summary>
    private string ParseField(out bool isQuoted)
    {
        isQuoted = Kind == TokenKind.QuotedIdentifier;
        if (Kind is not (TokenKind.Identifier or TokenKind.QuotedIdentifier) || (!isQuoted && Reserved.IsToken(_token.Text)))
        {
            FailAtToken("the name of a field or function");
            return "";
        }
        var name = (isQuoted ? _token.Text[1..^1] : _token.Text).ToString();
        Next();
        return name;
    }

    private Expr[] ParseList(TokenKind end, bool allowTrailingComma, out bool[]? optional, bool allowOptional = false)
    {
        optional = null;
        if (Take(end))
            return [];
        var items = new List<Expr>();
        List<bool>? marks = null;
        while (!_failed && !(allowTrailingComma && items.Count > 0 && Kind == end))
        {
            if (allowOptional && Take(TokenKind.Question))
            {
                marks ??= [];
                while (marks.Count < items.Count)
                    marks.Add(false);
                marks.Add(true);
            }
            items.Add(ParseExpr());
            if (!Take(TokenKind.Comma))
                break;
        }
        Expect(end, end == TokenKind.RightParen ? "',' or ')'" : "',' or ']'");
        if (marks is not null)
        {
            while (marks.Count < items.Count)
                marks.Add(false);
            optional = [.. marks];
        }
        return [.. items];
    }

    private Expr ParseMap(int offset)
    {
        Next();
        var keys = new List<Expr>();
        var values = new List<Expr>();
        var marks = new List<bool>();
        while (!_failed && Kind != TokenKind.RightBrace)
        {
            marks.Add(Take(TokenKind.Question));
            keys.Add(ParseExpr());
            Expect(TokenKind.Colon, "':' and the key's value");
            values.Add(ParseExpr());
            if (!Take(TokenKind.Comma))
                break;
        }
        Expect(TokenKind.RightBrace, "',' or '}'");
        return Made(new MapExpr(offset, [.. keys], [.. values], marks.Contains(true) ? [.. marks] : null));
    }

    private Expr ParseMessage(int offset, string name)
    {
        Next();
        while (!_failed && Kind != TokenKind.RightBrace)
        {
            Take(TokenKind.Question);
            ParseField(out _);
            Expect(TokenKind.Colon, "':' and the field's value");
            ParseExpr();
            if (!Take(TokenKind.Comma))
                break;
        }
        Expect(TokenKind.RightBrace, "',' or '}'");
        return new MessageExpr(offset, name);
    }

    private Expr Made(Expr expr) => expr.Depth > _limits.MaxDepth ? Fail(expr.Offset, $"nested deeper than {_limits.MaxDepth} levels") : expr;

    private void Next()
    {
        _token.Next();
        if (_token.Kind == TokenKind.Bad && !_failed)
            Fail(_token.Start, _token.Fault!);
    }

    private bool Take(TokenKind kind)
    {
        if (Kind != kind)
            return false;
        Next();
        return true;
    }

    private void Expect(TokenKind kind, string expected)
    {
        if (!Take(kind))
            FailAtToken(expected);
    }

    private Expr FailAtToken(string expected) =>
        Fail(Offset, Kind == TokenKind.End ? $"the expression ends, expected {expected}" : $"unexpected {Shown()}, expected {expected}");

    private readonly string Shown()
    {
        var text = _token.Text.Length <= MaxShown ? _token.Text.ToString() : _token.Text[..MaxShown].ToString() + "…";
        return Kind switch
        {
            TokenKind.String => "string " + text,
            TokenKind.Bytes => "bytes " + text,
            _ => $"'{text}'",
        };
    }

    private Expr Fail(int offset, string message)
    {
        if (!_failed)
            _faults.Add(new SourceFault(offset, message));
        _failed = true;
        return new LiteralExpr(offset, CelValue.Null);
    }
}
