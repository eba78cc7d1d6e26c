// Everything that can be wrong with a file of the model catalog, in the words the compiler shows.
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Models;

internal static class ModelRules
{
    public static readonly DiagnosticDescriptor NotJson = Rule("IR1201", "Model catalog is not JSON", "The model catalog cannot be read: {0}");

    public static readonly DiagnosticDescriptor BadRow = Rule("IR1202", "Bad row in the model catalog", "The model catalog's row cannot be read: {0}");

    public static readonly DiagnosticDescriptor SameName = Rule("IR1203", "Name taken in the model catalog", "\"{0}\" names two rows: {1} and {2}");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "InworldRouter.Models", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
