// Walks a configuration along the generated contract: finds unknown, repeated and ill-typed settings, and writes the rest cleaned.
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace InworldRouter.ControlPlane.Configuration;

/// <summary>
/// What it writes can always be deserialized: a setting with a problem becomes null (or an empty object or list), so that
/// the checks which follow see the rest and all problems come at once.
/// </summary>
internal sealed class SettingsWalk(SettingLeaf leaf, ConfigProblems problems, Utf8JsonWriter output)
{
    public void Walk(JsonElement value, JsonTypeInfo type, SettingAttribute? setting, string path)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                output.WriteStartObject();
                if (Is(value, JsonValueKind.Object, "an object", path))
                    WalkProperties(value, type, path);
                output.WriteEndObject();
                break;
            case JsonTypeInfoKind.Dictionary:
                output.WriteStartObject();
                if (Is(value, JsonValueKind.Object, "an object", path))
                    WalkEntries(value, Contract(type.ElementType!), setting, path);
                output.WriteEndObject();
                break;
            case JsonTypeInfoKind.Enumerable:
                output.WriteStartArray();
                if (Is(value, JsonValueKind.Array, "a list", path))
                    WalkElements(value, Contract(type.ElementType!), setting, path);
                output.WriteEndArray();
                break;
            default:
                leaf.Write(value, Nullable.GetUnderlyingType(type.Type) ?? type.Type, setting, path);
                break;
        }
    }

    private void WalkProperties(JsonElement value, JsonTypeInfo type, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var memberPath = SettingPath.Member(path, member.Name);
            var property = type.Properties.FirstOrDefault(p => p.Name == member.Name);
            if (property is null)
                Unknown(member.Name, type, memberPath);
            else if (IsFirst(seen, member.Name, memberPath) && member.Value.ValueKind != JsonValueKind.Null)
            {
                output.WritePropertyName(member.Name);
                Walk(member.Value, Contract(property.PropertyType), Setting(property), memberPath);
            }
        }
    }

    private void WalkEntries(JsonElement value, JsonTypeInfo element, SettingAttribute? setting, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var memberPath = SettingPath.Member(path, member.Name);
            if (!IsFirst(seen, member.Name, memberPath))
                continue;
            output.WritePropertyName(member.Name);
            Walk(member.Value, element, setting, memberPath);
        }
    }

    private void WalkElements(JsonElement value, JsonTypeInfo element, SettingAttribute? setting, string path)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray())
            Walk(item, element, setting, SettingPath.Element(path, index++));
    }

    private void Unknown(string name, JsonTypeInfo type, string path)
    {
        var known = type.Properties.Select(p => p.Name);
        var nearest = NearestName.Find(name, known);
        problems.Add(path, "unknown setting", nearest is null ? $"known here: {string.Join(", ", known)}" : $"did you mean \"{nearest}\"?");
    }

    private bool IsFirst(HashSet<string> seen, string name, string path)
    {
        if (seen.Add(name))
            return true;
        problems.Add(path, "the setting is repeated", "keep one of them");
        return false;
    }

    private bool Is(JsonElement value, JsonValueKind expected, string noun, string path)
    {
        if (value.ValueKind == expected)
            return true;
        problems.Add(path, $"found {Noun(value.ValueKind)}", $"expected {noun}");
        return false;
    }

    private static string Noun(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static JsonTypeInfo Contract(Type type) =>
        ConfigJson.Default.GetTypeInfo(type) ?? throw new UnreachableException($"{type} is not in the contract");

    private static SettingAttribute? Setting(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(SettingAttribute), inherit: false) is [SettingAttribute setting, ..] ? setting : null;
}
