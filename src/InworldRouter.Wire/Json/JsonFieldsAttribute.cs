// Marks a partial struct whose fields name the members of a JSON object to find: the generator writes its single-pass scanner.
namespace InworldRouter.Wire.Json;

/// <summary>
/// On a <c>partial struct</c>: the generator adds <c>TryScan(ReadOnlySpan&lt;byte&gt;, out T, out JsonFault)</c>, which reads
/// one JSON object in one pass and records, for each field marked <see cref="JsonFieldAttribute"/>, the value's kind and byte range.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class JsonFieldsAttribute : Attribute;

/// <summary>The member a field stands for. The field is a <see cref="JsonValue"/>, or another <see cref="JsonFieldsAttribute"/> struct for a nested object.</summary>
/// <param name="name">The member's name, unescaped.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class JsonFieldAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
