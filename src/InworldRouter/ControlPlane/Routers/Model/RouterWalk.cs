// Walks a router along its contract: both spellings of every name, short forms made long, unknown fields tolerated but named.
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.DataPlane.Routing;

namespace InworldRouter.ControlPlane.Routers.Model;

internal sealed class RouterWalk(ConfigProblems problems, List<string> warnings, Utf8JsonWriter output) : ContractWalk(RouterJson.Default, problems, output)
{
    // A slip of the hand is one or two; whoever sends thousands means something else.
    private const int MostWarnings = 20;

    private const int LongestPath = 200;

    protected override string MemberWord => "field";

    public override void Walk(JsonElement value, JsonTypeInfo type, JsonPropertyInfo? property, string path)
    {
        if (type.Type == typeof(SortDocument) && value.ValueKind is JsonValueKind.String or JsonValueKind.Object)
            WalkSort(value, path);
        else if (type.Type == typeof(IReadOnlyList<SortDocument>) && value.ValueKind is JsonValueKind.String or JsonValueKind.Object)
            AsList(() => WalkSort(value, path));
        else if (type.Type == typeof(IReadOnlyList<LogitBiasDocument>) && value.ValueKind == JsonValueKind.Object)
            AsList(() => WalkBiases(value, path));
        else if (type.Type == typeof(RouteCondition) && value.ValueKind == JsonValueKind.String)
            WriteCondition(value);
        else
            base.Walk(value, type, property, path);
    }

    protected override JsonPropertyInfo? Find(JsonTypeInfo type, string name) => MemberNames.Find(type, name);

    // "Tolerant reader: an unknown request field is never an error" (api.md), but a slip of the hand should not go unnoticed.
    protected override void Unknown(string name, JsonTypeInfo type, string path)
    {
        if (warnings.Count >= MostWarnings)
            return;
        var nearest = NearestName.Find(name, type.Properties.Select(p => p.Name));
        path = Short(path, LongestPath);
        warnings.Add(nearest is null ? $"{path}: unknown field, ignored" : $"{path}: unknown field, ignored; did you mean \"{nearest}\"?");
    }

    protected override void WriteNull(JsonPropertyInfo property) => Output.WriteNull(property.Name);

    protected override void WriteLeaf(JsonElement value, Type type, JsonPropertyInfo? property, string path)
    {
        if (type == typeof(JsonElement))
        {
            WalkOpen(value, property!, path);
            return;
        }
        if (TryWrite(value, type, property))
            return;
        Problems.Add(path, $"found {Found(value)}", $"expected {Expected(type)}");
        Output.WriteNullValue();
    }

    // Members whose value has several shapes.
    private void WalkOpen(JsonElement value, JsonPropertyInfo property, string path)
    {
        if (property.Name == "condition" && value.ValueKind != JsonValueKind.String)
            base.Walk(value, Contract(typeof(RouteCondition)), property, path);
        else if (property.Name == "web_search" && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            base.Walk(value, Contract(typeof(WebSearchDocument)), property, path);
        else if (property.Name == "web_search_options" && !Is(value, JsonValueKind.Object, "an object", path))
            Output.WriteNullValue();
        else
            value.WriteTo(Output);
    }

    private bool TryWrite(JsonElement value, Type type, JsonPropertyInfo? property)
    {
        if (type == typeof(string) && value.ValueKind == JsonValueKind.String)
            Output.WriteStringValue(Canonical(value.GetString()!, property));
        else if (type == typeof(bool) && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            Output.WriteBooleanValue(value.GetBoolean());
        else if (type == typeof(long) && TryWhole(value, out var whole))
            Output.WriteNumberValue(whole);
        else if (type == typeof(double) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var real) && double.IsFinite(real))
            Output.WriteNumberValue(real);
        else if (property?.Name == "token_id" && value.ValueKind == JsonValueKind.Number)
            Output.WriteStringValue(value.GetRawText());
        else
            return false;
        return true;
    }

    // What is none of the words stays as it is, for the rules to name.
    private static string Canonical(string text, JsonPropertyInfo? property) => property?.Name switch
    {
        "metric" => SortReader.MetricWord(text) ?? text,
        "direction" => SortReader.DirectionWord(text) ?? text,
        _ => text,
    };

    // 100 may come as 100.0: JSON knows one kind of number.
    private static bool TryWhole(JsonElement value, out long whole)
    {
        whole = 0;
        if (value.ValueKind != JsonValueKind.Number)
            return false;
        if (value.TryGetInt64(out whole))
            return true;
        if (!value.TryGetDouble(out var real) || real != Math.Truncate(real) || Math.Abs(real) > 1L << 53)
            return false;
        whole = (long)real;
        return true;
    }

    // "price" and {"metric":"SORT_METRIC_PRICE","direction":"SORT_DIRECTION_ASCENDING"} alike (api.md 3); the long form is written.
    private void WalkSort(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            base.Walk(value, RouterJson.Default.SortDocument, null, path);
            return;
        }
        Output.WriteStartObject();
        Output.WriteString("metric"u8, SortReader.MetricWord(value.GetString()!) ?? value.GetString());
        Output.WriteEndObject();
    }

    // A request's map of token id to bias is read here too (api.md 9).
    private void WalkBiases(JsonElement map, string path)
    {
        foreach (var member in map.EnumerateObject())
        {
            Output.WriteStartObject();
            Output.WriteString("token_id"u8, member.Name);
            Output.WritePropertyName("bias_value"u8);
            WriteLeaf(member.Value, typeof(double), null, SettingPath.Member(path, member.Name));
            Output.WriteEndObject();
        }
    }

    private void WriteCondition(JsonElement text)
    {
        Output.WriteStartObject();
        Output.WriteString("cel_expression"u8, text.GetString());
        Output.WriteEndObject();
    }

    private void AsList(Action writeElements)
    {
        Output.WriteStartArray();
        writeElements();
        Output.WriteEndArray();
    }

    private static string Found(JsonElement value) => value.ValueKind == JsonValueKind.Number ? $"the number {Short(value.GetRawText())}" : Noun(value.ValueKind);

    private static string Short(string text, int length = 40) => text.Length <= length ? text : text[..length] + "…";

    private static string Expected(Type type) =>
        type == typeof(string) ? "a string"
        : type == typeof(bool) ? "true or false"
        : type == typeof(long) ? "a whole number"
        : "a number";
}
