// The end of the journey of a call that only asks how many tokens it is.
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Relay;
using InworldRouter.Plan;
using InworldRouter.Providers;

namespace InworldRouter.DataPlane;

/// <summary>"/v1/messages/count_tokens works (native, else local estimate; never a 404, never route to an upstream lacking it)" (C40).</summary>
public sealed class TokenCount(AttemptLoop attempts, CallAccount account)
{
    public async ValueTask<RouterError?> RunAsync(Exchange exchange)
    {
        if (!AttemptCall.CanCount(exchange, exchange.Candidates[0]))
            return Estimate(exchange, exchange.Candidates[0]);
        switch (await attempts.RunAsync(exchange))
        {
            case WholeAnswer answer:
                CountRelay.Write(exchange, "native");
                account.Counted(exchange, answer.Model);
                return null;
            case FailedAttempt { Failure: var failure } when IsCallers(failure):
                return RouterError.From(failure, exchange.Attempts[exchange.Attempts.Count - 1].Model, exchange.Dialect);
            default:
                return Estimate(exchange, exchange.Candidates[0]);
        }
    }

    // What the caller could mend, and what is over; a vendor that is down, full, or cannot be told something still leaves an estimate.
    private static bool IsCallers(UpstreamFailure failure) =>
        failure.Kind is FailureKind.BadRequest or FailureKind.ContextLength or FailureKind.ContentPolicy or FailureKind.SignatureRefused or FailureKind.ModelNotFound
            or FailureKind.ClientLeft or FailureKind.ShuttingDown
        || failure.Code == RouterError.ThreadUnsupported;

    private RouterError? Estimate(Exchange exchange, ModelPlan model)
    {
        exchange.Request.Reset();
        if (exchange.Request.ConversationOf(AttemptCall.Of(exchange, model, default, stream: false)).Fault is { } fault)
            return RouterError.From(fault, model.Id, exchange.Dialect);
        CountRelay.WriteEstimate(exchange, exchange.Request.EstimateTokens(exchange.Body.Span));
        account.Counted(exchange, null);
        return null;
    }
}
