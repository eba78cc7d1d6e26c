// Syntax tree → nodes: names become slots, constants are folded, calls are bound to their overloads.
using System.Collections.Immutable;
using InworldRouter.Cel.Checking;
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Functions.Regex;
using InworldRouter.Cel.Syntax;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Planning;

internal sealed class Planner(NameScope names, bool undeclaredAreDynamic, bool isChecked, SourcePlaces places, List<SourceFault> faults)
{
    private readonly List<CelVariable> _variables = [];
    private readonly List<(string Name, int Slot)> _locals = [];
    private int _slots;

    /// <summary>How many locals the program needs.</summary>
    public int Locals { get; private set; }

    public ImmutableArray<CelVariable> Variables => [.. _variables];

    public Node Plan(Expr expr)
    {
        var place = places.Of(expr.Offset);
        return expr switch
        {
            LiteralExpr e => new ConstantNode(place, e.Value),
            IdentExpr e => PlanIdent(e, place),
            SelectExpr e => PlanSelect(e, place),
            CallExpr e => PlanCall(e, place),
            ListExpr e => PlanList(e, place),
            MapExpr e => PlanMap(e, place),
            ComprehensionExpr e => PlanComprehension(e, place),
            BindExpr e => PlanBind(e, place),
            OptionalMapExpr e => PlanOptionalMap(e, place),
            BlockExpr e => PlanBlock(e, place),
            MessageExpr e => new FailureNode(place, CelErrorKind.NoSuchOverload, $"there is no message type '{e.Name}'"),
            _ => throw new InvalidOperationException(),
        };
    }

    private Node PlanIdent(IdentExpr e, Place place)
    {
        if (!e.IsRooted && FindLocal(e.Name) is { } slot)
            return new LocalNode(place, slot);
        if (names.TryResolve(e.IsRooted ? "." + e.Name : e.Name, out var fullName, out _, out var constant))
        {
            if (constant is null)
                return new VariableNode(place, Variable(fullName));
            return undeclaredAreDynamic && isChecked && !e.IsRooted ? new TypeOrVariableNode(place, Variable(fullName), constant) : new ConstantNode(place, CelValue.Of(constant));
        }
        return isChecked ? new VariableNode(place, Variable(e.Name)) : PlanUnknown(e, place);
    }

    private Node PlanSelect(SelectExpr e, Place place)
    {
        if (!e.IsTest && QualifiedName.Root(e) is { } root && (root.IsRooted || FindLocal(root.Name) is null) && QualifiedName.TryOf(e, out var name))
        {
            if (names.MayQualify(root.Name) && names.TryResolve(name, out var fullName, out _, out var constant))
                return constant is null ? new VariableNode(place, Variable(fullName)) : new ConstantNode(place, CelValue.Of(constant));
            if (!isChecked && !IsKnownBelow(e))
                return PlanUnknown(e, place);
        }
        var operand = Plan(e.Operand);
        var field = CelValue.Constant(e.Field);
        return Folded(e.IsTest ? new HasNode(place, operand, field) : new SelectNode(place, operand, field, e.IsOptional), operand);
    }

    /// <summary>Whether some shorter part of a chain of selections is known.</summary>
    private bool IsKnownBelow(SelectExpr e)
    {
        for (var operand = e.Operand; ; operand = ((SelectExpr)operand).Operand)
        {
            if (QualifiedName.TryOf(operand, out var name) && names.TryResolve(name, out _, out _, out _))
                return true;
            if (operand is IdentExpr)
                return false;
        }
    }

    /// <summary>A name that nobody declared: the activation may have it, whole or a beginning of it.</summary>
    private MaybeQualifiedNode PlanUnknown(Expr e, Place place)
    {
        QualifiedName.TryOf(e, out var name);
        var fields = name.TrimStart('.').Split('.')[1..];
        var candidates = new List<(CelVariable, int)>();
        var part = name;
        for (var left = 0; left <= fields.Length; left++)
        {
            candidates.AddRange(names.Candidates(part).Select(c => (Variable(c), left)));
            part = part[..Math.Max(1, part.LastIndexOf('.'))];
        }
        return new MaybeQualifiedNode(place, name, [.. candidates], fields);
    }

    private Node PlanCall(CallExpr e, Place place)
    {
        if (!isChecked)
            Bind(e);
        var arguments = new Node[e.Arguments.Length + (e.Target is null ? 0 : 1)];
        if (e.Target is not null)
            arguments[0] = Plan(e.Target);
        for (var i = 0; i < e.Arguments.Length; i++)
            arguments[arguments.Length - e.Arguments.Length + i] = Plan(e.Arguments[i]);

        switch (e.Function)
        {
            case Operators.And:
                return Folded(new AndNode(place, arguments[0], arguments[1]), arguments);
            case Operators.Or:
                return Folded(new OrNode(place, arguments[0], arguments[1]), arguments);
            case Operators.Not:
                return Folded(new NotNode(place, arguments[0]), arguments);
            case Operators.Conditional:
                return Folded(new ConditionalNode(place, arguments[0], arguments[1], arguments[2]), arguments);
            case Operators.Equal or Operators.NotEqual:
                return Folded(PlanEqual(place, arguments[0], arguments[1], e.Function == Operators.NotEqual), arguments);
            case Operators.Less:
                return Folded(new OrderNode(place, "<", arguments[0], arguments[1], onLess: true, onEqual: false, onGreater: false), arguments);
            case Operators.LessOrEqual:
                return Folded(new OrderNode(place, "<=", arguments[0], arguments[1], onLess: true, onEqual: true, onGreater: false), arguments);
            case Operators.Greater:
                return Folded(new OrderNode(place, ">", arguments[0], arguments[1], onLess: false, onEqual: false, onGreater: true), arguments);
            case Operators.GreaterOrEqual:
                return Folded(new OrderNode(place, ">=", arguments[0], arguments[1], onLess: false, onEqual: true, onGreater: true), arguments);
            case Operators.In:
                return Folded(PlanIn(place, arguments[0], arguments[1]), arguments);
            case Operators.Index or Operators.OptionalIndex:
                return Folded(new IndexNode(place, arguments[0], arguments[1], e.Function == Operators.OptionalIndex), arguments);
            case "or" or "orValue" when e.Target is not null && arguments.Length == 2:
                return Folded(new OptionalOrNode(place, arguments[0], arguments[1], e.Function == "orValue"), arguments);
            case "matches" when arguments is [_, ConstantNode { Value: { Kind: CelKind.String } pattern }]:
                return PlanMatches(e, place, arguments[0], pattern);
        }
        if (e.Overloads is not { Length: > 0 } overloads)
            return new FailureNode(place, CelErrorKind.NoSuchOverload, $"unbound function: there is no '{e.Function}' with {arguments.Length} arguments");
        return Folded(
            arguments switch
            {
                [] => new Call0(place, e.Function, overloads),
                [var a] => new Call1(place, e.Function, overloads, a),
                [var a, var b] => new Call2(place, e.Function, overloads, a, b),
                [var a, var b, var c] => new Call3(place, e.Function, overloads, a, b, c),
                [var a, var b, var c, var d] => new Call4(place, e.Function, overloads, a, b, c, d),
                _ => new FailureNode(place, CelErrorKind.NoSuchOverload, $"unbound function: there is no '{e.Function}' with {arguments.Length} arguments"),
            },
            arguments);
    }

    /// <summary>What the checker does for a call, as far as it can be done without types.</summary>
    private void Bind(CallExpr e)
    {
        if (e.Target is not null && QualifiedName.Root(e.Target) is { } root && names.MayQualify(root.Name) && QualifiedName.TryOf(e.Target, out var qualifier)
            && names.Function(qualifier + "." + e.Function) is { } namespaced)
        {
            e.Target = null;
            e.Overloads = namespaced.Candidates(isReceiver: false, e.Arguments.Length);
            return;
        }
        e.Overloads = names.Function(e.Function)?.Candidates(e.Target is not null, e.Arguments.Length + (e.Target is null ? 0 : 1));
    }

    private static Node PlanEqual(Place place, Node left, Node right, bool isNegated) => (left, right) switch
    {
        (_, ConstantNode { Value: { Kind: CelKind.String } text }) => new EqualTextNode(place, left, text, isNegated),
        (ConstantNode { Value: { Kind: CelKind.String } text }, _) => new EqualTextNode(place, right, text, isNegated),
        _ => new EqualNode(place, left, right, isNegated),
    };

    private static Node PlanIn(Place place, Node element, Node container)
    {
        if (container is not ConstantNode { Value: { Kind: CelKind.List } constant })
            return new InNode(place, element, container);
        var list = constant.AsList();
        var items = new CelValue[list.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = list[i];
            if (items[i].Kind is CelKind.List or CelKind.Map or CelKind.Optional)
                return new InNode(place, element, container);
        }
        return new InSetNode(place, element, items);
    }

    private Node PlanMatches(CallExpr e, Place place, Node text, CelValue pattern)
    {
        var compiled = MatchPattern.Literal(pattern.AsString());
        if (compiled.Fault is { } fault)
            faults.Add(new SourceFault(e.Arguments[^1].Offset, fault));
        return Folded(new MatchesNode(place, text, compiled), text);
    }

    private Node PlanList(ListExpr e, Place place)
    {
        var elements = PlanAll(e.Elements);
        return Folded(new ListNode(place, elements, e.Optional), elements);
    }

    private Node PlanMap(MapExpr e, Place place)
    {
        var keys = PlanAll(e.Keys);
        var values = PlanAll(e.Values);
        return Folded(new MapNode(place, keys, values, e.Optional), [.. keys, .. values]);
    }

    private Node PlanComprehension(ComprehensionExpr e, Place place)
    {
        var range = Plan(e.Range);
        var depth = _locals.Count;
        var first = Enter(e.First);
        var second = e.Second is null ? -1 : Enter(e.Second);
        var filter = e.Filter is null ? null : Plan(e.Filter);
        var body = Plan(e.Body);
        Leave(depth);
        return e.Kind switch
        {
            ComprehensionKind.All => new QuantifierNode(place, range, first, second, body, decisive: Truth.False),
            ComprehensionKind.Exists => new QuantifierNode(place, range, first, second, body, decisive: Truth.True),
            ComprehensionKind.ExistsOne => new ExistsOneNode(place, range, first, second, body),
            ComprehensionKind.Map => new CollectNode(place, range, first, second, filter, body),
            ComprehensionKind.Filter => new CollectNode(place, range, first, second, filter: body, body: null),
            _ => new TransformMapNode(place, range, first, second, filter, body, isEntry: e.Kind == ComprehensionKind.TransformMapEntry),
        };
    }

    private Node PlanBind(BindExpr e, Place place)
    {
        var value = Plan(e.Value);
        var depth = _locals.Count;
        var slot = Enter(e.Name);
        var body = Plan(e.Body);
        Leave(depth);
        return body is ConstantNode ? body : new BindNode(place, slot, [value], body);
    }

    private BindNode PlanBlock(BlockExpr e, Place place)
    {
        var depth = _locals.Count;
        var firstSlot = _slots;
        var values = new Node[e.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Plan(e.Values[i]);
            Enter(Macros.BlockVariable + i);
        }
        var body = Plan(e.Body);
        Leave(depth);
        return new BindNode(place, firstSlot, values, body);
    }

    private OptionalMapNode PlanOptionalMap(OptionalMapExpr e, Place place)
    {
        var target = Plan(e.Target);
        var depth = _locals.Count;
        var slot = Enter(e.Name);
        var body = Plan(e.Body);
        Leave(depth);
        return new OptionalMapNode(place, target, slot, body, e.IsFlat);
    }

    private Node[] PlanAll(Expr[] exprs)
    {
        var nodes = new Node[exprs.Length];
        for (var i = 0; i < nodes.Length; i++)
            nodes[i] = Plan(exprs[i]);
        return nodes;
    }

    /// <summary>The node's value when all it works on is constant; the node itself when that is an error, which it then is when it is evaluated.</summary>
    private static Node Folded(Node node, params ReadOnlySpan<Node> inputs)
    {
        foreach (var input in inputs)
        {
            if (input is not ConstantNode)
                return node;
        }
        var frame = new CelFrame(CelActivation.Empty, FoldingLimits, []);
        var value = node.Evaluate(ref frame);
        return value.IsError || frame.Exhaustion is not null ? node : new ConstantNode(node.Place, Kept(value));
    }

    // A text that is kept is kept in both encodings.
    private static CelValue Kept(in CelValue value) => value.Kind == CelKind.String && !value.HasUtf8 ? CelValue.Constant(value.AsString()) : value;

    // Folding is not to make a program large or its compilation slow.
    private static readonly CelLimits FoldingLimits = new() { MaxSteps = 2_000 };

    private CelVariable Variable(string name)
    {
        foreach (var known in _variables)
        {
            if (known.Name == name)
                return known;
        }
        var variable = new CelVariable(name, _variables.Count);
        _variables.Add(variable);
        return variable;
    }

    private int? FindLocal(string name)
    {
        for (var i = _locals.Count - 1; i >= 0; i--)
        {
            if (_locals[i].Name == name)
                return _locals[i].Slot;
        }
        return null;
    }

    private int Enter(string name)
    {
        var slot = _slots++;
        _locals.Add((name, slot));
        Locals = Math.Max(Locals, _slots);
        return slot;
    }

    private void Leave(int depth)
    {
        _slots -= _locals.Count - depth;
        _locals.RemoveRange(depth, _locals.Count - depth);
    }
}
