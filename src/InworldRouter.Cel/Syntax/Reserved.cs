// The words that cannot be names.
namespace InworldRouter.Cel.Syntax;

internal static class Reserved
{
    /// <summary>Words of the syntax itself: not even a field's name without backquotes.</summary>
    public static bool IsToken(ReadOnlySpan<char> word) => word is "true" or "false" or "null" or "in";

    /// <summary>"reserved to allow easier embedding of CEL into a host language", and those of the syntax.</summary>
    public static bool IsReserved(ReadOnlySpan<char> word) => IsToken(word) || word is "as" or "break" or "const" or "continue" or "else" or "for"
        or "function" or "if" or "import" or "let" or "loop" or "package" or "namespace" or "return" or "var" or "void" or "while";
}
