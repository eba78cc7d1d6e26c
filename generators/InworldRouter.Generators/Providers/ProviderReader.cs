// Reads a [Provider] class's symbol into the model, and says what is wrong with it.
using InworldRouter.Generators.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InworldRouter.Generators.Providers;

internal static class ProviderReader
{
    public const string Attribute = "InworldRouter.Providers.ProviderAttribute";
    private const string BaseClass = "InworldRouter.Providers.Provider";

    public static ProviderReading Read(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var place = ((TypeDeclarationSyntax)context.TargetNode).Identifier.GetLocation();
        var id = context.Attributes[0].ConstructorArguments.FirstOrDefault().Value as string ?? "";
        var rule = !DerivesFromProvider(type) ? ProviderRules.NotAProvider
            : type.IsAbstract ? ProviderRules.Abstract
            : type.IsGenericType || !type.InstanceConstructors.Any(CanBeCalled) ? ProviderRules.NoConstructor
            : null;
        return new ProviderReading(
            rule is null ? new ProviderModel(id, type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)) : null,
            rule is null ? null : DiagnosticInfo.At(place, rule, type.Name),
            DiagnosticInfo.At(place, ProviderRules.SameId, type.Name, id));
    }

    private static bool CanBeCalled(IMethodSymbol constructor) =>
        constructor.Parameters.IsEmpty && constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal;

    private static bool DerivesFromProvider(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.ToDisplayString() == BaseClass)
                return true;
        }
        return false;
    }
}
