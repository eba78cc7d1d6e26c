// Gives every expression its type, and every call the overloads that it can mean.
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Syntax;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Checking;

internal sealed class Checker(NameScope names, bool undeclaredAreDynamic, List<SourceFault> faults)
{
    private readonly TypeUnifier _types = new();
    private readonly List<(string Name, CelType Type)> _locals = [];

    /// <summary>The type of the whole; of use only when no fault was added.</summary>
    public CelType Check(Expr root)
    {
        Visit(root);
        return _types.Substitute(root.Type!, freeToDyn: true);
    }

    private CelType Visit(Expr expr) => expr.Type = expr switch
    {
        LiteralExpr e => CelType.Of(e.Value),
        IdentExpr e => VisitIdent(e),
        SelectExpr e => VisitSelect(e),
        CallExpr e => VisitCall(e),
        ListExpr e => VisitList(e),
        MapExpr e => VisitMap(e),
        ComprehensionExpr e => VisitComprehension(e),
        BindExpr e => Within(e.Name, Visit(e.Value), e.Body),
        OptionalMapExpr e => VisitOptionalMap(e),
        BlockExpr e => VisitBlock(e),
        MessageExpr e => Fail(e.Offset, $"there is no message type '{e.Name}'; a map is written {{\"name\": value}}"),
        _ => throw new InvalidOperationException(),
    };

    private CelType VisitIdent(IdentExpr e)
    {
        if (!e.IsRooted && Local(e.Name) is { } local)
            return local;
        if (names.TryResolve(e.IsRooted ? "." + e.Name : e.Name, out _, out var type, out var constant))
            return constant is not null && undeclaredAreDynamic && !e.IsRooted ? CelType.Dyn : type; // see TypeOrVariableNode
        return undeclaredAreDynamic ? CelType.Dyn : Fail(e.Offset, $"undeclared variable '{e.Name}'{InContainer()}; {Known()}");
    }

    private CelType VisitSelect(SelectExpr e)
    {
        if (!e.IsTest && QualifiedName.Root(e) is { } root && IsQualified(root) && QualifiedName.TryOf(e, out var name)
            && names.TryResolve(name, out _, out var type, out _))
            return type;

        var operand = _types.Substitute(Visit(e.Operand), freeToDyn: false);
        var isOptional = e.IsOptional;
        if (operand.Kind == CelTypeKind.Optional)
        {
            operand = operand.Parameters[0];
            isOptional = true;
        }
        CelType result;
        switch (operand.Kind)
        {
            case CelTypeKind.Map:
                result = operand.Parameters[1];
                break;
            case CelTypeKind.Dyn or CelTypeKind.Error or CelTypeKind.Parameter:
                // So that the variable is not taken for something more narrow later.
                _types.IsAssignable(CelType.Dyn, operand);
                result = CelType.Dyn;
                break;
            default:
                return Fail(e.Offset, $"{Shown(operand)} has no fields, so '{e.Field}' cannot be selected from it; a map has");
        }
        return e.IsTest ? CelType.Bool : isOptional ? CelType.Optional(result) : result;
    }

    private CelType VisitCall(CallExpr e)
    {
        foreach (var argument in e.Arguments)
            Visit(argument);
        if (e.Function is Operators.And or Operators.Or)
        {
            foreach (var argument in e.Arguments)
                Require(argument, CelType.Bool, $"'{Operators.Written(e.Function)}' takes bools");
            return CelType.Bool;
        }
        if (e.Target is null)
        {
            return names.Function(e.Function) is { } function
                ? Resolve(e, function)
                : FailUnknown(e);
        }
        if (QualifiedName.Root(e.Target) is { } root && names.MayQualify(root.Name) && QualifiedName.TryOf(e.Target, out var qualifier)
            && names.Function(qualifier + "." + e.Function) is { } namespaced)
        {
            e.Target = null;
            return Resolve(e, namespaced);
        }
        Visit(e.Target);
        return names.Function(e.Function) is { } method
            ? Resolve(e, method)
            : FailUnknown(e);
    }

    private CelType Resolve(CallExpr e, FunctionSet function)
    {
        var isReceiver = e.Target is not null;
        var count = e.Arguments.Length + (isReceiver ? 1 : 0);
        var arguments = new CelType[count];
        if (isReceiver)
            arguments[0] = e.Target!.Type!;
        for (var i = 0; i < e.Arguments.Length; i++)
            arguments[count - e.Arguments.Length + i] = e.Arguments[i].Type!;

        var candidates = function.Candidates(isReceiver, count);
        CelType? result = null;
        CelOverload? only = null;
        List<CelOverload>? several = null;
        foreach (var overload in candidates)
        {
            ReadOnlySpan<CelType> parameters = overload.Parameters.AsSpan();
            var returned = overload.Result;
            if (overload.TypeParameters.Length > 0)
            {
                var variables = new CelType[overload.TypeParameters.Length];
                for (var i = 0; i < variables.Length; i++)
                    variables[i] = _types.Fresh();
                var instantiated = new CelType[count];
                for (var i = 0; i < count; i++)
                    instantiated[i] = TypeUnifier.Instantiate(parameters[i], overload, variables);
                parameters = instantiated;
                returned = TypeUnifier.Instantiate(returned, overload, variables);
            }
            if (!_types.AreAssignable(arguments, parameters))
                continue;
            returned = _types.Substitute(returned, freeToDyn: false);
            result = result is null || result.Equals(returned) ? returned : CelType.Dyn;
            if (only is null)
                only = overload;
            else
                (several ??= [only]).Add(overload);
        }
        if (result is null)
            return Fail(e.Offset, NoOverload(e, function, isReceiver, arguments));
        e.Overloads = several is null ? only!.Single : several.Count == candidates.Length ? candidates : [.. several];
        return result;
    }

    private CelType VisitList(ListExpr e)
    {
        CelType? element = null;
        for (var i = 0; i < e.Elements.Length; i++)
        {
            var type = Visit(e.Elements[i]);
            element = Join(element, e.Optional is not null && e.Optional[i] ? Unwrap(e.Elements[i], type) : type);
        }
        return CelType.List(element ?? _types.Fresh());
    }

    private CelType VisitMap(MapExpr e)
    {
        CelType? key = null;
        CelType? value = null;
        for (var i = 0; i < e.Keys.Length; i++)
        {
            key = Join(key, Visit(e.Keys[i]));
            var type = Visit(e.Values[i]);
            value = Join(value, e.Optional is not null && e.Optional[i] ? Unwrap(e.Values[i], type) : type);
        }
        return CelType.Map(key ?? _types.Fresh(), value ?? _types.Fresh());
    }

    private CelType VisitComprehension(ComprehensionExpr e)
    {
        var range = _types.Substitute(Visit(e.Range), freeToDyn: false);
        CelType first;
        var second = CelType.Dyn;
        switch (range.Kind)
        {
            case CelTypeKind.List:
                first = e.Second is null ? range.Parameters[0] : CelType.Int;
                second = range.Parameters[0];
                break;
            case CelTypeKind.Map:
                first = range.Parameters[0];
                second = range.Parameters[1];
                break;
            case CelTypeKind.Dyn or CelTypeKind.Error or CelTypeKind.Parameter:
                _types.IsAssignable(CelType.Dyn, range);
                first = CelType.Dyn;
                break;
            default:
                return Fail(e.Range.Offset, $"{Shown(range)} cannot be gone over; a list or a map can");
        }

        var depth = _locals.Count;
        _locals.Add((e.First, first));
        if (e.Second is not null)
            _locals.Add((e.Second, second));
        if (e.Filter is not null)
        {
            Visit(e.Filter);
            Require(e.Filter, CelType.Bool, "a filter is a bool");
        }
        var body = Visit(e.Body);
        var result = e.Kind switch
        {
            ComprehensionKind.All or ComprehensionKind.Exists or ComprehensionKind.ExistsOne =>
                Require(e.Body, CelType.Bool, "what is asked of every element is a bool"),
            ComprehensionKind.Filter => CelType.List(Require(e.Body, CelType.Bool, "a filter is a bool").Kind == CelTypeKind.Error ? CelType.Dyn : first),
            ComprehensionKind.Map => CelType.List(body),
            ComprehensionKind.TransformMap => CelType.Map(first, body),
            _ => Require(e.Body, CelType.Map(_types.Fresh(), _types.Fresh()), "transformMapEntry() makes maps"),
        };
        _locals.RemoveRange(depth, _locals.Count - depth);
        return _types.Substitute(result, freeToDyn: false);
    }

    private CelType VisitOptionalMap(OptionalMapExpr e)
    {
        var target = _types.Substitute(Visit(e.Target), freeToDyn: false);
        var content = CelType.Dyn;
        if (target.Kind == CelTypeKind.Optional)
            content = target.Parameters[0];
        else if (target.Kind is not (CelTypeKind.Dyn or CelTypeKind.Error or CelTypeKind.Parameter))
            return Fail(e.Target.Offset, $"{Shown(target)} is not an optional; optional.of() makes one");
        var body = Within(e.Name, content, e.Body);
        return e.IsFlat ? Require(e.Body, CelType.Optional(_types.Fresh()), "optFlatMap() gives an optional") : CelType.Optional(body);
    }

    private CelType VisitBlock(BlockExpr e)
    {
        var depth = _locals.Count;
        for (var i = 0; i < e.Values.Length; i++)
        {
            Visit(e.Values[i]);
            _locals.Add((Macros.BlockVariable + i, CelType.Dyn));
        }
        var result = Visit(e.Body);
        _locals.RemoveRange(depth, _locals.Count - depth);
        return result;
    }

    private CelType Within(string name, CelType type, Expr body)
    {
        _locals.Add((name, type));
        var result = Visit(body);
        _locals.RemoveAt(_locals.Count - 1);
        return result;
    }

    private bool IsQualified(IdentExpr root) => names.MayQualify(root.Name) && (root.IsRooted || Local(root.Name) is null);

    private CelType? Local(string name)
    {
        for (var i = _locals.Count - 1; i >= 0; i--)
        {
            if (_locals[i].Name == name)
                return _locals[i].Type;
        }
        return null;
    }

    /// <summary>The type of elements of several types: the more general of two that fit, else dyn.</summary>
    private CelType Join(CelType? previous, CelType current) =>
        previous is null ? current : _types.IsAssignable(previous, current) ? TypeUnifier.MostGeneral(previous, current) : CelType.Dyn;

    private CelType Unwrap(Expr expr, CelType type)
    {
        type = _types.Substitute(type, freeToDyn: false);
        if (type.Kind == CelTypeKind.Optional)
            return type.Parameters[0];
        return type.Kind is CelTypeKind.Dyn or CelTypeKind.Error or CelTypeKind.Parameter
            ? CelType.Dyn
            : Fail(expr.Offset, $"what follows '?' is an optional, found {Shown(type)}");
    }

    private CelType Require(Expr expr, CelType type, string rule) =>
        _types.IsAssignable(expr.Type!, type) ? type : Fail(expr.Offset, $"{rule}, found {Shown(expr.Type!)}");

    private CelType Fail(int offset, string message)
    {
        faults.Add(new SourceFault(offset, message));
        return CelType.Error;
    }

    private CelType FailUnknown(CallExpr e) => Fail(
        e.Offset, $"there is no function '{e.Function}'{InContainer()}" + (Macros.Usage(e.Function) is { } usage ? $"; it is written {usage}" : ""));

    private string Shown(CelType type) => _types.Substitute(type, freeToDyn: true).ToString();

    private string InContainer() => names.Container.Length == 0 ? "" : $" (in container '{names.Container}')";

    private string Known()
    {
        var known = names.VariableNames.Order(StringComparer.Ordinal).Take(8).ToArray();
        return known.Length == 0 ? "no variable is declared" : "declared are " + string.Join(", ", known);
    }

    private string NoOverload(CallExpr e, FunctionSet function, bool isReceiver, CelType[] arguments)
    {
        var shown = arguments.Select(Shown).ToArray();
        var given = isReceiver ? $"{shown[0]}.({string.Join(", ", shown.Skip(1))})" : $"({string.Join(", ", shown)})";
        var similar = function.All.Where(o => o.IsReceiver == isReceiver).DefaultIfEmpty(function.All.First());
        var expected = string.Join(" or ", similar.Take(8).Select(Signature));
        return $"no such overload: '{Operators.Written(function.Name)}' does not take {given}; it takes {expected}";
    }

    private static string Signature(CelOverload overload) => overload.IsReceiver
        ? $"{overload.Parameters[0]}.({string.Join(", ", overload.Parameters.Skip(1))})"
        : $"({string.Join(", ", overload.Parameters)})";
}
