// Which fields an update changes: update_mask=a,b (google.protobuf.FieldMask), read along the router's contract.
using System.Text.Json.Serialization.Metadata;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Model;

namespace InworldRouter.ControlPlane.Routers.Updates;

/// <summary>A tree of field names in canonical spelling; a field without children is changed whole.</summary>
public sealed class UpdateMask
{
    private readonly Dictionary<string, UpdateMask> _fields = new(StringComparer.Ordinal);

    /// <summary>This field, or with <c>*</c> the router, is changed whole.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The name, which an update may repeat but not change, is among the fields.</summary>
    public bool NamesTheName { get; private set; }

    /// <param name="text">Paths with commas between, in camelCase or snake_case: <c>displayName,defaults.text_generation_config.temperature</c>, or <c>*</c>.</param>
    /// <param name="mask">Null also when the text names nothing: no mask.</param>
    /// <param name="problem">What is wrong with which path, and what would be right.</param>
    public static bool TryParse(string? text, out UpdateMask? mask, out string? problem)
    {
        var paths = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var read = new UpdateMask();
        problem = paths.Select(read.Add).FirstOrDefault(wrong => wrong is not null);
        mask = paths.Length > 0 && problem is null ? read : null;
        return problem is null;
    }

    /// <summary>Null when the field stays as it is.</summary>
    public UpdateMask? Of(string field) => IsWhole ? this : _fields.GetValueOrDefault(field);

    private string? Add(string path)
    {
        if (path == "*")
        {
            IsWhole = true;
            return null;
        }
        var at = this;
        JsonTypeInfo type = RouterJson.Default.RouterDocument;
        var parent = "";
        foreach (var name in path.Split('.'))
        {
            if (type.Kind != JsonTypeInfoKind.Object)
                return $"{path}: {parent} is no message: name it whole";
            if (MemberNames.Find(type, name) is not { } property)
                return NoSuchField(path, name, parent, type);
            at = at.Child(property.Name);
            type = RouterJson.Default.GetTypeInfo(property.PropertyType)!;
            parent = parent.Length == 0 ? property.Name : $"{parent}.{property.Name}";
        }
        at.IsWhole = true;
        NamesTheName |= parent == "name";
        return null;
    }

    private UpdateMask Child(string name)
    {
        if (!_fields.TryGetValue(name, out var child))
            _fields.Add(name, child = new UpdateMask());
        return child;
    }

    private static string NoSuchField(string path, string name, string parent, JsonTypeInfo type)
    {
        var nearest = NearestName.Find(name, type.Properties.Select(p => p.Name));
        var place = parent.Length == 0 ? "a router" : parent;
        return nearest is null ? $"{path}: {place} has no field \"{name}\"" : $"{path}: {place} has no field \"{name}\"; did you mean \"{nearest}\"?";
    }
}
