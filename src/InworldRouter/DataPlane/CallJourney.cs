// The whole journey of a call, in order (the README's journey table names the same stages).
using System.Runtime.CompilerServices;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Auth;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.DataPlane.Relay;
using InworldRouter.DataPlane.Responses;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Telemetry;
using Microsoft.Extensions.ObjectPool;

namespace InworldRouter.DataPlane;

public sealed class CallJourney(
    PlanHolder plans,
    ObjectPool<Exchange> exchanges,
    ActiveCalls active,
    Admission admission,
    CallHistory history,
    BackgroundRuns runs,
    RouteResolver routes,
    WarmProviders warm,
    AttemptLoop attempts,
    CallAccount account)
{
    private readonly TokenCount _counts = new(attempts, account);

    /// <param name="isCount">The caller only asks how many tokens the call is.</param>
    public async Task RunAsync(HttpContext http, CallerDialect dialect, bool isCount = false)
    {
        var exchange = exchanges.Get();
        exchange.Begin(http, plans.Current, dialect, isCount);
        active.Join(exchange);
        account.Began();
        var leaving = http.RequestAborted.UnsafeRegister(static call => ((Exchange)call!).Deadlines.EndCall(FailureKind.ClientLeft), exchange);
        try
        {
            if (await AdmitAsync(exchange) is { } refusal)
                Refuse(exchange, refusal);
        }
        catch (Exception bug)
        {
            // Whatever it was, it must not leave a connection, a place or a count behind.
            RouterLog.InternalError(exchange.Id.Text, bug);
            exchange.Deadlines.EndCall(FailureKind.ShuttingDown);
            exchange.LeaveProvider();
            Refuse(exchange, http.Response.HasStarted ? RouterError.ClientLeft : RouterError.Internal(exchange.Id.Text));
        }
        finally
        {
            await leaving.DisposeAsync();
            active.Leave(exchange);
            exchanges.Return(exchange);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RouterError?> AdmitAsync(Exchange exchange)
    {
        // 2 who
        if (CallerAuth.Authenticate(exchange, Permissions.Inference) is { } unknown)
            return unknown.Status == StatusCodes.Status401Unauthorized && exchange.Dialect == CallerDialect.Chat ? unknown with { IsPlainText = true } : unknown;
        // The time in the queue is not work of ours.
        exchange.Clock.UpstreamBegins();
        var overloaded = await admission.EnterAsync(exchange.Plan.Limits, exchange.Http.RequestAborted);
        exchange.Clock.UpstreamEnds();
        if (overloaded is not null)
            return overloaded;
        try
        {
            return await TravelAsync(exchange);
        }
        finally
        {
            admission.Leave();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RouterError?> TravelAsync(Exchange exchange)
    {
        // 3 what
        if (await exchange.Body.ReadAsync(exchange.Http.Request, exchange.Plan.Limits.MaxBodyBytes) is { } unreadable)
            return unreadable;
        if (CallReader.Read(exchange) is { } invalid)
            return invalid;
        if (exchange.Dialect == CallerDialect.Messages)
            CallerHeaders.Write(exchange.Http.Request.Headers, exchange.CallerHeaders);
        if (exchange.Dialect == CallerDialect.Responses && await history.EnterAsync(exchange) is { } unknown)
            return unknown;
        var later = exchange.RunsInBackground ? BackgroundRuns.BodyOf(exchange) : null;

        // 4, 5 which router, which candidates
        if (routes.Resolve(exchange) is { } unroutable)
            return unroutable;
        if (later is not null)
            return await StartAsync(exchange, later);
        warm.Prefer(exchange);
        if (CallAccount.Reserve(exchange) is { } exhausted)
            return exhausted;
        if (exchange.IsCount)
            return await _counts.RunAsync(exchange);

        // 7 try; 8 translate out happens in there, per candidate
        if (exchange.Options.Stream)
            exchange.Client.Open(exchange);
        exchange.Client.BeginWait();
        var result = await attempts.RunAsync(exchange);
        await exchange.Client.EndWaitAsync();

        // 9 relay, 10 account
        switch (result)
        {
            case StartedStream stream:
                warm.Remember(exchange, stream.Model);
                account.Streamed(exchange, stream, await StreamRelay.RunAsync(exchange, stream));
                return null;
            case WholeAnswer answer:
                warm.Remember(exchange, answer.Model);
                AnswerRelay.Close(exchange);
                if (exchange.Keeper is { } keeper)
                    await keeper.KeepAsync(exchange, exchange.Output.WrittenMemory);
                await AnswerRelay.WriteAsync(exchange, answer.Model.Provider.Timeouts.Idle);
                account.Answered(exchange, answer);
                return null;
            default:
                return RouterError.From(exchange.Attempts.Soonest(((FailedAttempt)result).Failure), exchange.Attempts[exchange.Attempts.Count - 1].Model, exchange.Dialect);
        }
    }

    // The run comes the same way as this call; what would refuse it at once has been asked above.
    private async ValueTask<RouterError?> StartAsync(Exchange exchange, byte[] body)
    {
        if (await runs.StartAsync(exchange, body, inner => RunAsync(inner, CallerDialect.Responses)) is { } refusal)
            return refusal;
        ResponseHeaders.WriteJson(exchange, exchange.Http.Response, exchange.Output.Length);
        ResponseBody.Write(exchange.Http.Response, exchange.Output.Written);
        account.Begun(exchange);
        return null;
    }

    private void Refuse(Exchange exchange, RouterError refusal)
    {
        account.Refused(exchange, refusal);
        if (refusal.IsSilent)
        {
            exchange.Http.Abort();
            return;
        }
        if (exchange.Client.HasStarted)
        {
            // Headers went out with a keep-alive: the refusal is the last event (api.md 10).
            exchange.Output.Truncate(0);
            ErrorWriter.WriteEvent(exchange.Dialect, refusal, exchange.Id, exchange.Output);
            exchange.Client.WriteLast(exchange.Output.Written);
            exchange.Client.Close();
            return;
        }
        exchange.Client.Close();
        if (exchange.Attempts.Count > 0 || exchange.Warnings.Count > 0)
            RouterMetadata.Write(exchange, exchange.Metadata);
        ResponseHeaders.WriteCommon(exchange, exchange.Http.Response.Headers);
        ErrorWriter.WriteAnswer(exchange.Http.Response, exchange.Dialect, refusal, exchange.Id, exchange.Metadata.Written, exchange.Output);
    }
}
