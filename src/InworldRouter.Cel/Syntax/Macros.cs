// Calls that are not calls: has, all, exists, map, cel.bind and the others, recognized by name and number of arguments.
using System.Globalization;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Syntax;

/// <summary>One call that may be a macro.</summary>
internal readonly struct Macros(Expr target, string name, Expr[] arguments, int offset, List<SourceFault> faults)
{
    /// <summary>What cel.block names its values; no identifier of a source can begin so.</summary>
    public const string BlockVariable = "@index";

    /// <summary>Null when it is a call like any other.</summary>
    public static Expr? ExpandGlobal(string name, Expr[] arguments, int offset, List<SourceFault> faults)
    {
        if (name != "has" || arguments.Length != 1)
            return null;
        if (arguments[0] is SelectExpr { IsTest: false, IsOptional: false } select)
            return new SelectExpr(select.Offset, select.Operand, select.Field, isTest: true, isOptional: false, select.IsQuoted);
        faults.Add(new SourceFault(offset, "has() takes the selection of a field, as in has(a.b); " + (arguments[0] is IdentExpr
            ? "a variable alone cannot be tested"
            : "whether a map has a key that is no name is asked with \"key\" in map")));
        return new LiteralExpr(offset, CelValue.Null);
    }

    /// <summary>Null when it is a call like any other.</summary>
    public static Expr? ExpandReceiver(Expr target, string name, Expr[] arguments, int offset, List<SourceFault> faults) =>
        new Macros(target, name, arguments, offset, faults).Expand();

    /// <summary>How the macro of a name is written, for a call that is not one for its number of arguments; null when there is none.</summary>
    public static string? Usage(string name) => name switch
    {
        "has" => "has(a.b)",
        "all" or "exists" or "exists_one" or "existsOne" => $"list.{name}(x, condition) or list.{name}(i, x, condition)",
        "map" => "list.map(x, value) or list.map(x, condition, value)",
        "filter" => "list.filter(x, condition)",
        "transformList" or "transformMap" => $"list.{name}(i, x, value) or list.{name}(i, x, condition, value)",
        "transformMapEntry" => "map.transformMapEntry(k, v, {key: value}) or map.transformMapEntry(k, v, condition, {key: value})",
        "optMap" or "optFlatMap" => $"optional.{name}(x, value)",
        "bind" => "cel.bind(x, value, result)",
        _ => null,
    };

    private Expr? Expand() => (name, arguments.Length) switch
    {
        ("all", 2) => One(ComprehensionKind.All),
        ("all", 3) => Two(ComprehensionKind.All),
        ("exists", 2) => One(ComprehensionKind.Exists),
        ("exists", 3) => Two(ComprehensionKind.Exists),
        ("exists_one" or "existsOne", 2) => One(ComprehensionKind.ExistsOne),
        ("exists_one" or "existsOne", 3) => Two(ComprehensionKind.ExistsOne),
        ("map", 2 or 3) => One(ComprehensionKind.Map),
        ("filter", 2) => One(ComprehensionKind.Filter),
        ("transformList", 3 or 4) => Two(ComprehensionKind.Map),
        ("transformMap", 3 or 4) => Two(ComprehensionKind.TransformMap),
        ("transformMapEntry", 3 or 4) => Two(ComprehensionKind.TransformMapEntry),
        ("optMap" or "optFlatMap", 2) => OptionalMap(),
        ("bind", 3) when IsNamespace("cel") => Bind(),
        ("block", 2) when IsNamespace("cel") => Block(),
        ("index", 1) when IsNamespace("cel") => Numbered(BlockVariable),
        ("iterVar", 2) when IsNamespace("cel") => Numbered("@it:"),
        ("accuVar", 2) when IsNamespace("cel") => Numbered("@ac:"),
        ("greatest", _) when IsNamespace("math") => Extreme(Operators.Greatest),
        ("least", _) when IsNamespace("math") => Extreme(Operators.Least),
        _ => null,
    };

    private bool IsNamespace(string expected) => target is IdentExpr ident && ident.Name == expected;

    private Expr One(ComprehensionKind kind)
    {
        if (Variable(0) is not { } first)
            return Nothing();
        return new ComprehensionExpr(offset, kind, target, first, null, arguments.Length == 3 ? arguments[1] : null, arguments[^1]);
    }

    private Expr Two(ComprehensionKind kind)
    {
        if (Variable(0) is not { } first || Variable(1) is not { } second)
            return Nothing();
        if (first == second)
            return Fail(arguments[1].Offset, $"the two variables of {name}() have the same name '{first}'");
        return new ComprehensionExpr(offset, kind, target, first, second, arguments.Length == 4 ? arguments[2] : null, arguments[^1]);
    }

    private Expr OptionalMap() => Variable(0) is { } variable
        ? new OptionalMapExpr(offset, target, variable, arguments[1], name == "optFlatMap")
        : Nothing();

    private Expr Bind() => Variable(0) is { } variable ? new BindExpr(offset, variable, arguments[1], arguments[2]) : Nothing();

    private Expr Block() => arguments[0] is ListExpr { Optional: null } values
        ? new BlockExpr(offset, values.Elements, arguments[1])
        : Fail(arguments[0].Offset, "the first argument of cel.block() is a list of expressions");

    private Expr Numbered(string prefix)
    {
        var numbers = new string[arguments.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (arguments[i] is not LiteralExpr { Value: { Kind: CelKind.Int } number } || number.Bits is < 0 or > 1000)
                return Fail(arguments[i].Offset, $"the arguments of cel.{name}() are numbers from 0 to 1000");
            numbers[i] = number.Bits.ToString(CultureInfo.InvariantCulture);
        }
        return new IdentExpr(offset, prefix + string.Join(':', numbers), isRooted: false);
    }

    /// <summary>math.greatest and math.least: of one, of two, or of a list of all of them.</summary>
    private Expr Extreme(string function)
    {
        if (arguments.Length == 0)
            return Fail(offset, $"math.{name}() needs at least one argument");
        if (arguments is [ListExpr list])
        {
            if (list.Elements.Length == 0)
                return Fail(list.Offset, $"math.{name}() needs at least one number");
            if (list.Elements.FirstOrDefault(e => !MayBeNumber(e)) is { } element)
                return Fail(element.Offset, $"math.{name}() takes numbers");
            return new CallExpr(offset, function, null, arguments);
        }
        if (arguments.FirstOrDefault(a => !MayBeNumber(a)) is { } wrong)
            return Fail(wrong.Offset, $"math.{name}() takes numbers");
        return new CallExpr(offset, function, null, arguments.Length <= 2 ? arguments : [new ListExpr(offset, arguments, null)]);
    }

    private static bool MayBeNumber(Expr expr) => expr switch
    {
        LiteralExpr literal => ValueEquality.IsNumber(literal.Value.Kind),
        ListExpr or MapExpr or MessageExpr => false,
        _ => true,
    };

    private string? Variable(int index)
    {
        if (arguments[index] is IdentExpr { IsRooted: false } ident)
            return ident.Name;
        Fail(arguments[index].Offset, $"argument {index + 1} of {name}() must be a simple name for a variable");
        return null;
    }

    private LiteralExpr Fail(int at, string message)
    {
        faults.Add(new SourceFault(at, message));
        return Nothing();
    }

    private LiteralExpr Nothing() => new(offset, CelValue.Null);
}
