// Names a provider; the generated ProviderCatalog finds it by this id.
namespace InworldRouter.Providers;

/// <param name="id">The provider's id as it stands before the slash of a model id: lower case, digits and dashes.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ProviderAttribute(string id) : Attribute
{
    public string Id { get; } = id;
}
