// How long things may take.
namespace InworldRouter.ControlPlane.Configuration;

public sealed record TimeoutsConfig
{
    [Setting("TCP and TLS; default 5s.")]
    public TimeSpan? Connect { get; init; }

    [Setting("Streams: from sending the request to the first content; default 2m.")]
    public TimeSpan? FirstToken { get; init; }

    [Setting("Streams: the longest silence after the first content; default 2m.")]
    public TimeSpan? Idle { get; init; }

    [Setting("Every attempt, from beginning to end; default 30m.")]
    public TimeSpan? Total { get; init; }
}

/// <summary>The router's own, which has a shutdown besides.</summary>
public sealed record RouterTimeoutsConfig
{
    [Setting("TCP and TLS; default 5s.")]
    public TimeSpan? Connect { get; init; }

    [Setting("Streams: from sending the request to the first content; default 2m.")]
    public TimeSpan? FirstToken { get; init; }

    [Setting("Streams: the longest silence after the first content; default 2m.")]
    public TimeSpan? Idle { get; init; }

    [Setting("Every attempt, from beginning to end; default 30m.")]
    public TimeSpan? Total { get; init; }

    [Setting("What running answers get after SIGTERM; default 30s.")]
    public TimeSpan? Shutdown { get; init; }
}
