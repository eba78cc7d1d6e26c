// One evaluation: its variables, its locals and what it has spent.
using System.Diagnostics;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <summary>One evaluation under way. Functions see it to pay for work that is more than a step.</summary>
public ref struct CelFrame
{
    // "The clock is asked every ~1,000 steps."
    private const long Chunk = 1000;
    private const int BytesPerStep = 10;

    internal readonly CelActivation Activation;
    internal readonly Span<CelValue> Locals;
    internal long Fuel = Chunk;
    internal CelError? Fault;
    private readonly CelLimits _limits;
    private long _drawn = Chunk;
    private long _start;

    internal CelFrame(CelActivation activation, CelLimits limits, Span<CelValue> locals)
    {
        Activation = activation;
        Locals = locals;
        _limits = limits;
    }

    /// <summary>Set once the limits are reached: the evaluation then ends with it, whatever it would have been.</summary>
    internal CelError? Exhaustion { get; private set; }

    /// <summary>Pays for work or room before it is taken.</summary>
    /// <param name="bytes">Bytes or characters looked at or made; an element of a list is some 24.</param>
    /// <returns>False when the limits are reached; the function must then stop and return <see cref="Exhausted"/>.</returns>
    public bool TryCharge(long bytes)
    {
        Fuel -= bytes / BytesPerStep;
        return Fuel >= 0 || Refill();
    }

    /// <summary>What a function returns after <see cref="TryCharge"/> failed.</summary>
    public readonly CelValue Exhausted => CelValue.Of(Exhaustion!);

    /// <summary>Counts what it takes to go over a text; the next step of a loop sees it.</summary>
    internal void Count(in CelValue value)
    {
        if (value.Kind == CelKind.String)
            Fuel -= TextComparison.Size(value) / BytesPerStep;
    }

    /// <summary>One step in a loop.</summary>
    internal bool TryStep() => --Fuel >= 0 || Refill();

    internal Truth Fail(CelError error)
    {
        Fault = error;
        return Truth.Error;
    }

    private bool Refill()
    {
        if (Exhaustion is not null)
            return false;
        var now = Stopwatch.GetTimestamp();
        if (_start == 0)
            _start = now;
        var spent = _drawn - Fuel;
        if (spent > _limits.MaxSteps)
        {
            Exhaustion = new CelError(CelErrorKind.TooManySteps, $"the expression takes more than {_limits.MaxSteps} steps");
            return false;
        }
        if (Stopwatch.GetElapsedTime(_start, now) > _limits.MaxTime)
        {
            Exhaustion = new CelError(CelErrorKind.TookTooLong, $"the expression takes more than {_limits.MaxTime.TotalMilliseconds} ms");
            return false;
        }
        _drawn = spent + Chunk;
        Fuel = Chunk;
        return true;
    }
}
