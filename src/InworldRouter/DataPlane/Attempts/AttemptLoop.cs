// Candidates in, one upstream that has started to answer out: fallback, key rotation, the one retry.
using System.Runtime.CompilerServices;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Telemetry;

namespace InworldRouter.DataPlane.Attempts;

public sealed class AttemptLoop(TimeProvider time, RouterMetrics metrics)
{
    // "The one retry waits min(Retry-After, 5 s); when it is longer the 429 goes out at once" (api.md 10).
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // Under a tiny or missing Retry-After the backoff is the floor (C75).
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(250);

    // A provider's key that was refused is left alone for as long as an operator might need to mend it.
    private static readonly TimeSpan DeadKeyPause = TimeSpan.FromMinutes(5);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> RunAsync(Exchange exchange)
    {
        var candidates = exchange.Candidates;
        candidates.PutCooledLast();
        var window = 0; // after a context overflow only larger windows are worth a try (C74)
        ModelPlan? tried = null;
        AttemptResult? result = null;
        for (var i = 0; i < candidates.Count; i++)
        {
            var model = candidates[i];
            if (!IsLarger(model, window))
                continue;
            tried = model;
            result = await TryModelAsync(exchange, model, IsLast(candidates, i, window));
            if (result is not FailedAttempt { Failure: var failure })
                return result;
            var verdict = FailurePolicy.Of(failure.Kind).Verdict;
            if (verdict == Verdict.GiveUp)
                return result;
            if (verdict == Verdict.NextLarger)
                window = Math.Max(window, model.Facts?.ContextTokens ?? 1);
        }
        var last = ((FailedAttempt)result!).Failure;
        if (WaitBeforeRetry(last) is not { } wait)
            return result;
        return await WaitAsync(exchange, wait) ? await TryModelAsync(exchange, tried!, isLast: true) : Attempt.Explain(exchange, last);
    }

    private static bool IsLarger(ModelPlan model, int window) => window == 0 || (model.Facts?.ContextTokens ?? 0) > window;

    // Those that will be passed over for their window are not there to fall back on.
    private static bool IsLast(CandidateList candidates, int index, int window)
    {
        for (var i = index + 1; i < candidates.Count; i++)
        {
            if (IsLarger(candidates[i], window))
                return false;
        }
        return true;
    }

    private static TimeSpan? WaitBeforeRetry(UpstreamFailure failure)
    {
        if (!FailurePolicy.Of(failure.Kind).OneRetry || failure.RetryAfter > LongestWait)
            return null;
        return failure.RetryAfter > ShortestWait ? failure.RetryAfter : ShortestWait + Random.Shared.NextDouble() * ShortestWait;
    }

    private async ValueTask<bool> WaitAsync(Exchange exchange, TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, time, exchange.Deadlines.WaitToken());
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            exchange.Deadlines.EndAttempt();
        }
    }

    // One candidate: its keys in turn, while it is the key that fails (C76).
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> TryModelAsync(Exchange exchange, ModelPlan model, bool isLast)
    {
        var provider = model.Provider;
        if (!provider.Gauge.TryEnter(provider.MaxConcurrency))
            return Recorded(exchange, model, new UpstreamFailure(FailureKind.Saturated, $"{provider.Id} has {provider.MaxConcurrency} calls in progress, all that maxConcurrency allows"));
        exchange.Holds = provider;
        var terms = new AttemptTerms(isLast ? null : exchange.Options.TtftTimeout);
        var keys = new KeyRotation(provider.Keys);
        while (true)
        {
            var key = keys.Take();
            var result = await Attempt.RunAsync(exchange, model, key, terms);
            if (result is not FailedAttempt { Failure: var failure })
            {
                key.Cooldown.Reset();
                model.Cooldown.Reset();
                var ttft = result is StartedStream stream ? stream.Ttft : ((WholeAnswer)result).Ttft;
                exchange.Attempts.Add(new AttemptRecord(model.Id, null, (long)ttft.TotalMilliseconds));
                metrics.AttemptSucceeded(provider.Id, model, exchange.IsCount ? null : ttft);
                return result;
            }
            // A caller's departure, or ours, is nobody's failure (C78).
            if (failure.Kind is not (FailureKind.ClientLeft or FailureKind.ShuttingDown))
                metrics.AttemptFailed(provider.Id, model, failure.Kind);
            var (verdict, mark, _) = FailurePolicy.Of(failure.Kind);
            if (verdict == Verdict.RetrySame && terms.After(failure.Kind) is { } conceded)
            {
                terms = conceded;
                keys.Again(key);
                continue;
            }
            if (mark == HealthMark.DeadKey)
                key.Cooldown.Pause(DeadKeyPause);
            else if (failure.Kind == FailureKind.RateLimited)
                key.Cooldown.Pause(failure.RetryAfter ?? TimeSpan.Zero);
            Recorded(exchange, model, failure);
            if ((mark == HealthMark.DeadKey || failure.Kind == FailureKind.RateLimited) && keys.HasFitLeft)
                continue;
            if (verdict == Verdict.NextCandidate)
                Cool(model, failure, mark);
            exchange.LeaveProvider();
            return result;
        }
    }

    private static AttemptResult Recorded(Exchange exchange, ModelPlan model, UpstreamFailure failure)
    {
        exchange.Attempts.Add(new AttemptRecord(model.Id, failure, 0));
        return failure;
    }

    private static void Cool(ModelPlan model, UpstreamFailure failure, HealthMark mark)
    {
        if (failure.RetryAfter is { } asked)
            model.Cooldown.Pause(asked);
        else if (mark != HealthMark.None)
            model.Cooldown.Back();
    }
}
