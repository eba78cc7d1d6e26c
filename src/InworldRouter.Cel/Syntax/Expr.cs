// The syntax tree: what was written, macros already expanded. It lives until the program is planned.
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Syntax;

/// <param name="offset">Where it begins in the source, or where its operator stands.</param>
/// <param name="depth">1 for a leaf, else one more than its deepest child.</param>
internal abstract class Expr(int offset, int depth)
{
    public readonly int Offset = offset;
    public readonly int Depth = depth;

    /// <summary>Given by the checker; null in a tree that is not checked.</summary>
    public CelType? Type;
}

internal sealed class LiteralExpr(int offset, CelValue value) : Expr(offset, 1)
{
    public readonly CelValue Value = value;
}

/// <param name="isRooted">Written with a dot before it: resolved from the root, past locals and container.</param>
internal sealed class IdentExpr(int offset, string name, bool isRooted) : Expr(offset, 1)
{
    public readonly string Name = name;
    public readonly bool IsRooted = isRooted;
}

/// <param name="isTest">has(operand.field)</param>
/// <param name="isOptional">operand.?field</param>
internal sealed class SelectExpr(int offset, Expr operand, string field, bool isTest, bool isOptional, bool isQuoted) : Expr(offset, operand.Depth + 1)
{
    public readonly Expr Operand = operand;
    public readonly string Field = field;
    public readonly bool IsTest = isTest;
    public readonly bool IsOptional = isOptional;

    /// <summary>A quoted field cannot be a part of a qualified name.</summary>
    public readonly bool IsQuoted = isQuoted;
}

/// <summary>A call of a function or operator. The checker leaves in Overloads what it can mean.</summary>
internal sealed class CallExpr(int offset, string function, Expr? target, Expr[] arguments)
    : Expr(offset, Math.Max(target?.Depth ?? 0, Depths.Of(arguments)) + 1)
{
    public readonly string Function = function;
    public readonly Expr[] Arguments = arguments;

    /// <summary>Dropped by the checker when it is the namespace of the function.</summary>
    public Expr? Target = target;
    public CelOverload[]? Overloads;
}

/// <param name="optional">Which elements are written with a ? before them; null for none.</param>
internal sealed class ListExpr(int offset, Expr[] elements, bool[]? optional) : Expr(offset, Depths.Of(elements) + 1)
{
    public readonly Expr[] Elements = elements;
    public readonly bool[]? Optional = optional;
}

internal sealed class MapExpr(int offset, Expr[] keys, Expr[] values, bool[]? optional)
    : Expr(offset, Math.Max(Depths.Of(keys), Depths.Of(values)) + 1)
{
    public readonly Expr[] Keys = keys;
    public readonly Expr[] Values = values;
    public readonly bool[]? Optional = optional;
}

/// <summary>A message M{…}: the language has them, this environment has no message types, so the checker refuses it by its name.</summary>
internal sealed class MessageExpr(int offset, string name) : Expr(offset, 1)
{
    public readonly string Name = name;
}

internal enum ComprehensionKind : byte
{
    All,
    Exists,
    ExistsOne,
    Map,
    Filter,
    TransformMap,
    TransformMapEntry,
}

/// <param name="second">Null for the forms with one variable.</param>
/// <param name="filter">Null where there is none.</param>
internal sealed class ComprehensionExpr(int offset, ComprehensionKind kind, Expr range, string first, string? second, Expr? filter, Expr body)
    : Expr(offset, Math.Max(Math.Max(range.Depth, filter?.Depth ?? 0), body.Depth) + 1)
{
    public readonly ComprehensionKind Kind = kind;
    public readonly Expr Range = range;
    public readonly string First = first;
    public readonly string? Second = second;
    public readonly Expr? Filter = filter;
    public readonly Expr Body = body;
}

/// <summary>cel.bind(name, value, body)</summary>
internal sealed class BindExpr(int offset, string name, Expr value, Expr body) : Expr(offset, Math.Max(value.Depth, body.Depth) + 1)
{
    public readonly string Name = name;
    public readonly Expr Value = value;
    public readonly Expr Body = body;
}

/// <summary>target.optMap(name, body), target.optFlatMap(name, body)</summary>
internal sealed class OptionalMapExpr(int offset, Expr target, string name, Expr body, bool isFlat)
    : Expr(offset, Math.Max(target.Depth, body.Depth) + 1)
{
    public readonly Expr Target = target;
    public readonly string Name = name;
    public readonly Expr Body = body;
    public readonly bool IsFlat = isFlat;
}

/// <summary>cel.block([values], body): the values are @index0, @index1, … in those after them and in the body.</summary>
internal sealed class BlockExpr(int offset, Expr[] values, Expr body) : Expr(offset, Math.Max(Depths.Of(values), body.Depth) + 1)
{
    public readonly Expr[] Values = values;
    public readonly Expr Body = body;
}

internal static class Depths
{
    public static int Of(Expr[] children)
    {
        var depth = 0;
        foreach (var child in children)
            depth = Math.Max(depth, child.Depth);
        return depth;
    }
}
