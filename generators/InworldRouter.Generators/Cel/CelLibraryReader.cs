// Reads a [CelLibrary] class's symbol into the model, and says what is wrong with it.
using InworldRouter.Generators.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InworldRouter.Generators.Cel;

internal static class CelLibraryReader
{
    public const string LibraryAttribute = "InworldRouter.Cel.Functions.CelLibraryAttribute";
    private const string FunctionAttribute = "InworldRouter.Cel.Functions.CelFunctionAttribute";
    private const string Frame = "InworldRouter.Cel.Evaluation.CelFrame";
    private const string Value = "InworldRouter.Cel.Values.CelValue";
    private const string Letters = "abcd";

    public static CelLibraryReading Read(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var declaration = (ClassDeclarationSyntax)context.TargetNode;
        var place = declaration.Identifier.GetLocation();
        var faults = new List<DiagnosticInfo>();
        if (!type.IsStatic || type.IsGenericType || type.ContainingType is not null || !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            faults.Add(DiagnosticInfo.At(place, CelRules.WrongClass, type.Name));

        var functions = new List<CelFunctionModel>();
        var marked = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var attribute in method.GetAttributes())
            {
                if (attribute.AttributeClass?.ToDisplayString() != FunctionAttribute || attribute.ConstructorArguments.Length != 2)
                    continue;
                marked++;
                var name = attribute.ConstructorArguments[0].Value as string ?? "";
                var text = attribute.ConstructorArguments[1].Value as string ?? "";
                if (ReadFunction(method, name, text, seen, faults) is { } function)
                    functions.Add(function);
            }
        }
        if (marked == 0)
            faults.Add(DiagnosticInfo.At(place, CelRules.Empty, type.Name));

        var model = faults.Count > 0 ? null : new CelLibraryModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            SyntaxFacts.GetText(type.DeclaredAccessibility),
            type.Name,
            new EquatableArray<CelFunctionModel>([.. functions]));
        return new CelLibraryReading(model, new EquatableArray<DiagnosticInfo>([.. faults]));
    }

    private static CelFunctionModel? ReadFunction(IMethodSymbol method, string name, string text, HashSet<string> seen, List<DiagnosticInfo> faults)
    {
        var place = method.Locations.FirstOrDefault();
        if (!method.IsStatic || method.IsGenericMethod || method.DeclaredAccessibility == Accessibility.Private)
        {
            faults.Add(DiagnosticInfo.At(place, CelRules.WrongMethod, method.Name));
            return null;
        }
        if (CelSignature.Read(text, out var fault) is not { } signature)
        {
            faults.Add(DiagnosticInfo.At(place, CelRules.BadSignature, text, method.Name, fault));
            return null;
        }

        var takesFrame = method.Parameters.Length > 0 && method.Parameters[0].RefKind == RefKind.Ref && method.Parameters[0].Type.ToDisplayString() == Frame;
        var parameters = method.Parameters.Skip(takesFrame ? 1 : 0).ToArray();
        if (parameters.Length != signature.Parameters.Count || parameters.Length > Letters.Length)
        {
            faults.Add(DiagnosticInfo.At(
                place, CelRules.WrongParameters, method.Name, $"{parameters.Length} values", text, $"{signature.Parameters.Count} (at most {Letters.Length})"));
            return null;
        }
        var arguments = new string[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (Argument(parameters[i], signature.Parameters[i], Letters[i]) is { } argument)
            {
                arguments[i] = argument;
                continue;
            }
            faults.Add(DiagnosticInfo.At(
                place, CelRules.WrongParameters, method.Name, $"{parameters[i].Type.ToDisplayString()} {parameters[i].Name}", text, signature.Parameters[i].ToString()));
            return null;
        }
        var returned = method.ReturnType.ToDisplayString();
        if (returned != Value && returned != signature.Result.NetType)
        {
            faults.Add(DiagnosticInfo.At(place, CelRules.WrongResult, method.Name, returned, signature.Result.ToString()));
            return null;
        }
        if (!seen.Add($"{name} {signature.IsReceiver} {string.Join(", ", signature.Parameters)}"))
        {
            faults.Add(DiagnosticInfo.At(place, CelRules.SameOverload, method.Name, name, text));
            return null;
        }
        return new CelFunctionModel(
            name,
            signature.IsReceiver,
            new EquatableArray<string>([.. signature.Parameters.Select(p => p.Expression!)]),
            signature.Result.Expression!,
            method.Name,
            takesFrame,
            new EquatableArray<string>(arguments),
            returned == Value);
    }

    private static string? Argument(IParameterSymbol parameter, CelSignatureType type, char letter)
    {
        var net = parameter.Type.ToDisplayString();
        if (net == Value && parameter.RefKind is RefKind.In or RefKind.None)
            return parameter.RefKind == RefKind.In ? $"in {letter}" : letter.ToString();
        return parameter.RefKind != RefKind.None || net != type.NetType ? null : net switch
        {
            "bool" => $"{letter}.AsBool()",
            "long" => $"{letter}.AsInt()",
            "ulong" => $"{letter}.AsUInt()",
            "double" => $"{letter}.AsDouble()",
            "string" => $"{letter}.AsString()",
            "InworldRouter.Cel.Values.CelList" => $"{letter}.AsList()",
            "InworldRouter.Cel.Values.CelMap" => $"{letter}.AsMap()",
            _ => $"{letter}.AsType()",
        };
    }
}
