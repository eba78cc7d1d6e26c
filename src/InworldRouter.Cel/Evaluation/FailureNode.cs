// What an unchecked program has where the checker would have refused: it fails when it is evaluated.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class FailureNode(Place place, CelErrorKind kind, string message) : Node(place)
{
    private readonly CelError _error = new(kind, message, place);

    public override CelValue Evaluate(ref CelFrame frame) => CelValue.Of(_error);
}
