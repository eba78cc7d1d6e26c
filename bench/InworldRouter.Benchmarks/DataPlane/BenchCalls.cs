// Calls as they stand before a stage of the journey, against a plan of the built-in catalog.
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Compilation;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Plan;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InworldRouter.Benchmarks.DataPlane;

internal static class BenchCalls
{
    // Seven providers: between them some hundreds of models, and several for the usual open ones.
    private const string Config =
        """
        {
          "providers": {
            "openai": { "apiKey": "k" }, "groq": { "apiKey": "k" }, "mistral": { "apiKey": "k" }, "fireworks": { "apiKey": "k" },
            "together": { "apiKey": "k" }, "deepinfra": { "apiKey": "k" }, "cerebras": { "apiKey": "k" }
          }
        }
        """;

    // The call below matches the last of its conditions.
    private const string ThreeConditions =
        """
        { "name": "tiers",
          "routes": [
            { "route": { "route_id": "vip", "variants": [ { "variant": { "variant_id": "v", "model_id": "openai/gpt-4o" } } ] },
              "condition": { "cel_expression": "tier == \"premium\" && (country in [\"US\",\"CA\"] || score >= 0.5)" } },
            { "route": { "route_id": "eve", "variants": [ { "variant": { "variant_id": "v", "model_id": "openai/gpt-4o" } } ] },
              "condition": { "cel_expression": "user == \"eve\" || country == \"AQ\"" } },
            { "route": { "route_id": "rest", "variants": [
                { "variant": { "variant_id": "a", "model_id": "openai/gpt-4o-mini" }, "weight": 50 },
                { "variant": { "variant_id": "b", "model_id": "openai/gpt-4o-mini" }, "weight": 50 } ] },
              "condition": { "cel_expression": "tier == \"basic\"" } } ] }
        """;

    public static RouterPlan Plan { get; } = Compile();

    /// <summary>A call whose body has been received.</summary>
    public static Exchange Received(byte[] body)
    {
        var exchange = new Exchange(TimeProvider.System);
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        http.Request.Body = new MemoryStream(body);
        exchange.Begin(http, Plan);
        exchange.Caller = Plan.Callers.Anonymous!;
        if (exchange.Body.ReadAsync(http.Request, 1 << 26).AsTask().GetAwaiter().GetResult() is { } refusal)
            throw new InvalidOperationException(refusal.Message);
        return exchange;
    }

    /// <summary>A call that has been received and read.</summary>
    public static Exchange Read(string json)
    {
        var exchange = Received(Encoding.UTF8.GetBytes(json));
        if (CallReader.Read(exchange) is { } refusal)
            throw new InvalidOperationException(refusal.Message);
        return exchange;
    }

    /// <summary>A named router of its canonical JSON.</summary>
    public static NamedRouter Router(string json) =>
        new(JsonNode.Parse(json)!["name"]!.GetValue<string>(), "1", Encoding.UTF8.GetBytes(json), isReadOnly: false, RouterCompiler.Compile);

    private static RouterPlan Compile()
    {
        var problems = new ConfigProblems();
        var config = new ConfigReader(_ => null).Read(Encoding.UTF8.GetBytes(Config), Path.GetTempPath(), "bench.json", problems)!;
        var plan = new PlanCompiler(Catalog.BuiltIn, new LiveState(TimeProvider.System)).Compile(config, ListenAddresses.Of(config, null, _ => null));
        return plan.With(NamedRouterTable.Of([Router(ThreeConditions)]));
    }

    /// <summary>Where an answer goes that nobody reads.</summary>
    public sealed class NullWriter : PipeWriter, IHttpResponseBodyFeature
    {
        private readonly byte[] _room = new byte[64 * 1024];

        public Stream Stream => Stream.Null;

        public PipeWriter Writer => this;

        public override void Advance(int bytes)
        {
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _room;

        public override Span<byte> GetSpan(int sizeHint = 0) => _room;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task CompleteAsync() => Task.CompletedTask;

        public void DisableBuffering()
        {
        }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
