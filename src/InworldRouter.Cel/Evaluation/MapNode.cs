// {key: value, ?key: optional}
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

internal sealed class MapNode(Place place, Node[] keys, Node[] values, bool[]? optional) : Node(place)
{
    public override CelValue Evaluate(ref CelFrame frame)
    {
        if (!frame.TryCharge(2L * keys.Length * CollectionFunctions.BytesPerElement))
            return frame.Exhausted;
        var map = new ValueMap(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i].Evaluate(ref frame);
            if (key.IsError)
                return key;
            if (!ValueMap.CanBeKey(key))
                return Fail(CelErrorKind.NoSuchOverload, $"unsupported key type: {CelType.Of(key)}; a key is a bool, int, uint or string");
            var value = values[i].Evaluate(ref frame);
            if (value.IsError)
                return value;
            if (optional is not null && optional[i])
            {
                if (value.Kind != CelKind.Optional)
                    return Fail(CelErrorKind.NoSuchOverload, $"no such overload: what follows '?' is an optional, found {CelType.Of(value)}");
                if (!value.TryGetOptional(out value))
                    continue;
            }
            if (!map.TryAdd(key, value))
                return Fail(CelErrorKind.InvalidArgument, $"repeated key: {key}");
        }
        return CelValue.Of(map);
    }
}
