// %s: any value as text, lists and maps with what is in them.
using System.Globalization;
using System.Text;
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

internal static class FormatText
{
    // A double without an exponent is up to 330 characters, made of several texts as long.
    private const int BytesPerDouble = 1000;

    // The builders and texts that a map's entry is sorted by.
    private const int BytesPerEntry = 300;

    public static bool TryWrite(ref CelFrame frame, StringBuilder result, in CelValue value, out CelValue fault)
    {
        fault = default;
        var length = value.Kind switch
        {
            CelKind.String => TextComparison.Size(value),
            CelKind.Bytes => value.Sliced.Length,
            CelKind.Double => BytesPerDouble,
            _ => 0,
        };
        if (!frame.TryCharge(CollectionFunctions.BytesPerElement + (long)length))
        {
            fault = frame.Exhausted;
            return false;
        }
        switch (value.Kind)
        {
            case CelKind.List:
                return TryWriteList(ref frame, result, value.AsList(), out fault);
            case CelKind.Map:
                return TryWriteMap(ref frame, result, value.AsMap(), out fault);
            case CelKind.Optional or CelKind.Error:
                fault = CelValue.Error(
                    CelErrorKind.InvalidArgument,
                    "error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, "
                    + $"durations, and timestamps, was given {CelType.Of(value).Name}");
                return false;
        }
        result.Append(value.Kind switch
        {
            CelKind.Null => "null",
            CelKind.Bool => value.IsTrue ? "true" : "false",
            CelKind.Int => value.Bits.ToString(CultureInfo.InvariantCulture),
            CelKind.UInt => ((ulong)value.Bits).ToString(CultureInfo.InvariantCulture),
            CelKind.Double => NumberText.Plain(value.Double),
            CelKind.String => value.AsString(),
            CelKind.Bytes => Encoding.UTF8.GetString(value.Sliced),
            CelKind.Duration => TimeText.Duration(value.Bits),
            CelKind.Timestamp => TimeText.Timestamp(value.Bits, value.Nanoseconds),
            _ => value.AsType().Name,
        });
        return true;
    }

    private static bool TryWriteList(ref CelFrame frame, StringBuilder result, CelList list, out CelValue fault)
    {
        fault = default;
        result.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
                result.Append(", ");
            if (!TryWrite(ref frame, result, list[i], out fault))
                return false;
        }
        result.Append(']');
        return true;
    }

    /// <summary>Sorted by the keys' texts, so that the order of a map, which means nothing, does not show.</summary>
    private static bool TryWriteMap(ref CelFrame frame, StringBuilder result, CelMap map, out CelValue fault)
    {
        fault = default;
        var entries = new List<(CelValue Key, string Value)>();
        for (var i = 0; i < map.Count; i++)
        {
            if (!frame.TryCharge(BytesPerEntry))
            {
                fault = frame.Exhausted;
                return false;
            }
            var key = new StringBuilder();
            var value = new StringBuilder();
            if (!TryWrite(ref frame, key, map.KeyAt(i), out fault) || !TryWrite(ref frame, value, map.ValueAt(i), out fault))
                return false;
            entries.Add((CelValue.Of(key.ToString()), value.ToString()));
        }
        entries.Sort((a, b) => TextComparison.Compare(a.Key, b.Key));
        result.Append('{');
        for (var i = 0; i < entries.Count; i++)
            result.Append(i == 0 ? "" : ", ").Append(entries[i].Key.AsString()).Append(": ").Append(entries[i].Value);
        result.Append('}');
        return true;
    }
}
