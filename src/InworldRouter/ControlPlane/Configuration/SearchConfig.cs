// Engines of web search.
namespace InworldRouter.ControlPlane.Configuration;

public sealed record SearchConfig
{
    [Setting("Exa.")]
    public ExaConfig? Exa { get; init; }

    [Setting("Google's programmable search.")]
    public GoogleSearchConfig? Google { get; init; }
}

public sealed record ExaConfig
{
    [Setting("Its API key.", IsSecret = true)]
    public string? ApiKey { get; init; }

    [Setting("An address that replaces its own.")]
    public Uri? BaseUrl { get; init; }
}

public sealed record GoogleSearchConfig
{
    [Setting("Its API key.", IsSecret = true)]
    public string? ApiKey { get; init; }

    [Setting("The search engine's id.")]
    public string? EngineId { get; init; }

    [Setting("An address that replaces its own.")]
    public Uri? BaseUrl { get; init; }
}
