// The data plane as it is wired in the program, with a clock of the test's own and providers on this machine.
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Responses;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Responses;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Hosting;
using InworldRouter.Plan;
using InworldRouter.Providers.Dialects;
using InworldRouter.Telemetry;
using InworldRouter.Tests.ControlPlane;
using Microsoft.Extensions.ObjectPool;

namespace InworldRouter.Tests.DataPlane;

internal sealed class TestRouter : IDisposable
{
    private readonly ExchangePool _exchanges;
    private readonly CallJourney _journey;
    private readonly ResponsesEndpoint _responses;
    private readonly List<CallerSide> _callers = [];

    public TestRouter(string config, ManualTime? time = null, Catalog? catalog = null, IResponseStore? responses = null)
    {
        Time = time ?? new ManualTime();
        State = new LiveState(Time);
        Plan = TestCatalog.Compile(config, State, catalog: catalog);
        Plans = new PlanHolder(Plan);
        _exchanges = new ExchangePool(Time);
        Kept = new KeptResponses(responses ?? new MemoryResponseStore(), TimeSpan.FromDays(30), Time);
        Runs = new BackgroundRuns(Kept, Time);
        _responses = new ResponsesEndpoint(Kept, Runs, Plans);
        _journey = new CallJourney(
            Plans, _exchanges, Active, Admission, new CallHistory(Kept), Runs, new RouteResolver(Time, new Random(1)), new WarmProviders(Time), new AttemptLoop(Time, Metrics), new CallAccount(Metrics, new RequestLog(Log)));
    }

    public ManualTime Time { get; }

    public LiveState State { get; }

    public RouterPlan Plan { get; }

    public PlanHolder Plans { get; }

    public ActiveCalls Active { get; } = new();

    public Admission Admission { get; } = new();

    public KeptResponses Kept { get; }

    public BackgroundRuns Runs { get; }

    public RouterMetrics Metrics { get; } = new();

    /// <summary>The request log, where the configuration asks for one.</summary>
    public MemoryStream Log { get; } = new();

    /// <summary>The exchange of the call that began last, also after its end.</summary>
    public Exchange Exchange => _exchanges.Last!;

    /// <summary>A router with these providers, each of OpenAI's dialect and with the model <c>m</c>.</summary>
    /// <param name="more">More of the configuration, after a comma.</param>
    public static TestRouter For(string more, params (string Id, LoopbackServer Server, string Settings)[] providers) => new(Config(more, providers));

    /// <inheritdoc cref="For(string, ValueTuple{string, LoopbackServer, string}[])"/>
    public static TestRouter For(params (string Id, LoopbackServer Server)[] providers) =>
        For("", [.. providers.Select(p => (p.Id, p.Server, ""))]);

    public static string Config(string more, params (string Id, LoopbackServer Server, string Settings)[] providers) =>
        $$"""{ "providers": { {{string.Join(", ", providers.Select(p => $$"""
            "{{p.Id}}": { "dialect": "openai", "baseUrl": "{{p.Server.Url}}", "models": ["m"] {{p.Settings}} }
            """))}} } {{more}} }""";

    /// <summary>Begins a call.</summary>
    public TestCall Post(string json, CallerSide? caller = null, Action<Microsoft.AspNetCore.Http.HttpContext>? prepare = null, CallerDialect dialect = CallerDialect.Chat, bool isCount = false) =>
        Post(System.Text.Encoding.UTF8.GetBytes(json), caller, prepare, dialect, isCount);

    /// <inheritdoc cref="Post(string, CallerSide, Action{Microsoft.AspNetCore.Http.HttpContext}, CallerDialect, bool)"/>
    public TestCall Post(byte[] body, CallerSide? caller = null, Action<Microsoft.AspNetCore.Http.HttpContext>? prepare = null, CallerDialect dialect = CallerDialect.Chat, bool isCount = false)
    {
        caller ??= new CallerSide();
        _callers.Add(caller);
        var request = caller.Http.Request;
        request.Method = "POST";
        request.ContentLength = body.Length;
        request.Body = new MemoryStream(body);
        prepare?.Invoke(caller.Http);
        return new TestCall(caller, _journey.RunAsync(caller.Http, dialect, isCount));
    }

    /// <summary>Asks for what is kept.</summary>
    /// <param name="rest">What follows <c>/v1/responses/</c>.</param>
    public TestCall Ask(string method, string rest, string query = "", Action<Microsoft.AspNetCore.Http.HttpContext>? prepare = null)
    {
        var caller = new CallerSide();
        _callers.Add(caller);
        caller.Http.Request.Method = method;
        caller.Http.Request.Path = "/v1/responses/" + rest;
        caller.Http.Request.QueryString = new(query);
        prepare?.Invoke(caller.Http);
        return new TestCall(caller, _responses.AnswerAsync(caller.Http, rest));
    }

    /// <summary>Completes when the stream that began last waits for its provider.</summary>
    public Task StreamWaitsAsync() => Patience.UntilAsync(() => Inside.Of<bool>(Exchange.Client, "_waiting"));

    public string MetricsText()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Metrics.Write(output, Plan);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public void Dispose()
    {
        foreach (var caller in _callers)
            caller.Dispose();
        _exchanges.Dispose();
    }

    // A fresh exchange for each call, so that a test can look at it afterwards; what is given back is reset as in the program.
    private sealed class ExchangePool(TimeProvider time) : ObjectPool<Exchange>, IDisposable
    {
        private readonly ExchangePolicy _policy = new(time);

        public Exchange? Last { get; private set; }

        public override Exchange Get() => Last = _policy.Create();

        public override void Return(Exchange exchange) => _policy.Return(exchange);

        public void Dispose() => Last?.Dispose();
    }
}
