// A value of the suite's JSON as a value of the language, and what is compared with it.
using System.Globalization;
using System.Text.Json;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Conformance;

internal static class ConformanceValue
{
    public static CelValue Read(JsonElement json)
    {
        var member = json.EnumerateObject().Single();
        var text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : "";
        return member.Name switch
        {
            "int" => CelValue.Of(long.Parse(text, CultureInfo.InvariantCulture)),
            "uint" => CelValue.Of(ulong.Parse(text, CultureInfo.InvariantCulture)),
            "double" => CelValue.Of(text switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                _ => member.Value.GetDouble(),
            }),
            "string" => CelValue.Of(text),
            "bytes_base64" => CelValue.Bytes(Convert.FromBase64String(text)),
            "bool" => CelValue.Of(member.Value.GetBoolean()),
            "null" => CelValue.Null,
            "list" => CelValue.Of(CelList.Of([.. member.Value.EnumerateArray().Select(Read)])),
            "map" => CelValue.Of(CelMap.Of([.. member.Value.EnumerateArray().Select(e => KeyValuePair.Create(Read(e[0]), Read(e[1])))])),
            "type" => CelValue.Of(CelType.TryParse(text, out var type) ? type : CelType.Opaque(text)),
            "duration" => Evaluated($"duration('{text}')"),
            "timestamp" => Evaluated($"timestamp('{text}')"),
            _ => throw new NotSupportedException(member.Name),
        };
    }

    /// <summary>"the kind must match exactly (int 1 is not uint 1 or double 1.0); map order is free; NaN matches NaN"; -0.0 is not 0.0.</summary>
    public static bool Matches(CelValue expected, CelValue actual)
    {
        if (expected.Kind != actual.Kind)
            return false;
        switch (expected.Kind)
        {
            case CelKind.Double:
                return double.IsNaN(expected.AsDouble()) ? double.IsNaN(actual.AsDouble()) : expected.AsDouble().Equals(actual.AsDouble());
            case CelKind.List:
                var list = expected.AsList();
                return list.Count == actual.AsList().Count && Enumerable.Range(0, list.Count).All(i => Matches(list[i], actual.AsList()[i]));
            case CelKind.Map:
                var map = expected.AsMap();
                return map.Count == actual.AsMap().Count && Enumerable.Range(0, map.Count).All(
                    i => actual.AsMap().TryGet(map.KeyAt(i), out var value) && Matches(map.ValueAt(i), value));
            default:
                return expected == actual;
        }
    }

    private static CelValue Evaluated(string source) => Compiled.Program(source).Evaluate(CelActivation.Empty);
}
