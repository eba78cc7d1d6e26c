// Upstream events to client bytes: the loop that matters.
using System.IO.Pipelines;
using System.Net.Sockets;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.DataPlane.Relay;

public static class StreamRelay
{
    // After the last event the body's own end is usually here or a moment away; a connection that makes us wait longer is not worth keeping.
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Relays a started stream to its end. One pass of the loop: everything that has arrived is translated, written and flushed together, so
    /// no event waits for another; nothing in it allocates.
    /// </summary>
    /// <returns>Null, or why the stream did not come to its proper end.</returns>
    public static async Task<UpstreamFailure?> RunAsync(Exchange exchange, StartedStream stream)
    {
        var (events, output, client, translator) = (exchange.Events, exchange.Output, exchange.Client, stream.Translator);
        var idle = stream.Model.Provider.Timeouts.Idle;
        exchange.ReleaseRequest();
        var step = stream.Ended ? StreamStep.End : Attempt.Pump(events, translator, output, untilContent: false);
        exchange.Deadlines.BeginPhase(FailureKind.IdleTimeout, idle, exchange.Time.GetTimestamp());
        try
        {
            while (step is StreamStep.Quiet or StreamStep.Content)
            {
                if (!output.IsEmpty && !await FlushAsync(exchange, stream))
                    return await FailAsync(exchange, new UpstreamFailure(FailureKind.ClientLeft, "the client closed the connection, or read nothing for too long"), stream);
                client.BeginWait();
                var read = await stream.Body.ReadAsync(events.GetMemory());
                await client.EndWaitAsync();
                events.Advance(read);
                var seen = events.EventsRead;
                step = read > 0
                    ? Attempt.Pump(events, translator, output, untilContent: false)
                    : Attempt.PumpLast(events, translator, output);
                // Comments alone are no sign of life: a front end sends them for a model that has died (C83).
                if (events.EventsRead != seen)
                    exchange.Deadlines.Touch(idle, exchange.Time.GetTimestamp());
                if (events.Overflowed)
                    return await FailAsync(exchange, new UpstreamFailure(FailureKind.MalformedAnswer, $"an event of the stream is longer than {events.MaxEventBytes} bytes"), stream);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidDataException)
        {
            await client.EndWaitAsync();
            return await FailAsync(exchange, Attempt.Explain(exchange, new UpstreamFailure(FailureKind.Truncated, $"the connection was lost in the middle of the answer: {error.Message}")), stream);
        }
        if (step == StreamStep.Failed)
            return await FailAsync(exchange, translator.Failure!, stream);
        await CompleteAsync(exchange, stream);
        return null;
    }

    // The usual flush is done when it returns. One that waits is the caller's slowness, not the upstream's: the idle time stands still, and
    // the caller has as long to read something as the upstream has to say something (C86).
    private static ValueTask<bool> FlushAsync(Exchange exchange, StartedStream stream)
    {
        var flush = exchange.Client.WriteAsync(exchange.Output.Written, exchange.Time.GetTimestamp());
        exchange.Output.Truncate(0);
        return flush.IsCompletedSuccessfully ? new(!flush.Result.IsCompleted && !flush.Result.IsCanceled) : AwaitFlushAsync(exchange, stream, flush);
    }

    private static async ValueTask<bool> AwaitFlushAsync(Exchange exchange, StartedStream stream, ValueTask<FlushResult> flush)
    {
        var timeouts = stream.Model.Provider.Timeouts;
        exchange.Deadlines.Touch(timeouts.Total, exchange.Time.GetTimestamp());
        var flushed = await SlowReader.WaitAsync(exchange, flush, timeouts.Idle);
        // Not a touch: the alarm may meanwhile have been set for the far time above, and must come nearer again.
        exchange.Deadlines.BeginPhase(FailureKind.IdleTimeout, timeouts.Idle, exchange.Time.GetTimestamp());
        return flushed;
    }

    private static async ValueTask CompleteAsync(Exchange exchange, StartedStream stream)
    {
        exchange.Clock.UpstreamEnds();
        RouterMetadata.Write(exchange, exchange.Metadata);
        var last = exchange.Output.Length;
        stream.Translator.Complete(exchange.Metadata.Written, exchange.Output);
        if (exchange.Keeper is { } keeper)
            await keeper.KeepLastAsync(exchange, last);
        exchange.Client.WriteLast(exchange.Output.Written);
        exchange.Client.Close();
        await SlowReader.CompleteAsync(exchange, stream.Model.Provider.Timeouts.Idle);
        if (!stream.Body.Connection.CanBeReused)
            await DrainAsync(exchange, stream);
        Attempt.Release(exchange, stream.Body.Connection, stream.Model);
    }

    private static async ValueTask DrainAsync(Exchange exchange, StartedStream stream)
    {
        exchange.Deadlines.BeginPhase(FailureKind.IdleTimeout, LongestGoodbye, exchange.Time.GetTimestamp());
        try
        {
            while (await stream.Body.ReadAsync(exchange.Events.GetMemory()) > 0)
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidDataException)
        {
            // The answer is complete; only the connection is lost.
        }
    }

    // "An error after the start is data: {"error":{…}} and the stream ends without [DONE]" (api.md 4).
    private static async ValueTask<UpstreamFailure?> FailAsync(Exchange exchange, UpstreamFailure failure, StartedStream stream)
    {
        if (failure.Kind != FailureKind.ClientLeft)
        {
            var error = RouterError.From(Redaction.Clean(failure, stream.Key.Secret), stream.Model.Id, exchange.Dialect);
            var last = exchange.Output.Length;
            if (!stream.Translator.TryFail(error.Code ?? error.Type, error.Message, exchange.Output))
                ErrorWriter.WriteEvent(exchange.Dialect, error, exchange.Id, exchange.Output);
            else if (exchange.Keeper is { } keeper)
                await keeper.KeepLastAsync(exchange, last);
            exchange.Client.WriteLast(exchange.Output.Written);
        }
        exchange.Client.Close();
        exchange.Clock.UpstreamEnds();
        exchange.Deadlines.EndAttempt();
        stream.Body.Connection.Dispose();
        if (failure.Kind == FailureKind.ClientLeft)
            exchange.Http.Abort();
        else
            await SlowReader.CompleteAsync(exchange, stream.Model.Provider.Timeouts.Idle);
        return failure;
    }
}
