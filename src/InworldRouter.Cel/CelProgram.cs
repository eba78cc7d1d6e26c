// A compiled expression.
using System.Collections.Immutable;
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel;

/// <summary>Immutable and safe for any number of threads.</summary>
public sealed class CelProgram
{
    // More locals than these are rare: a frame for them is made then.
    private const int LocalsOnStack = 4;

    private readonly Node _root;
    private readonly CelLimits _limits;
    private readonly int _locals;

    internal CelProgram(Node root, CelType resultType, ImmutableArray<CelVariable> variables, CelLimits limits, int locals)
    {
        _root = root;
        _limits = limits;
        _locals = locals;
        ResultType = resultType;
        Variables = variables;
    }

    /// <summary><see cref="CelType.Dyn"/> when it is not known before evaluation.</summary>
    public CelType ResultType { get; }

    /// <summary>The variables that it may ask its activation for, by slot.</summary>
    public ImmutableArray<CelVariable> Variables { get; }

    /// <summary>The result; an error is a value of kind <see cref="CelKind.Error"/>, never an exception (but for those of the host's own code).</summary>
    public CelValue Evaluate(CelActivation activation)
    {
        if (_locals == 0)
            return Run(activation, []);
        if (_locals > LocalsOnStack)
            return Run(activation, new CelValue[_locals]);
        var locals = default(LocalSlots);
        return Run(activation, locals);
    }

    /// <summary>For conditions: whether the result is true. Not true and no error when <paramref name="error"/> is null.</summary>
    public bool Test(CelActivation activation, out CelError? error)
    {
        var result = Evaluate(activation);
        error = result.Kind switch
        {
            CelKind.Bool => null,
            CelKind.Error => result.AsError(),
            _ => new CelError(CelErrorKind.NoSuchOverload, $"the condition is {CelType.Of(result)}, expected bool", 1, 1),
        };
        return result.IsTrue;
    }

    private CelValue Run(CelActivation activation, Span<CelValue> locals)
    {
        var frame = new CelFrame(activation, _limits, locals);
        var result = _root.Evaluate(ref frame);
        return frame.Exhaustion is { } exhaustion ? CelValue.Of(exhaustion) : result;
    }

    [System.Runtime.CompilerServices.InlineArray(LocalsOnStack)]
    private struct LocalSlots
    {
        private CelValue _first;
    }
}
