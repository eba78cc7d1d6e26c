// What a key has left of its requests, tokens and money: reserved before a call, settled after it.
namespace InworldRouter.DataPlane.Auth;

/// <summary>Which limit a call ran into.</summary>
public enum LimitKind : byte
{
    None,
    Requests,
    Tokens,
    Budget,
}

/// <summary>What was set aside for a call.</summary>
/// <param name="Tokens">Estimate of prompt and answer.</param>
/// <param name="Nanos">Estimate of the cost, in billionths of a dollar.</param>
/// <param name="Period">Start of the budget's period.</param>
public readonly record struct Reservation(long Tokens, long Nanos, DateTime Period);

/// <summary>
/// Live counters of one key. The numbers allowed come with each plan (<see cref="CallerAllowance"/>); what has been used stays. One
/// short lock makes a reservation of all three or of none, so that no two calls share the last of anything (C80).
/// </summary>
public sealed class CallerLimits(TimeProvider time)
{
    private readonly Lock _gate = new();
    private MinuteBucket _requests;
    private MinuteBucket _tokens;
    private BudgetMeter _budget;

    /// <param name="tokens">Estimate of prompt and answer together.</param>
    /// <param name="usd">Estimate of the cost; 0 when the price is not known.</param>
    /// <param name="retryAfter">On refusal: when the same call would fit, at least one second.</param>
    /// <returns><see cref="LimitKind.None"/> when the call may go on; then it must be settled.</returns>
    public LimitKind TryReserve(CallerAllowance allowed, long tokens, double usd, out Reservation reservation, out TimeSpan retryAfter)
    {
        var now = time.GetTimestamp();
        var utc = time.GetUtcNow().UtcDateTime;
        var nanos = BudgetMeter.Nanos(usd);
        var refused = LimitKind.None;
        reservation = default;
        lock (_gate)
        {
            if (!_requests.TryTake(1, allowed.RequestsPerMinute, time, now, out retryAfter))
                refused = LimitKind.Requests;
            else if (!_tokens.TryTake(tokens, allowed.TokensPerMinute, time, now, out retryAfter))
                refused = LimitKind.Tokens;
            else if (_budget.TryReserve(nanos, allowed.BudgetUsd, allowed.Period, utc, out var period, out retryAfter))
                reservation = new Reservation(tokens, nanos, period);
            else
                refused = LimitKind.Budget;
            // A call that is refused has used nothing.
            if (refused > LimitKind.Requests)
                _requests.Adjust(-1);
            if (refused > LimitKind.Tokens)
                _tokens.Adjust(-tokens);
        }
        // "429 with Retry-After": whole seconds on the wire, and 0 would be an invitation to hammer.
        if (refused != LimitKind.None && retryAfter < TimeSpan.FromSeconds(1))
            retryAfter = TimeSpan.FromSeconds(1);
        return refused;
    }

    /// <summary>Puts what was used in the place of what was reserved. A call that came to nothing has used 0 tokens and 0 USD.</summary>
    public void Settle(in Reservation reservation, long tokens, double usd)
    {
        var nanos = BudgetMeter.Nanos(usd);
        lock (_gate)
        {
            _tokens.Adjust(tokens - reservation.Tokens);
            _budget.Settle(reservation.Period, reservation.Nanos, nanos);
        }
    }
}
