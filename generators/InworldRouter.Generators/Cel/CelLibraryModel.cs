// What the table's writer must know of a [CelLibrary] class: plain values, so that an unrelated edit changes nothing.
using InworldRouter.Generators.Incremental;

namespace InworldRouter.Generators.Cel;

/// <summary>One [CelFunction] of a method.</summary>
/// <param name="Name">As the language calls it.</param>
/// <param name="ParameterTypes">C# expressions that make the CelTypes.</param>
/// <param name="Arguments">How each argument is handed to the method: a C# expression over a, b, c, d.</param>
/// <param name="TakesFrame">The method's first parameter is the frame.</param>
internal sealed record CelFunctionModel(
    string Name,
    bool IsReceiver,
    EquatableArray<string> ParameterTypes,
    string ResultType,
    string Method,
    bool TakesFrame,
    EquatableArray<string> Arguments,
    bool ReturnsValue);

/// <param name="Namespace">Empty for the global namespace.</param>
internal sealed record CelLibraryModel(string Namespace, string Accessibility, string Name, EquatableArray<CelFunctionModel> Functions)
{
    public string HintName => (Namespace.Length == 0 ? Name : Namespace + "." + Name) + ".CelLibrary.g.cs";
}

/// <summary>A model as far as it is sound, and the reasons for what is missing.</summary>
internal sealed record CelLibraryReading(CelLibraryModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);
