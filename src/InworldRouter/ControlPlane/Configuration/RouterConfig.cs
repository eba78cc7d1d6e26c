// The configuration file as the operator wrote it: every setting there is, null where it was left out.
using System.Text.Json.Serialization;

namespace InworldRouter.ControlPlane.Configuration;

public sealed record RouterConfig
{
    [JsonPropertyName("$schema"), Setting("The JSON schema that an editor checks this file with (inworld-router check --schema).")]
    public string? Schema { get; init; }

    [Setting("Addresses to listen on, default http://127.0.0.1:8080; --urls and ASPNETCORE_URLS win; https needs \"certificate\".")]
    public IReadOnlyList<string?>? Listen { get; init; }

    [Setting("The certificate of https listeners.")]
    public CertificateConfig? Certificate { get; init; }

    [Setting("Who may call.")]
    public AuthConfig? Auth { get; init; }

    [Setting("The providers, by the id that stands before the slash of a model; well-known ids know their dialect and address.")]
    public IReadOnlyDictionary<string, ProviderConfig>? Providers { get; init; }

    [Setting("Models beside those of the built-in catalog, and corrections to it.")]
    public IReadOnlyList<ModelConfig>? Models { get; init; }

    [Setting("Names that callers may use for models, routers or auto: \"claude-haiku-4-5\": \"openai/gpt-5-mini\"; a name may end in * for all that begin so.")]
    public IReadOnlyDictionary<string, string?>? Aliases { get; init; }

    [Setting("How calls find their model.")]
    public RoutingConfig? Routing { get; init; }

    [Setting("What classifies content for /v1/moderations.")]
    public ModerationConfig? Moderation { get; init; }

    [Setting("Folder of read-only routers, one JSON file each, in the API's own shape.", IsPath = true)]
    public string? Routers { get; init; }

    [Setting("Where routers and responses are kept.")]
    public StoreConfig? Store { get; init; }

    [Setting("The exact response cache.")]
    public CacheConfig? Cache { get; init; }

    [Setting("Engines of web search.")]
    public SearchConfig? Search { get; init; }

    [Setting("What one instance takes on.")]
    public LimitsConfig? Limits { get; init; }

    [Setting("Times for every provider; a provider's own win.")]
    public RouterTimeoutsConfig? Timeouts { get; init; }

    [Setting("What the router tells of itself.")]
    public TelemetryConfig? Telemetry { get; init; }
}

public sealed record CertificateConfig
{
    [Setting("PEM or PKCS#12 file.", IsPath = true)]
    public string? Path { get; init; }

    [Setting("The PEM file of the private key, when it is not in the same file.", IsPath = true)]
    public string? KeyPath { get; init; }

    [Setting("Password of the private key.", IsSecret = true)]
    public string? Password { get; init; }
}

public sealed record RoutingConfig
{
    [Setting("Share of calls sorted by latency or throughput that go to a model not measured lately; default 0.01, 0 = off.", Min = 0, Max = 1)]
    public double? Explore { get; init; }
}

public sealed record ModerationConfig
{
    [Setting("A classifier that speaks the Llama Guard protocol, as provider/model.")]
    public string? Model { get; init; }
}
