// What is known of a vendor before anything is configured.
namespace InworldRouter.Providers;

/// <summary>How a provider takes its API key.</summary>
public enum CredentialStyle : byte
{
    /// <summary><c>Authorization: Bearer KEY</c></summary>
    Bearer,

    /// <summary><c>api-key: KEY</c> (Azure)</summary>
    ApiKeyHeader,

    /// <summary><c>x-api-key: KEY</c> (Anthropic)</summary>
    XApiKeyHeader,

    /// <summary><c>x-goog-api-key: KEY</c> (Google AI Studio)</summary>
    GoogleApiKeyHeader,
}

/// <summary>The vendor's own address and credential conventions; a configuration may replace the address.</summary>
public sealed record ProviderDefaults
{
    /// <summary>Where its API lives, <c>/v1</c> included for OpenAI dialects; null where every customer has another host (Azure, a local server).</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Environment variables that usually hold the key, the preferred one first; empty when none is usual.</summary>
    public string[] KeyVariables { get; init; } = [];

    public CredentialStyle Credential { get; init; } = CredentialStyle.Bearer;

    /// <summary>False for servers that run without one (Ollama, vLLM, llama.cpp).</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>
    /// What a configured address may end in though paths bring it themselves: "a trailing /v1, /v1beta is tolerated there" (configuration.md). Empty
    /// for OpenAI dialects, whose addresses include it.
    /// </summary>
    public string[] RootSegments { get; init; } = [];

    /// <summary>Its address in a location of its cloud; null for vendors that are no cloud.</summary>
    public Func<string, Uri>? BaseUrlFor { get; init; }

    /// <summary>It is called on a project in a location, and signed in to with a service account, or with a key.</summary>
    public bool IsCloud => BaseUrlFor is not null;
}
