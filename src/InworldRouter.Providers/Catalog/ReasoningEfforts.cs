// The reasoning efforts a model takes, from least to most.
namespace InworldRouter.Providers.Catalog;

/// <summary>Levels that a model's own API takes. <see cref="Unknown"/>: its sources do not say.</summary>
[Flags]
public enum ReasoningEfforts
{
    Unknown = 0,

    /// <summary>The level called <c>none</c>: reasoning can be turned off.</summary>
    Off = 1 << 0,
    Minimal = 1 << 1,
    Low = 1 << 2,
    Medium = 1 << 3,
    High = 1 << 4,
    Xhigh = 1 << 5,
    Max = 1 << 6,
}
