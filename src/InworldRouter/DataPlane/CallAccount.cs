// What is left of a call when it is over: measurements, counts, the caller's account, a line in the log.
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Auth;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Telemetry;

namespace InworldRouter.DataPlane;

public sealed class CallAccount(RouterMetrics metrics, RequestLog log)
{
    /// <summary>The usual rule of thumb for English prose; only used where nobody counts.</summary>
    public const int BytesPerToken = 4;

    // Under this many tokens, or this short a time, a rate is mostly noise.
    private const int FewTokens = 8;
    private static readonly TimeSpan ShortTime = TimeSpan.FromMilliseconds(20);

    public void Began() => metrics.CallBegan();

    /// <summary>Sets aside what the call may use of its key's limits, before any of it is used (C80).</summary>
    /// <returns>Null, or the refusal: 429 with Retry-After.</returns>
    public static RouterError? Reserve(Exchange exchange)
    {
        if (exchange.Caller.Limits is not { } limits)
            return null;
        // A count is a request, and uses nothing else.
        var demand = exchange.IsCount ? default : DemandReader.Read(exchange);
        var tokens = exchange.IsCount ? 0 : demand.PromptTokens + demand.ExpectedOutput;
        var usd = exchange.IsCount ? 0 : ModelPrice.Estimate(exchange.Candidates[0].Facts, demand.PromptTokens, demand.ExpectedOutput) ?? 0;
        var refused = limits.TryReserve(exchange.Caller.Allowance, tokens, usd, out var reserved, out var retryAfter);
        exchange.Reserved = reserved;
        return refused switch
        {
            LimitKind.None => null,
            LimitKind.Requests => RouterError.Exhausted(exchange.Caller.Name, "requestsPerMinute", retryAfter),
            LimitKind.Tokens => RouterError.Exhausted(exchange.Caller.Name, "tokensPerMinute", retryAfter),
            LimitKind.Budget => RouterError.Exhausted(exchange.Caller.Name, "budgetUsd", retryAfter),
            _ => throw new InvalidOperationException($"no words for {refused}"),
        };
    }

    /// <summary>A stream has ended, properly or not: what was used counts all the same (C85).</summary>
    public void Streamed(Exchange exchange, StartedStream stream, UpstreamFailure? failure)
    {
        var usage = stream.Translator.Usage;
        if (usage.Completion < 0)
            usage = usage with { Prompt = Math.Max(usage.Prompt, EstimatePrompt(exchange)), Completion = stream.Translator.ContentEvents };
        var flowing = exchange.Time.GetElapsedTime(stream.SentAt) - stream.Ttft;
        if (failure is null)
        {
            var rate = usage.Completion >= FewTokens && flowing >= ShortTime ? usage.Completion / flowing.TotalSeconds : 0;
            stream.Model.Statistics.Record(stream.Ttft, rate);
        }
        Close(exchange, stream.Model, usage, failure is null ? 200 : StatusOf(failure, stream.Model));
    }

    public void Answered(Exchange exchange, WholeAnswer answer)
    {
        answer.Model.Statistics.Record(answer.Ttft, 0);
        var usage = answer.Usage;
        if (!usage.IsKnown)
            usage = new TokenUsage(EstimatePrompt(exchange), exchange.Output.Length / BytesPerToken);
        Close(exchange, answer.Model, usage, 200);
    }

    /// <summary>The caller has been told where its answer will be; what that uses is the account of the run.</summary>
    public void Begun(Exchange exchange)
    {
        metrics.CallEnded(200, stream: false, exchange.Clock.Overhead, EndpointOf(exchange));
        log.Write(exchange, 200, null, TokenUsage.Unknown, null);
    }

    /// <summary>A call's tokens were counted: nothing was used, and the time it took says nothing of the model.</summary>
    /// <param name="model">What counted; null when the router did.</param>
    public void Counted(Exchange exchange, ModelPlan? model)
    {
        exchange.LeaveProvider();
        if (exchange.Reserved != default)
            exchange.Caller.Limits!.Settle(exchange.Reserved, 0, 0);
        metrics.CallEnded(200, stream: false, exchange.Clock.Overhead, EndpointKind.CountTokens);
        log.Write(exchange, 200, model, TokenUsage.Unknown, null);
    }

    /// <summary>No attempt has given an answer, or none was made.</summary>
    public void Refused(Exchange exchange, RouterError refusal)
    {
        // Nothing was answered, so nothing was used; a reservation that was refused has set nothing aside.
        if (exchange.Reserved != default)
            exchange.Caller.Limits!.Settle(exchange.Reserved, 0, 0);
        metrics.CallEnded(refusal.Status, exchange.Options.Stream, exchange.Clock.Overhead, EndpointOf(exchange));
        log.Write(exchange, refusal.Status, null, TokenUsage.Unknown, null);
    }

    private static int StatusOf(UpstreamFailure failure, ModelPlan model) => RouterError.From(failure, model.Id).Status;

    private static EndpointKind EndpointOf(Exchange exchange) => exchange.Dialect switch
    {
        _ when exchange.IsCount => EndpointKind.CountTokens,
        CallerDialect.Messages => EndpointKind.Messages,
        CallerDialect.Responses => EndpointKind.Responses,
        _ => EndpointKind.ChatCompletions,
    };

    private static long EstimatePrompt(Exchange exchange) => exchange.Body.Length / BytesPerToken;

    private void Close(Exchange exchange, ModelPlan model, in TokenUsage usage, int status)
    {
        exchange.LeaveProvider();
        metrics.TokensUsed(model, usage);
        var usd = ModelPrice.Cost(model.Facts, usage);
        exchange.Caller.Limits?.Settle(exchange.Reserved, usage.Total, usd ?? 0);
        metrics.CallEnded(status, exchange.Options.Stream, exchange.Clock.Overhead, EndpointOf(exchange));
        log.Write(exchange, status, model, usage, usd);
    }
}
