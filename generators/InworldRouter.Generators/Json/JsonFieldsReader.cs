// Reads a [JsonFields] struct's symbol into the model, and says what is wrong with it.
using InworldRouter.Generators.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InworldRouter.Generators.Json;

/// <summary>Either a model or the reasons why there is none.</summary>
internal sealed record JsonFieldsReading(JsonFieldsModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);

internal static class JsonFieldsReader
{
    public const string StructAttribute = "InworldRouter.Wire.Json.JsonFieldsAttribute";
    private const string FieldAttribute = "InworldRouter.Wire.Json.JsonFieldAttribute";
    private const string ValueType = "InworldRouter.Wire.Json.JsonValue";
    private const string SelfMember = "";
    private const string DuplicateMember = "*duplicate";

    public static JsonFieldsReading Read(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var faults = new List<DiagnosticInfo>();
        var place = ((TypeDeclarationSyntax)context.TargetNode).Identifier.GetLocation();
        if (!((TypeDeclarationSyntax)context.TargetNode).Modifiers.Any(SyntaxKind.PartialKeyword))
            faults.Add(DiagnosticInfo.At(place, JsonFieldsRules.NotPartial, type.Name));
        if (type.ContainingType is not null || type.IsGenericType || type.IsRefLikeType)
            faults.Add(DiagnosticInfo.At(place, JsonFieldsRules.WrongPlace, type.Name));

        string? self = null, duplicate = null;
        var marked = 0;
        var fields = new List<JsonFieldModel>();
        var takenBy = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            cancel.ThrowIfCancellationRequested();
            if (MemberOf(field) is not { } member)
                continue;
            marked++;
            var nested = field.Type as INamedTypeSymbol;
            var isValue = nested?.ToDisplayString() == ValueType;
            if (field.IsStatic || field.IsConst || field.IsReadOnly)
                faults.Add(DiagnosticInfo.At(PlaceOf(field), JsonFieldsRules.NotAssignable, field.Name));
            else if (!isValue && (member is SelfMember or DuplicateMember || nested is null || !IsScanned(nested)))
                faults.Add(DiagnosticInfo.At(PlaceOf(field), JsonFieldsRules.WrongType, field.Name, field.Type.ToDisplayString()));
            else if (takenBy.TryGetValue(member, out var other))
                faults.Add(DiagnosticInfo.At(PlaceOf(field), JsonFieldsRules.SameMember, other, field.Name, member));
            else
            {
                takenBy.Add(member, field.Name);
                if (member == SelfMember)
                    self = field.Name;
                else if (member == DuplicateMember)
                    duplicate = field.Name;
                else if (isValue)
                    fields.Add(new JsonFieldModel(field.Name, member, null, null));
                else
                    fields.Add(new JsonFieldModel(field.Name, member, nested!.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), SelfOf(nested)));
            }
        }

        if (marked == (self is null ? 0 : 1) + (duplicate is null ? 0 : 1))
            faults.Add(DiagnosticInfo.At(place, JsonFieldsRules.Empty, type.Name));
        if (duplicate is not null)
        {
            foreach (var field in fields.Where(f => f.NestedType is not null && f.NestedSelf is null))
                faults.Add(DiagnosticInfo.At(place, JsonFieldsRules.RepeatUnseen, field.Field, field.NestedType!));
        }

        var model = faults.Count > 0 ? null : new JsonFieldsModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            type.IsRecord ? "record struct" : "struct",
            type.Name,
            self,
            duplicate,
            new EquatableArray<JsonFieldModel>([.. fields]));
        return new JsonFieldsReading(model, new EquatableArray<DiagnosticInfo>([.. faults]));
    }

    private static string? MemberOf(IFieldSymbol field)
    {
        foreach (var attribute in field.GetAttributes())
        {
            if (attribute.AttributeClass?.ToDisplayString() == FieldAttribute && attribute.ConstructorArguments.FirstOrDefault().Value is string name)
                return name;
        }
        return null;
    }

    private static bool IsScanned(INamedTypeSymbol type) =>
        type.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == StructAttribute);

    private static string? SelfOf(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => MemberOf(f) == SelfMember)?.Name;

    private static Location? PlaceOf(ISymbol symbol) => symbol.Locations.FirstOrDefault();
}
