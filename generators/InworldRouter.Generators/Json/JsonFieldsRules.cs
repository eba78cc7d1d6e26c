// Everything that can be wrong with a [JsonFields] struct, in the words the compiler shows.
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Json;

internal static class JsonFieldsRules
{
    public static readonly DiagnosticDescriptor NotPartial = Rule(
        "IR1001", "Not partial", "'{0}' is marked [JsonFields] and must be partial: its scanner is written into it");

    public static readonly DiagnosticDescriptor WrongPlace = Rule(
        "IR1002", "Wrong kind of struct", "'{0}' is marked [JsonFields] and must be a plain struct in a namespace: not nested in a type, not generic, not a ref struct");

    public static readonly DiagnosticDescriptor WrongType = Rule(
        "IR1003", "Wrong field type", "'{0}' is of type '{1}'; a [JsonField] is a JsonValue or another [JsonFields] struct (and a JsonValue for \"\" and \"*duplicate\")");

    public static readonly DiagnosticDescriptor SameMember = Rule(
        "IR1004", "Member named twice", "'{0}' and '{1}' both stand for the member \"{2}\"");

    public static readonly DiagnosticDescriptor Empty = Rule(
        "IR1005", "No member", "'{0}' is marked [JsonFields] and names no member: mark at least one field [JsonField(\"name\")]");

    public static readonly DiagnosticDescriptor NotAssignable = Rule(
        "IR1006", "Field cannot be assigned", "'{0}' is marked [JsonField] and must be neither static, const nor readonly");

    public static readonly DiagnosticDescriptor RepeatUnseen = Rule(
        "IR1007", "Repeat cannot be noticed", "'{0}' takes a nested object while repeats are to be noticed: give '{1}' a field marked [JsonField(\"\")]");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "InworldRouter.Json", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
