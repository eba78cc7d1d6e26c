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

    /// <summary>
    /// The result; an error is a value of kind <see cref="CelKind.Error"/>, never an exception (but for those of the host's own code).
    /// </summary>
    public CelValue Evaluate(CelActivation activation)
    {
        if (_locals > LocalsOnStack)
            return Run(activation, new CelValue[_locals]);
        var locals = default(LocalSlots);
        return Run(activation, locals);
    }

    /// <summary>
    /// For conditions: whether the result is true; <paramref name="error"/> is null when it is true or false, and else says why it is neither.
    /// </summary>
    public bool Test(CelActivation activation, out CelError? error)
    {
        if (_locals > 0)
            return TestWithLocals(activation, out error);
        var frame = new CelFrame(activation, _limits, []);
        return Told(_root.Test(ref frame), frame, out error);
    }

    private bool TestWithLocals(CelActivation activation, out CelError? error)
    {
        var locals = default(LocalSlots);
        var frame = new CelFrame(activation, _limits, _locals > LocalsOnStack ? new CelValue[_locals] : locals);
        return Told(_root.Test(ref frame), frame, out error);
    }

    private static bool Told(Truth truth, in CelFrame frame, out CelError? error)
    {
        error = frame.Exhaustion ?? (truth == Truth.Error ? frame.Fault : null);
        return truth == Truth.True && error is null;
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
