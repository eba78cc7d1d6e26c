// One object of a catalog file, member by member, with a word for everything that is wrong with it.
using InworldRouter.Generators.Incremental;

namespace InworldRouter.Generators.Models;

/// <summary>What is wrong with a row, and at which character of the file.</summary>
internal sealed class RowException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;
}

/// <summary>Takes members one by one, so that what is left at the end is what nobody knows.</summary>
internal sealed class RowReader
{
    private readonly JsonNode _node;
    private readonly Dictionary<string, JsonNode> _left;

    public RowReader(JsonNode node)
    {
        _node = node;
        _left = node.Value is Dictionary<string, JsonNode> members
            ? new Dictionary<string, JsonNode>(members, StringComparer.Ordinal)
            : throw new RowException("expected an object", node.Position);
    }

    public void ExpectNothingLeft()
    {
        foreach (var left in _left)
            throw new RowException($"\"{left.Key}\" is not a known key", left.Value.Position);
    }

    public string? Text(string key) => Take(key) is { } node ? TextOf(node) : null;

    public double? Number(string key) => Take(key) is not { } node ? null
        : node.Value is double number and >= 0 ? number : throw new RowException("expected a number that is not negative", node.Position);

    public int? Whole(string key) => Take(key) is not { } node ? null
        : node.Value is double number and > 0 and <= int.MaxValue && number == Math.Floor(number) ? (int)number
        : throw new RowException("expected a whole number above zero", node.Position);

    public bool Truth(string key) => Take(key) is { } node && (node.Value is bool truth ? truth : throw new RowException("expected true or false", node.Position));

    public List<JsonNode> List(string key) => Take(key) is not { } node ? []
        : node.Value as List<JsonNode> ?? throw new RowException("expected a list", node.Position);

    public EquatableArray<string> Texts(string key) => new([.. List(key).Select(TextOf)]);

    /// <summary>The enum's members for the file's words.</summary>
    public EquatableArray<string> Flags(string key, Dictionary<string, string> words) => new([.. List(key).Select(node =>
        words.TryGetValue(TextOf(node), out var member) ? member : throw new RowException($"\"{node.Value}\" is not one of {string.Join(", ", words.Keys)}", node.Position))]);

    public RowReader? Part(string key) => Take(key) is { } node ? new RowReader(node) : null;

    public RowException Missing(string key) => Wrong($"\"{key}\" is missing");

    /// <summary>Something is wrong with the row as a whole.</summary>
    public RowException Wrong(string message) => new(message, _node.Position);

    private static string TextOf(JsonNode node) =>
        node.Value is string { Length: > 0 } text ? text : throw new RowException("expected a string that is not empty", node.Position);

    private JsonNode? Take(string key)
    {
        if (!_left.TryGetValue(key, out var node))
            return null;
        _left.Remove(key);
        return node;
    }
}
