// range.transformMap(k, v, filter, body), range.transformMapEntry(k, v, filter, {key: value}): both make a map.
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <param name="isEntry">The body makes entries, else values for the keys that are there.</param>
internal sealed class TransformMapNode(Place place, Node range, int first, int second, Node? filter, Node body, bool isEntry)
    : ComprehensionNode(place, range, first, second)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        if (!TryBegin(ref frame, out var elements, out var broken))
            return broken;
        var map = new ValueMap(0);
        for (var i = 0; i < elements.Count; i++)
        {
            if (!frame.TryCharge(2 * CollectionFunctions.BytesPerElement))
                return frame.Exhausted;
            elements.Load(ref frame, i);
            var truth = filter?.Test(ref frame) ?? Truth.True;
            if (truth == Truth.Error)
                return CelValue.Of(frame.Fault!);
            if (truth == Truth.False)
                continue;
            var key = frame.Locals[First];
            var value = body.Evaluate(ref frame);
            if (value.IsError)
                return value;
            var added = isEntry ? AddAll(ref frame, map, value) : Add(map, key, value);
            if (added.IsError)
                return added;
        }
        return CelValue.Of(map);
    }

    private CelValue AddAll(ref CelFrame frame, ValueMap map, in CelValue entries)
    {
        if (entries.Kind != CelKind.Map)
            return Fail(CelErrorKind.NoSuchOverload, $"no such overload: transformMapEntry() makes maps, found {CelType.Of(entries)}");
        var added = entries.AsMap();
        for (var i = 0; i < added.Count; i++)
        {
            if (!frame.TryCharge(2 * CollectionFunctions.BytesPerElement))
                return frame.Exhausted;
            var result = Add(map, added.KeyAt(i), added.ValueAt(i));
            if (result.IsError)
                return result;
        }
        return CelValue.Null;
    }

    private CelValue Add(ValueMap map, in CelValue key, in CelValue value) =>
        map.TryAdd(key, value) ? CelValue.Null : Fail(CelErrorKind.InvalidArgument, $"repeated key: {key}");
}
