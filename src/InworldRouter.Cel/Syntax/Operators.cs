// The operators' names as functions, and how tightly they bind.
namespace InworldRouter.Cel.Syntax;

internal static class Operators
{
    public const string Conditional = "_?_:_";
    public const string Or = "_||_";
    public const string And = "_&&_";
    public const string Not = "!_";
    public const string Negate = "-_";
    public const string Equal = "_==_";
    public const string NotEqual = "_!=_";
    public const string Less = "_<_";
    public const string LessOrEqual = "_<=_";
    public const string Greater = "_>_";
    public const string GreaterOrEqual = "_>=_";
    public const string In = "@in";
    public const string Add = "_+_";
    public const string Subtract = "_-_";
    public const string Multiply = "_*_";
    public const string Divide = "_/_";
    public const string Modulo = "_%_";
    public const string Index = "_[_]";
    public const string OptionalIndex = "_[?_]";

    /// <summary>What the macros math.greatest and math.least become.</summary>
    public const string Greatest = "math.@max";
    public const string Least = "math.@min";

    /// <summary>3 for relations, 4 for sums, 5 for products; 0 for what is no binary operator (|| and &amp;&amp; are read apart).</summary>
    public static (int Precedence, string Name) Binary(TokenKind kind, ReadOnlySpan<char> text) => kind switch
    {
        TokenKind.Equal => (3, Equal),
        TokenKind.NotEqual => (3, NotEqual),
        TokenKind.Less => (3, Less),
        TokenKind.LessOrEqual => (3, LessOrEqual),
        TokenKind.Greater => (3, Greater),
        TokenKind.GreaterOrEqual => (3, GreaterOrEqual),
        TokenKind.Identifier when text is "in" => (3, In),
        TokenKind.Plus => (4, Add),
        TokenKind.Minus => (4, Subtract),
        TokenKind.Star => (5, Multiply),
        TokenKind.Slash => (5, Divide),
        TokenKind.Percent => (5, Modulo),
        _ => (0, ""),
    };

    /// <summary>As it is written: for messages.</summary>
    public static string Written(string function) => function switch
    {
        Conditional => "?:",
        In => "in",
        Index or OptionalIndex => "[]",
        Greatest => "math.greatest",
        Least => "math.least",
        _ => function[0] == '_' || function is Not or Negate ? function.Replace("_", "", StringComparison.Ordinal) : function,
    };

    public static bool IsOperator(string function) => function is In or Not or Negate || function[0] == '_' && function.Length > 2 && function[^1] is '_' or ']';
}
