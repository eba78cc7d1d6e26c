// What the scanner's writer must know of a [JsonFields] struct: plain values, so that an unrelated edit changes nothing.
using InworldRouter.Generators.Incremental;

namespace InworldRouter.Generators.Json;

/// <summary>A field and the JSON member it stands for.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Member">The member's name, unescaped.</param>
/// <param name="NestedType">The fully qualified [JsonFields] struct that takes a nested object; null for a plain value.</param>
/// <param name="NestedSelf">The nested struct's field for the object itself; null when it has none.</param>
internal sealed record JsonFieldModel(string Field, string Member, string? NestedType, string? NestedSelf);

/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Keyword"><c>struct</c> or <c>record struct</c>.</param>
/// <param name="Self">The field that takes the object's own place; null when there is none.</param>
/// <param name="Duplicate">The field that takes the first repeated member; null when repeats pass unnoticed.</param>
internal sealed record JsonFieldsModel(
    string Namespace,
    string Keyword,
    string Name,
    string? Self,
    string? Duplicate,
    EquatableArray<JsonFieldModel> Fields)
{
    public string HintName => (Namespace.Length == 0 ? Name : Namespace + "." + Name) + ".JsonFields.g.cs";
}
