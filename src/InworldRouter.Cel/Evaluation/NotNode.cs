// !operand
namespace InworldRouter.Cel.Evaluation;

internal sealed class NotNode(Values.Place place, Node operand) : PredicateNode(place)
{
    public override Truth Test(ref CelFrame frame) => operand.Test(ref frame) switch
    {
        Truth.False => Truth.True,
        Truth.True => Truth.False,
        _ => Truth.Error,
    };
}
