// Walks JSON along a generated contract: finds unknown, repeated and ill-typed members, and writes the rest cleaned.
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace InworldRouter.ControlPlane.Configuration;

/// <summary>
/// What it writes can always be deserialized: a member with a problem becomes null (or an empty object or list), so that
/// the checks which follow see the rest and all problems come at once.
/// </summary>
internal abstract class ContractWalk(JsonSerializerContext contract, ConfigProblems problems, Utf8JsonWriter output)
{
    protected ConfigProblems Problems => problems;

    protected Utf8JsonWriter Output => output;

    /// <param name="property">The member that the value, or the list around it, belongs to; null for the root.</param>
    public virtual void Walk(JsonElement value, JsonTypeInfo type, JsonPropertyInfo? property, string path)
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
                    WalkEntries(value, Contract(type.ElementType!), property, path);
                output.WriteEndObject();
                break;
            case JsonTypeInfoKind.Enumerable:
                output.WriteStartArray();
                if (Is(value, JsonValueKind.Array, "a list", path))
                    WalkElements(value, Contract(type.ElementType!), property, path);
                output.WriteEndArray();
                break;
            default:
                WriteLeaf(value, Nullable.GetUnderlyingType(type.Type) ?? type.Type, property, path);
                break;
        }
    }

    /// <summary>What a member is called in a problem: setting, field.</summary>
    protected abstract string MemberWord { get; }

    /// <summary>The member that is meant by a name; null when there is none.</summary>
    protected abstract JsonPropertyInfo? Find(JsonTypeInfo type, string name);

    protected abstract void Unknown(string name, JsonTypeInfo type, string path);

    /// <summary>Checks and writes what is neither an object nor a list.</summary>
    protected abstract void WriteLeaf(JsonElement value, Type type, JsonPropertyInfo? property, string path);

    /// <summary>A member that is null: left out, unless that means something here.</summary>
    protected virtual void WriteNull(JsonPropertyInfo property)
    {
    }

    protected bool Is(JsonElement value, JsonValueKind expected, string noun, string path)
    {
        if (value.ValueKind == expected)
            return true;
        problems.Add(path, $"found {Noun(value.ValueKind)}", $"expected {noun}");
        return false;
    }

    protected static string Noun(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    protected JsonTypeInfo Contract(Type type) =>
        contract.GetTypeInfo(type) ?? throw new UnreachableException($"{type} is not in the contract");

    private void WalkProperties(JsonElement value, JsonTypeInfo type, string path)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var memberPath = SettingPath.Member(path, member.Name);
            if (Find(type, member.Name) is not { } property)
                Unknown(member.Name, type, memberPath);
            else if (!IsFirst(seen, property.Name, member.Name, memberPath))
                continue;
            else if (member.Value.ValueKind == JsonValueKind.Null)
                WriteNull(property);
            else
            {
                output.WritePropertyName(property.Name);
                Walk(member.Value, Contract(property.PropertyType), property, memberPath);
            }
        }
    }

    private void WalkEntries(JsonElement value, JsonTypeInfo element, JsonPropertyInfo? property, string path)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var memberPath = SettingPath.Member(path, member.Name);
            if (!IsFirst(seen, member.Name, member.Name, memberPath))
                continue;
            output.WritePropertyName(member.Name);
            Walk(member.Value, element, property, memberPath);
        }
    }

    private void WalkElements(JsonElement value, JsonTypeInfo element, JsonPropertyInfo? property, string path)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray())
            Walk(item, element, property, SettingPath.Element(path, index++));
    }

    private bool IsFirst(Dictionary<string, string> seen, string name, string written, string path)
    {
        if (seen.TryAdd(name, written))
            return true;
        problems.Add(path, seen[name] == written ? $"the {MemberWord} is repeated" : $"\"{seen[name]}\" says the same", "keep one of them");
        return false;
    }
}
