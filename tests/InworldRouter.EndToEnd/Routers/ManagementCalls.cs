// Calls of the management API.
using System.Globalization;
using System.Text;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Routers;

internal static class ManagementCalls
{
    public const string Official = "/router/v1/routers";
    public const string Plain = "/v1/routers";

    /// <param name="headers">Whole lines.</param>
    public static Task<RawAnswer> ManageAsync(this NativeRouter router, string method, string path, string? body = null, params string[] headers)
    {
        var bytes = body is null ? [] : Encoding.UTF8.GetBytes(body);
        string[] lines = method == "POST" || body is null ? headers : [.. headers, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes.Length}")];
        return router.SendAsync(RouterCalls.Request(method, path, bytes, lines));
    }

    public static string Simple(string name, string model = "openai/gpt-4o") =>
        $$$"""{"name":"{{{name}}}","defaultRoute":{"variants":[{"variant":{"model_id":"{{{model}}}"}}]}}""";
}
