// The JSON schema of the configuration file, for editors: from the same types that the reader follows.
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace InworldRouter.ControlPlane.Configuration;

public static class ConfigSchema
{
    // Any string may hold a reference, so no string can be checked before it is replaced.
    private const string Reference = @"\$\{";

    private static readonly JsonSchemaExporterOptions Options = new() { TransformSchemaNode = Describe };

    public static string Write()
    {
        var schema = (JsonObject)ConfigJson.Default.RouterConfig.GetJsonSchemaAsNode(Options);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "InworldRouter configuration");
        return Text(schema);
    }

    private static string Text(JsonNode schema)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            schema.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode exported)
    {
        var setting = context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(SettingAttribute), inherit: false) is [SettingAttribute found, ..] ? found : null;
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var schema = Shape(type, setting) ?? exported as JsonObject ?? [];
        // A repeated type is a reference to its first place, which has said this already.
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && !schema.ContainsKey("$ref"))
            schema["additionalProperties"] = false;
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Enumerable && setting?.OneOf is not null)
            schema["items"] = Shape(typeof(string), setting);
        if (setting is not null)
        {
            schema.Remove("description");
            schema.Insert(0, "description", setting.Description);
        }
        return schema;
    }

    private static JsonObject? Shape(Type type, SettingAttribute? setting)
    {
        if (type == typeof(string) && setting?.OneOf is { } words)
            return AnyOf(new JsonObject { ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w)]) });
        if (setting is { IsJson: true })
            return new JsonObject { ["type"] = new JsonArray("string", "object") };
        if (type == typeof(string) || type == typeof(Uri))
            return new JsonObject { ["type"] = "string" };
        if (type == typeof(TimeSpan))
            return AnyOf(new JsonObject { ["type"] = "string", ["pattern"] = @"^[0-9.]+(ms|s|m|h|d)$" });
        if (type == typeof(ByteSize))
            return AnyOf(new JsonObject { ["type"] = new JsonArray("string", "integer"), ["pattern"] = @"^[0-9.]+ *(B|KB|MB|GB|KiB|MiB|GiB)?$", ["minimum"] = 0 });
        if (type == typeof(bool))
            return AnyOf(new JsonObject { ["type"] = "boolean" });
        if (type != typeof(int) && type != typeof(long) && type != typeof(double))
            return null;
        var number = new JsonObject { ["type"] = type == typeof(double) ? "number" : "integer" };
        if (setting is { Min: not double.NaN })
            number["minimum"] = setting.Min;
        if (setting is { Max: not double.NaN })
            number["maximum"] = setting.Max;
        return AnyOf(number);
    }

    private static JsonObject AnyOf(JsonObject literal) =>
        new() { ["anyOf"] = new JsonArray(literal, new JsonObject { ["type"] = "string", ["pattern"] = Reference }) };
}
