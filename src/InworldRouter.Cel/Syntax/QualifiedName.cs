// Names with dots: identifiers and selections without anything between them.
namespace InworldRouter.Cel.Syntax;

internal static class QualifiedName
{
    /// <summary>a.b.c, with a leading dot when it is rooted.</summary>
    public static bool TryOf(Expr expr, out string name)
    {
        name = "";
        if (Root(expr) is null)
            return false;
        name = Written(expr);
        return true;
    }

    /// <summary>The identifier that a chain of plain selections begins with; null when it is no such chain.</summary>
    public static IdentExpr? Root(Expr expr)
    {
        while (expr is SelectExpr { IsTest: false, IsOptional: false, IsQuoted: false } select)
            expr = select.Operand;
        return expr as IdentExpr;
    }

    private static string Written(Expr expr)
    {
        if (expr is IdentExpr ident)
            return ident.IsRooted ? "." + ident.Name : ident.Name;
        var fields = new Stack<string>();
        while (expr is SelectExpr select)
        {
            fields.Push(select.Field);
            expr = select.Operand;
        }
        return Written(expr) + "." + string.Join('.', fields);
    }
}
