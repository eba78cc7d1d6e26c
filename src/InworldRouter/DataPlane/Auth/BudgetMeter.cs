// What a key has spent in the current period of the calendar.
namespace InworldRouter.DataPlane.Auth;

/// <summary>Money is counted in billionths of a dollar: whole numbers add up exactly. Not thread-safe; its owner has the lock.</summary>
internal struct BudgetMeter
{
    private const double NanosPerUsd = 1e9;

    private DateTime _period;
    private long _spent;

    public static long Nanos(double usd) => (long)Math.Ceiling(Math.Max(0, usd) * NanosPerUsd);

    /// <summary>Sets an amount aside if it fits into what is left.</summary>
    /// <param name="budgetUsd">Negative = no limit.</param>
    /// <param name="nanos">0 fits as long as anything is left.</param>
    /// <param name="period">The period that it was set aside in, for <see cref="Settle"/>.</param>
    /// <param name="wait">How long until the next period.</param>
    public bool TryReserve(long nanos, double budgetUsd, BudgetPeriod length, DateTime now, out DateTime period, out TimeSpan wait)
    {
        wait = default;
        period = Start(length, now);
        if (period != _period)
            (_period, _spent) = (period, 0);
        if (budgetUsd >= 0)
        {
            var left = (long)(budgetUsd * NanosPerUsd) - _spent;
            if (left < nanos || (left <= 0 && budgetUsd > 0))
            {
                wait = End(length, period) - now;
                return false;
            }
        }
        _spent += nanos;
        return true;
    }

    /// <summary>Puts the actual amount in the place of what was set aside. A call belongs to the period that it began in.</summary>
    public void Settle(DateTime period, long reserved, long actual)
    {
        if (period == _period)
            _spent += actual - reserved;
    }

    private static DateTime Start(BudgetPeriod length, DateTime now) => length switch
    {
        BudgetPeriod.Hour => now.Date.AddHours(now.Hour),
        BudgetPeriod.Day => now.Date,
        BudgetPeriod.Week => now.Date.AddDays(-(((int)now.DayOfWeek + 6) % 7)),
        BudgetPeriod.Month => new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc),
        _ => throw new InvalidOperationException($"no start of {length}"),
    };

    private static DateTime End(BudgetPeriod length, DateTime start) => length switch
    {
        BudgetPeriod.Hour => start.AddHours(1),
        BudgetPeriod.Day => start.AddDays(1),
        BudgetPeriod.Week => start.AddDays(7),
        BudgetPeriod.Month => start.AddMonths(1),
        _ => throw new InvalidOperationException($"no end of {length}"),
    };
}
