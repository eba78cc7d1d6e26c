// Reads "sort" in both of its spellings: "price", and {"metric":"SORT_METRIC_PRICE","direction":"SORT_DIRECTION_ASCENDING"}.
using System.Globalization;
using System.Text;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Routing;

/// <summary>One element of <c>sort</c> in its long form.</summary>
[JsonFields]
public partial struct SortEntryFields
{
    [JsonField("metric")] public JsonValue Metric;
    [JsonField("direction")] public JsonValue Direction;
}

public static class SortReader
{
    internal const string Metrics = "price, latency, throughput, intelligence, math or coding";

    private static ReadOnlySpan<byte> MetricPrefix => "SORT_METRIC_"u8;

    private static ReadOnlySpan<byte> DirectionPrefix => "SORT_DIRECTION_"u8;

    private static ReadOnlySpan<byte> Unspecified => "UNSPECIFIED"u8;

    /// <param name="sort">The value of <c>sort</c>: a list; a single entry counts as a list of one.</param>
    /// <param name="order">Empty when nothing is asked for: the default applies.</param>
    /// <returns>Null, or the refusal, which names the entry.</returns>
    public static RouterError? Read(in JsonValue sort, ReadOnlySpan<byte> body, out SortOrder order)
    {
        order = default;
        if (!sort.HasValue)
            return null;
        var scanner = new JsonScanner(body, sort.Start);
        if (sort.Kind is JsonKind.String or JsonKind.Object)
            return Entry(ref scanner, body, "sort", ref order);
        if (sort.Kind != JsonKind.Array)
            return RouterError.Invalid("sort", $"sort must be an array, not {Kinds.Name(sort.Kind)}.", "invalid_type");
        if (!scanner.EnterArray())
            return null;
        var index = 0;
        do
        {
            if (Entry(ref scanner, body, string.Create(CultureInfo.InvariantCulture, $"sort[{index++}]"), ref order) is { } wrong)
                return wrong;
        }
        while (scanner.NextElement());
        return null;
    }

    /// <summary>One entry of a saved router.</summary>
    /// <param name="criterion">Null when the metric is the unspecified one: nothing is asked for.</param>
    internal static bool TryParse(string? metric, string? direction, out SortCriterion? criterion)
    {
        criterion = null;
        var word = Word(Encoding.UTF8.GetBytes(metric ?? ""), MetricPrefix);
        if (Ascii.EqualsIgnoreCase(word, Unspecified))
            return true;
        if (!TryParseMetric(word, out var found))
            return false;
        var asked = SortCriterion.Usual(found);
        if (!string.IsNullOrEmpty(direction) && !TryParseDirection(Word(Encoding.UTF8.GetBytes(direction), DirectionPrefix), ref asked))
            return false;
        criterion = asked;
        return true;
    }

    /// <summary>The long spelling of a metric, <c>SORT_METRIC_UNSPECIFIED</c> too; null when it is none.</summary>
    internal static string? MetricWord(string text)
    {
        var word = Word(Encoding.UTF8.GetBytes(text), MetricPrefix);
        if (Ascii.EqualsIgnoreCase(word, Unspecified))
            return "SORT_METRIC_UNSPECIFIED";
        return TryParseMetric(word, out var metric) ? $"SORT_METRIC_{metric.ToString().ToUpperInvariant()}" : null;
    }

    /// <summary>The long spelling of a direction, <c>SORT_DIRECTION_UNSPECIFIED</c> too; null when it is none.</summary>
    internal static string? DirectionWord(string text)
    {
        var word = Word(Encoding.UTF8.GetBytes(text), DirectionPrefix);
        var criterion = default(SortCriterion);
        if (Ascii.EqualsIgnoreCase(word, Unspecified))
            return "SORT_DIRECTION_UNSPECIFIED";
        if (!TryParseDirection(word, ref criterion))
            return null;
        return criterion.Descending ? "SORT_DIRECTION_DESCENDING" : "SORT_DIRECTION_ASCENDING";
    }

    private static RouterError? Entry(ref JsonScanner scanner, ReadOnlySpan<byte> body, string name, ref SortOrder order)
    {
        var fields = default(SortEntryFields);
        switch (scanner.PeekKind())
        {
            case JsonKind.String:
                fields.Metric = scanner.SkipValue();
                break;
            case JsonKind.Object:
                SortEntryFields.Scan(ref scanner, ref fields);
                break;
            case var kind:
                return RouterError.Invalid(name, $"{name} must be a string or an object, not {Kinds.Name(kind)}.", "invalid_type");
        }
        var metric = Word(fields.Metric, body, MetricPrefix);
        // A protobuf enum left at its zero value is one that was not set.
        if (Ascii.EqualsIgnoreCase(metric, Unspecified))
            return null;
        if (!TryParseMetric(metric, out var found))
            return RouterError.Invalid(name, $"{name} must be one of {Metrics}.");
        var criterion = SortCriterion.Usual(found);
        if (fields.Direction.HasValue && !TryParseDirection(Word(fields.Direction, body, DirectionPrefix), ref criterion))
            return RouterError.Invalid($"{name}.direction", $"{name}.direction must be SORT_DIRECTION_ASCENDING or SORT_DIRECTION_DESCENDING.");
        order.Add(criterion);
        return null;
    }

    private static ReadOnlySpan<byte> Word(in JsonValue value, ReadOnlySpan<byte> body, ReadOnlySpan<byte> prefix) =>
        value.Kind == JsonKind.String ? Word(value.Inner(body), prefix) : default;

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length > prefix.Length && Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix) ? text[prefix.Length..] : text;

    private static bool TryParseMetric(ReadOnlySpan<byte> word, out SortMetric metric)
    {
        metric = word.Length switch
        {
            4 => SortMetric.Math,
            5 => SortMetric.Price,
            6 => SortMetric.Coding,
            7 => SortMetric.Latency,
            10 => SortMetric.Throughput,
            _ => SortMetric.Intelligence,
        };
        return Ascii.EqualsIgnoreCase(word, metric switch
        {
            SortMetric.Math => "math"u8,
            SortMetric.Price => "price"u8,
            SortMetric.Coding => "coding"u8,
            SortMetric.Latency => "latency"u8,
            SortMetric.Throughput => "throughput"u8,
            _ => "intelligence"u8,
        });
    }

    private static bool TryParseDirection(ReadOnlySpan<byte> word, ref SortCriterion criterion)
    {
        if (Ascii.EqualsIgnoreCase(word, Unspecified))
            return true;
        var descending = Ascii.EqualsIgnoreCase(word, "DESCENDING"u8) || Ascii.EqualsIgnoreCase(word, "desc"u8);
        if (!descending && !Ascii.EqualsIgnoreCase(word, "ASCENDING"u8) && !Ascii.EqualsIgnoreCase(word, "asc"u8))
            return false;
        criterion = criterion with { Descending = descending };
        return true;
    }
}
