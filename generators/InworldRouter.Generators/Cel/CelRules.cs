// Everything that can be wrong with a [CelLibrary] class, in the words the compiler shows.
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Cel;

internal static class CelRules
{
    public static readonly DiagnosticDescriptor WrongClass = Rule(
        "IR1301", "Wrong kind of class", "'{0}' is marked [CelLibrary] and must be static, partial, not generic and not nested in another type");

    public static readonly DiagnosticDescriptor Empty = Rule(
        "IR1302", "No function", "'{0}' is marked [CelLibrary] and has no method marked [CelFunction]");

    public static readonly DiagnosticDescriptor WrongMethod = Rule(
        "IR1303", "Wrong kind of method", "'{0}' is marked [CelFunction] and must be static, not generic and not private");

    public static readonly DiagnosticDescriptor BadSignature = Rule(
        "IR1304",
        "Signature cannot be read",
        "The signature \"{0}\" of '{1}' cannot be read: {2}; expected \"(int, A) -> bool\" or, with a receiver, \"list(A).(int) -> A\"");

    public static readonly DiagnosticDescriptor WrongParameters = Rule(
        "IR1305", "Parameters do not fit", "'{0}' takes {1} where its signature \"{2}\" has {3}");

    public static readonly DiagnosticDescriptor WrongResult = Rule(
        "IR1306", "Result does not fit", "'{0}' returns {1}, which cannot stand for the {2} of its signature");

    public static readonly DiagnosticDescriptor SameOverload = Rule(
        "IR1307", "Overload declared twice", "'{0}' declares {1} {2}, which another method of the library declares too");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "InworldRouter.Cel", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
