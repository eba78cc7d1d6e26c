// A call that has been received, without a journey: for the stages that read it.
using System.Text;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Plan;
using InworldRouter.Providers.Dialects;
using Microsoft.AspNetCore.Http;

namespace InworldRouter.Tests.DataPlane.Ingress;

internal static class Calls
{
    private const string Known = "{ \"providers\": { \"openai\": { \"apiKey\": \"sk\" } } }";

    private static readonly RouterPlan Plan = ControlPlane.TestCatalog.Compile(Known);

    /// <summary>What the reader says to a body; the exchange is the caller's to dispose of.</summary>
    public static (Exchange Exchange, RouterError? Refusal) Read(byte[] body, RouterPlan? plan = null, TimeProvider? time = null, CallerDialect dialect = CallerDialect.Chat)
    {
        var exchange = new Exchange(time ?? TimeProvider.System);
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(body);
        http.Request.ContentLength = body.Length;
        exchange.Begin(http, plan ?? Plan, dialect);
        exchange.Caller = exchange.Plan.Callers.Anonymous!;
        // Memory only: it is there when it is asked for.
        Assert.Null(exchange.Body.ReadAsync(http.Request, 1 << 26).AsTask().GetAwaiter().GetResult());
        return (exchange, CallReader.Read(exchange));
    }

    public static (Exchange Exchange, RouterError? Refusal) Read(string json, RouterPlan? plan = null, TimeProvider? time = null, CallerDialect dialect = CallerDialect.Chat) =>
        Read(Encoding.UTF8.GetBytes(json), plan, time, dialect);

    public static RouterError? Refusal(string json, CallerDialect dialect = CallerDialect.Chat)
    {
        var (exchange, refusal) = Read(json, dialect: dialect);
        exchange.Dispose();
        return refusal;
    }
}
