// "Both camelCase and snake_case are read at every level" (api.md 5): which member a written name means.
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace InworldRouter.ControlPlane.Routers.Model;

internal static class MemberNames
{
    private static readonly ConcurrentDictionary<JsonTypeInfo, FrozenDictionary<string, JsonPropertyInfo>> ByType = new();

    // The names that requests have for the same (api.md 9: "max_new_tokens = max_tokens").
    private static readonly (string Alias, string Name)[] Aliases = [("max_new_tokens", "max_tokens"), ("max_completion_tokens", "max_tokens"), ("stop", "stop_sequences")];

    /// <summary>Null when no member of the type is called so in either spelling.</summary>
    public static JsonPropertyInfo? Find(JsonTypeInfo type, string name) => ByType.GetOrAdd(type, Spellings).GetValueOrDefault(name);

    private static FrozenDictionary<string, JsonPropertyInfo> Spellings(JsonTypeInfo type)
    {
        var names = type.Properties.ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (var property in type.Properties)
        {
            names.TryAdd(Snake(property.Name), property);
            names.TryAdd(Camel(property.Name), property);
        }
        foreach (var (alias, name) in Aliases)
        {
            if (names.TryGetValue(name, out var property))
            {
                names.TryAdd(alias, property);
                names.TryAdd(Camel(alias), property);
            }
        }
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c))
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(c));
        }
        return snake.ToString();
    }

    private static string Camel(string name)
    {
        var words = name.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
