// Who may call: keys with their permissions, models and limits.
using InworldRouter.DataPlane.Auth;

namespace InworldRouter.ControlPlane.Configuration;

public sealed record AuthConfig
{
    [Setting("The keys that callers present, as Bearer, Basic or x-api-key.")]
    public IReadOnlyList<KeyConfig>? Keys { get; init; }

    [Setting("Callers without a key are let in. Without any key this is so on loopback listeners.")]
    public bool? Anonymous { get; init; }
}

public sealed record KeyConfig
{
    [Setting("What logs and metrics call it.")]
    public string? Name { get; init; }

    [Setting("The secret, usually ${NAME} of the environment.", IsSecret = true)]
    public string? Key { get; init; }

    [Setting("What the key may do; default inference.", OneOf = [PermissionWords.Inference, PermissionWords.RoutersRead, PermissionWords.RoutersWrite, PermissionWords.Admin])]
    public IReadOnlyList<string?>? Permissions { get; init; }

    [Setting("What it may call: exact ids, provider/*, inworld/name, * (default).")]
    public IReadOnlyList<string?>? Models { get; init; }

    [Setting("What it may use up.")]
    public KeyLimitsConfig? Limits { get; init; }
}

public sealed record KeyLimitsConfig
{
    [Setting("Calls, a bucket of this size refilled over the minute.", Min = 1, Max = 1_000_000_000)]
    public int? RequestsPerMinute { get; init; }

    [Setting("Tokens of prompts and answers, a bucket of this size refilled over the minute.", Min = 1, Max = 1_000_000_000_000)]
    public long? TokensPerMinute { get; init; }

    [Setting("USD that it may spend in each budgetPeriod.", Min = 0, Max = 1_000_000_000)]
    public double? BudgetUsd { get; init; }

    [Setting("Periods of the UTC calendar, default month; weeks begin on Monday.", OneOf = ["hour", "day", "week", "month"])]
    public string? BudgetPeriod { get; init; }
}
