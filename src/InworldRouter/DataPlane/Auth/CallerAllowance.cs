// What a plan allows a key to use up.
namespace InworldRouter.DataPlane.Auth;

/// <summary>Periods of the UTC calendar; a week begins on Monday.</summary>
public enum BudgetPeriod : byte
{
    Hour,
    Day,
    Week,
    Month,
}

/// <param name="RequestsPerMinute">0 = no limit.</param>
/// <param name="TokensPerMinute">0 = no limit.</param>
/// <param name="BudgetUsd">Negative = no limit; 0 = nothing that costs.</param>
public sealed record CallerAllowance(int RequestsPerMinute, long TokensPerMinute, double BudgetUsd, BudgetPeriod Period)
{
    public static readonly CallerAllowance Unlimited = new(0, 0, -1, BudgetPeriod.Month);
}
