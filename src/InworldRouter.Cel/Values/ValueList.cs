// The list that expressions make: an array of values.
namespace InworldRouter.Cel.Values;

internal sealed class ValueList(CelValue[] items, int count) : CelList
{
    public override int Count => count;

    public override CelValue this[int index] => items[index];

    public ReadOnlySpan<CelValue> Items => items.AsSpan(0, count);
}
