// "Reset must leave nothing behind of a call": a used exchange is, field by field, as a fresh one.
using System.Collections;
using System.Globalization;
using System.Reflection;
using InworldRouter.DataPlane;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Tests.DataPlane;

public sealed class ExchangeResetTests
{
    /// <summary>What may differ, and why that is nothing of the last call.</summary>
    private static readonly HashSet<string> Allowed =
    [
        "Exchange._translators",             // kept on purpose; each is begun anew
        "Exchange.Dialect",                  // set when a call begins
        "Exchange.Id",                       // renewed when a call begins
        "Exchange.Clock",                    // started when a call begins
        "Exchange.Deadlines._fired",           // these six are set when a call or an attempt begins …
        "Exchange.Deadlines._ended",
        "Exchange.Deadlines._totalDue",
        "Exchange.Deadlines._phaseDue",
        "Exchange.Deadlines._phase",
        "Exchange.Deadlines._armedFor",        // … or tell when the sleeping timer will find that there is nothing to do
        "Exchange.Client._isArmed",
        "Exchange.Client._quietSince",          // set when a stream is opened
    ];

    [Theory]
    [InlineData("json")]
    [InlineData("stream")]
    [InlineData("fallback")]
    [InlineData("refused")]
    [InlineData("left")]
    [InlineData("slow")]
    [InlineData("kept")]
    [InlineData("following")]
    public async Task AfterACall_NothingIsLeft(string kind)
    {
        using var alpha = new LoopbackServer();
        using var beta = new LoopbackServer();
        using var router = TestRouter.For(
            ", \"auth\": { \"keys\": [ { \"name\": \"dev\", \"key\": \"k\", \"limits\": { \"requestsPerMinute\": 10, \"budgetUsd\": 5 } } ] }", ("alpha", alpha, ""), ("beta", beta, ""));
        using var fresh = new Exchange(router.Time);

        await UseAsync(kind, router, alpha, beta);

        Assert.Equal(Describe(fresh), Describe(router.Exchange));
    }

    [Fact]
    public async Task TheDescription_SeesWhatACallLeavesInItsExchange()
    {
        using var alpha = new LoopbackServer();
        using var router = TestRouter.For(("alpha", alpha));
        using var fresh = new Exchange(router.Time);
        var call = router.Post(Say.Call("alpha/m", stream: true, ",\"models\":[\"beta\"],\"provider\":{\"order\":[\"a\"]}"));
        await call.EndAsync();
        call = router.Post(Say.Call("alpha/m", stream: true, ",\"ignore\":[\"beta\"],\"fallback\":{\"ttft_timeout\":\"1s\"}"));
        var peer = await alpha.CalledAsync();

        var inUse = Describe(router.Exchange);

        Assert.All(
            (string[])["Http", "Plan", "Caller", "Options.Model", "Options.Stream", "Options.Ignore", "Options.TtftTimeout", "Candidates._models", "Deadlines._connection", "Client._response", "Fields.Model.Kind", "Body._bytes._written"],
            field => Assert.Contains(inUse.Except(Describe(fresh)), line => line.StartsWith($"Exchange.{field} ", StringComparison.Ordinal)));
        await peer.AnswerAsync(Say.Answer("Hello"));
        await call.EndAsync();
    }

    private static async Task UseAsync(string kind, TestRouter router, LoopbackServer alpha, LoopbackServer beta)
    {
        const string Options = ",\"models\":[\"beta/m\",\"nobody/x\"],\"ignore\":[\"x\"],\"sort\":[\"price\"],\"provider\":{\"allow_fallbacks\":true},\"reasoning\":{\"exclude\":true},\"fallback\":{\"ttft_timeout\":\"1s\"},\"stream_options\":{\"include_usage\":true},\"extra_body\":{\"metadata\":{\"a\":1}}";
        if (kind is "kept" or "following")
        {
            var more = kind == "kept" ? "\"background\":true" : "\"previous_response_id\":\"resp_1\"";
            await router.Post($$"""{"model":"nobody/m","input":"Hi",{{more}}}""", prepare: http => http.Request.Headers.Authorization = "Bearer k", dialect: CallerDialect.Responses).EndAsync();
            return;
        }
        using var caller = new CallerSide(buffered: kind == "slow" ? 20 : 1 << 20);
        var call = router.Post(
            Say.Call("alpha/m", stream: kind != "json", kind == "refused" ? ",\"temperature\":9" : Options.Replace(",\"nobody/x\"", "", StringComparison.Ordinal)),
            caller,
            http => http.Request.Headers.Authorization = "Bearer k");
        if (kind == "refused")
        {
            await call.EndAsync();
            return;
        }
        var peer = await alpha.CalledAsync();
        if (kind == "fallback")
        {
            await peer.AnswerAsync(Say.Error("No", ",\"code\":\"x\",\"param\":\"y\""), 500, "Retry-After: 5\r\nx-request-id: r\r\nContent-Language: en\r\n");
            peer = await beta.CalledAsync();
        }
        await peer.BeginStreamAsync();
        await peer.SendAsync(Say.Stream(Say.Role, Say.Text("Hello"), """{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}"""));
        if (kind == "left")
        {
            await caller.ReadUntilAsync("Hello");
            caller.Leave();
            await call.EndAsync();
            return;
        }
        router.Time.Advance(TimeSpan.FromMilliseconds(1));
        await peer.SendAsync(Say.Stream(Say.Stop, Say.Done));
        peer.Finish();
        await Task.WhenAll(call.EndAsync(), caller.ReadToEndAsync());
        Assert.Equal(200, call.Status);
    }

    // One line for each field of the exchange and of all that it owns that is not what a field begins with.
    private static List<string> Describe(Exchange exchange)
    {
        var lines = new List<string>();
        Walk("Exchange", exchange, lines, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return lines;
    }

    private static void Walk(string path, object owner, List<string> lines, HashSet<object> seen)
    {
        if (!owner.GetType().IsValueType && !seen.Add(owner))
            return;
        foreach (var field in owner.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var name = $"{path}.{Name(field)}";
            if (!Allowed.Contains(name))
                Tell(name, field.GetValue(owner), field.FieldType, lines, seen);
        }
    }

    private static void Tell(string name, object? value, Type type, List<string> lines, HashSet<object> seen)
    {
        switch (value)
        {
            case null:
                lines.Add($"{name} = null");
                break;
            // Rented memory: what counts is how much of it is in use, and that is a number beside it.
            case byte[] or TimeProvider or ITimer or Lock:
                break;
            case ICollection list and not Array:
                lines.Add($"{name} has {list.Count}");
                break;
            // Numbers in an array are out of use when the count beside them says so; an object in it is kept from the collector.
            case Array array:
                if (!array.GetType().GetElementType()!.IsValueType)
                    lines.Add($"{name} holds {array.Cast<object?>().Count(o => o is not null)}");
                break;
            case IFormattable or bool or string or Enum:
                lines.Add($"{name} = {Convert.ToString(value, CultureInfo.InvariantCulture)}");
                break;
            default:
                if (!type.IsValueType)
                    lines.Add($"{name} is there");
                if (type.IsValueType || type.Namespace?.StartsWith("InworldRouter", StringComparison.Ordinal) == true)
                    Walk(name, value, lines, seen);
                break;
        }
    }

    private static string Name(FieldInfo field) => field.Name is ['<', .. var rest] ? rest[..rest.IndexOf('>', StringComparison.Ordinal)] : field.Name;
}
