// A provider: its key, and what differs from what is known of it.
namespace InworldRouter.ControlPlane.Configuration;

public sealed record ProviderConfig
{
    [Setting("Its API key.", IsSecret = true)]
    public string? ApiKey { get; init; }

    [Setting("Several keys, used in turn when one is limited.", IsSecret = true)]
    public IReadOnlyList<string?>? ApiKeys { get; init; }

    [Setting("What it speaks; known for well-known ids.", OneOf = [DialectNames.OpenAI, DialectNames.OpenAIResponses, DialectNames.Anthropic, DialectNames.Gemini])]
    public string? Dialect { get; init; }

    [Setting("Its address: with /v1 for OpenAI dialects, the host's root for Anthropic and Gemini.")]
    public Uri? BaseUrl { get; init; }

    [Setting("Its names of models beside those of the built-in catalog.")]
    public IReadOnlyList<string?>? Models { get; init; }

    [Setting("Times that replace the general ones.")]
    public TimeoutsConfig? Timeouts { get; init; }

    [Setting("Calls in progress at once; default 0 = no limit.", Min = 0, Max = 1_000_000)]
    public int? MaxConcurrency { get; init; }

    [Setting("Google Vertex: the project; default that of the credentials.")]
    public string? Project { get; init; }

    [Setting("Google Vertex: the location, such as us, eu or europe-west4; default global.")]
    public string? Location { get; init; }

    [Setting("Google Vertex: the service account's key file, usually ${file:…}, or as an object; with apiKey instead calls go the express way, without a project.", IsSecret = true, IsJson = true)]
    public string? Credentials { get; init; }
}

/// <summary>The words of <see cref="ProviderConfig.Dialect"/>.</summary>
public static class DialectNames
{
    public const string OpenAI = "openai";
    public const string OpenAIResponses = "openai-responses";
    public const string Anthropic = "anthropic";
    public const string Gemini = "gemini";

    public static readonly string[] All = [OpenAI, OpenAIResponses, Anthropic, Gemini];
}
