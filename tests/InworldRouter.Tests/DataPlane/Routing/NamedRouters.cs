// Named routers for tests: documents in the canonical spelling, compiled as in the program.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.ControlPlane.Routers.Compilation;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;
using InworldRouter.Providers.Dialects;
using InworldRouter.Tests.DataPlane.Ingress;

namespace InworldRouter.Tests.DataPlane.Routing;

internal static class NamedRouters
{
    public static NamedRouter Router(string json) =>
        new(JsonNode.Parse(json)!["name"]!.GetValue<string>(), "1", Encoding.UTF8.GetBytes(json), isReadOnly: false, RouterCompiler.Compile);

    public static NamedRouterTable Table(params string[] routers) => NamedRouterTable.Of(routers.Select(Router));

    /// <summary>A call after its resolution; the exchange is the caller's to dispose of.</summary>
    public static (Exchange Exchange, RouterError? Refusal) Resolve(RouterPlan plan, string json, string? key = null, Random? random = null, TimeProvider? time = null, CallerDialect dialect = CallerDialect.Chat)
    {
        var (exchange, invalid) = Calls.Read(json, plan, time, dialect);
        Assert.Null(invalid);
        if (key is not null)
            exchange.Caller = plan.Callers.ByCredential[key];
        return (exchange, new RouteResolver(exchange.Time, random ?? new Random(1)).Resolve(exchange));
    }

    /// <summary>A variant entry.</summary>
    public static string Variant(string id, string model, double? weight = null, string more = "") =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $$$"""{"variant":{"variant_id":"{{{id}}}","model_id":"{{{model}}}"{{{more}}}}{{{(weight is null ? "" : $",\"weight\":{weight}")}}}}""");
}
