// range.all(x, predicate), range.exists(x, predicate)
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <summary>
/// "combines per-element predicate results with the 'and' (&amp;&amp;) operator, so if any predicate evaluates to false, the macro evaluates to false,
/// ignoring any errors from other predicates"; exists likewise with 'or'.
/// </summary>
/// <param name="decisive">What ends it: false for all, true for exists.</param>
internal sealed class QuantifierNode(Place place, Node range, int first, int second, Node predicate, Truth decisive)
    : ComprehensionNode(place, range, first, second)
{
    public override Truth Test(ref CelFrame frame)
    {
        if (!TryBegin(ref frame, out var elements, out var broken))
            return frame.Fail(broken.AsError());
        CelError? fault = null;
        for (var i = 0; i < elements.Count; i++)
        {
            if (!frame.TryStep())
                return frame.Fail(frame.Exhaustion!);
            elements.Load(ref frame, i);
            var truth = predicate.Test(ref frame);
            if (truth == decisive)
                return decisive;
            if (truth == Truth.Error)
                fault ??= frame.Fault;
        }
        return fault is not null ? frame.Fail(fault) : decisive == Truth.True ? Truth.False : Truth.True;
    }

    public override CelValue Evaluate(ref CelFrame frame) => Test(ref frame) switch
    {
        Truth.False => CelValue.False,
        Truth.True => CelValue.True,
        _ => CelValue.Of(frame.Fault!),
    };
}
