// Everything that can be wrong with a [Provider] class, in the words the compiler shows.
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Providers;

internal static class ProviderRules
{
    public static readonly DiagnosticDescriptor NotAProvider = Rule(
        "IR1101", "Not a provider", "'{0}' is marked [Provider] and must derive from InworldRouter.Providers.Provider");

    public static readonly DiagnosticDescriptor Abstract = Rule(
        "IR1102", "Abstract provider", "'{0}' is marked [Provider] and must not be abstract: one instance of it is made");

    public static readonly DiagnosticDescriptor NoConstructor = Rule(
        "IR1103", "Provider needs arguments", "'{0}' is marked [Provider] and must be a non-generic class with a constructor without parameters that the catalog can reach");

    public static readonly DiagnosticDescriptor SameId = Rule(
        "IR1104", "Provider id taken", "'{0}' has the provider id \"{1}\", which another class has too");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "InworldRouter.Providers", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
