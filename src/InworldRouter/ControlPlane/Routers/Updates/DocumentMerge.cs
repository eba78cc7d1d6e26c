// Puts an update into a router: with a mask exactly the fields named, without one the fields present.
using System.Buffers;
using System.Text.Json;
using InworldRouter.ControlPlane.Routers.Model;

namespace InworldRouter.ControlPlane.Routers.Updates;

/// <summary>
/// "Without a mask, PATCH changes the fields present; with one, exactly those named (absent = cleared)" (api.md 5). Present is meant at every level, as
/// in RFC 7396: messages are merged, lists replaced, null clears.
/// </summary>
public static class DocumentMerge
{
    /// <param name="current">Canonical JSON.</param>
    /// <param name="patch">Canonically spelled, nulls included (<see cref="RouterReading.Json"/>).</param>
    public static RouterDocument Merge(ReadOnlyMemory<byte> current, ReadOnlyMemory<byte> patch, UpdateMask? mask)
    {
        using var before = JsonDocument.Parse(current);
        using var change = JsonDocument.Parse(patch);
        var merged = new ArrayBufferWriter<byte>(current.Length + patch.Length);
        using (var output = new Utf8JsonWriter(merged))
        {
            if (mask is null)
                Merge(before.RootElement, change.RootElement, output);
            else
                Replace(before.RootElement, change.RootElement, mask, output);
        }
        return JsonSerializer.Deserialize(merged.WrittenSpan, RouterJson.Default.RouterDocument)!;
    }

    private static void Merge(JsonElement before, JsonElement change, Utf8JsonWriter output)
    {
        output.WriteStartObject();
        foreach (var member in before.EnumerateObject())
        {
            if (!change.TryGetProperty(member.Name, out var now))
                member.WriteTo(output);
            else if (now.ValueKind == JsonValueKind.Object && member.Value.ValueKind == JsonValueKind.Object)
            {
                output.WritePropertyName(member.Name);
                Merge(member.Value, now, output);
            }
        }
        foreach (var member in change.EnumerateObject())
        {
            var isMerged = member.Value.ValueKind == JsonValueKind.Object && before.TryGetProperty(member.Name, out var was) && was.ValueKind == JsonValueKind.Object;
            if (!isMerged && member.Value.ValueKind != JsonValueKind.Null)
                member.WriteTo(output);
        }
        output.WriteEndObject();
    }

    private static void Replace(JsonElement before, JsonElement change, UpdateMask mask, Utf8JsonWriter output)
    {
        output.WriteStartObject();
        var names = Members(before).Concat(Members(change)).Select(m => m.Name).Distinct(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var was = Member(before, name);
            var now = Member(change, name);
            if (mask.Of(name) is not { } field)
                Write(name, was, output);
            else if (field.IsWhole)
                Write(name, now, output);
            else
            {
                output.WritePropertyName(name);
                Replace(was, now, field, output);
            }
        }
        output.WriteEndObject();
    }

    private static void Write(string name, JsonElement value, Utf8JsonWriter output)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return;
        output.WritePropertyName(name);
        value.WriteTo(output);
    }

    private static IEnumerable<JsonProperty> Members(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];

    private static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;
}
