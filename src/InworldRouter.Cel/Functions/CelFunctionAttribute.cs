// Marks a method as a function of the language.
namespace InworldRouter.Cel.Functions;

/// <summary>
/// A static method in a [CelLibrary] class becomes an overload. Its parameters are those of the signature, as CelValue (or in CelValue) or as the .NET
/// type of that kind: long, ulong, double, bool, string, CelList, CelMap, CelType; before them it may take <c>ref CelFrame</c>. It returns any of these.
/// A failure is a returned value of kind Error.
/// </summary>
/// <param name="name">As it is called: <c>last</c>, <c>math.ceil</c>.</param>
/// <param name="signature"><c>(int, int) -> int</c>, or with a receiver <c>list(A).(int) -> A</c>. A single capital is a type parameter.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class CelFunctionAttribute(string name, string signature) : Attribute
{
    public string Name => name;

    public string Signature => signature;
}
