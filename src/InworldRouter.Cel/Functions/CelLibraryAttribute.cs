// Marks a class whose [CelFunction] methods become a table of overloads.
namespace InworldRouter.Cel.Functions;

/// <summary>The class must be static and partial; it is given <c>public static ImmutableArray&lt;CelOverload&gt; Functions</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CelLibraryAttribute : Attribute;
