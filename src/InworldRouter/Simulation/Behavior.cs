// What one simulated answer does: how fast it comes, how long it is, and what goes wrong with it.
namespace InworldRouter.Simulation;

/// <summary>All settings of an answer; <see cref="BehaviorSettings"/> names and explains each. Positions count content tokens already sent.</summary>
internal record struct Behavior
{
    public Behavior()
    {
    }

    public Latency Ttft { get; set; }

    /// <summary>Null: what a stream of the same answer would take.</summary>
    public Latency? Delay { get; set; }

    /// <summary>0: as fast as the connection takes them.</summary>
    public double TokensPerSecond { get; set; }

    /// <summary>Null: as many as the text has.</summary>
    public int? Tokens { get; set; }

    public string? Text { get; set; }

    public int ReasoningTokens { get; set; }

    /// <summary>Null: 200.</summary>
    public int? Status { get; set; }

    /// <summary>The share of calls that get <see cref="Status"/>; null: all of them.</summary>
    public double? ErrorRate { get; set; }

    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Calls a second; null: no limit.</summary>
    public double? RateLimit { get; set; }

    public int? StallAfter { get; set; }

    /// <summary>Longer than any client waits, so that a stall without a length is one for good.</summary>
    public TimeSpan StallFor { get; set; } = TimeSpan.FromHours(1);

    public int? DropAfter { get; set; }

    /// <summary>The <c>type</c> of an error that is sent inside a 200.</summary>
    public string? ErrorEvent { get; set; }

    public int ErrorAfter { get; set; }

    public int? MalformedAfter { get; set; }

    public bool Empty { get; set; }
}
