// Documents to store.
using System.Text;
using InworldRouter.ControlPlane.Routers.Store;

namespace InworldRouter.Tests.ControlPlane.Routers.Store;

internal static class Routers
{
    /// <param name="members">More members, each begun with a comma.</param>
    public static StoredRouter Of(string name, string members = "") => Raw(name, $"{{\"name\":\"{name}\"{members}}}");

    public static StoredRouter Raw(string name, string document) => StoredRouter.Of(name, Encoding.UTF8.GetBytes(document));

    public static StoredRouter Counting(string name, int count) => Of(name, $",\"count\":{count}");

    public static int Count(this StoredRouter router)
    {
        using var document = System.Text.Json.JsonDocument.Parse(router.Document);
        return document.RootElement.GetProperty("count").GetInt32();
    }

    public static string Text(this StoredRouter router) => Encoding.UTF8.GetString(router.Document.Span);
}
