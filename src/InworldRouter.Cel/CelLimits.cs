// What one source and one evaluation may take.
namespace InworldRouter.Cel;

public sealed record CelLimits
{
    public static CelLimits Default { get; } = new();

    /// <summary>In UTF-16 units.</summary>
    public int MaxSourceLength { get; init; } = 16_384;

    /// <summary>Levels of nesting, operators in a row included. The reference implementation's parser allows 250.</summary>
    public int MaxDepth { get; init; } = 250;

    /// <summary>A step is a node visited, an element gone over, or some ten bytes looked at or made.</summary>
    public long MaxSteps { get; init; } = 1_000_000;

    /// <summary>Looked at every thousand steps or so.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The issues told of one source; what follows a fault is often its consequence.</summary>
    public int MaxIssues { get; init; } = 20;
}
