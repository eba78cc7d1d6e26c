// Where routers and responses are kept, and the cache of whole answers.
namespace InworldRouter.ControlPlane.Configuration;

public sealed record StoreConfig
{
    [Setting("file (default) or postgres, which all instances share.", OneOf = ["file", "postgres"])]
    public string? Type { get; init; }

    [Setting("file: its folder, default data.", IsPath = true)]
    public string? Path { get; init; }

    [Setting("postgres: the connection string.", IsSecret = true)]
    public string? Connection { get; init; }

    [Setting("How long responses are kept for their makers to fetch and to go on from; default 30d, as OpenAI keeps them.", LongestDays = 3650)]
    public TimeSpan? ResponsesTtl { get; init; }
}

public sealed record CacheConfig
{
    [Setting("Memory for cached answers.")]
    public ByteSize? MaxBytes { get; init; }
}
