// Upstream events to client bytes: the loop that matters.
using System.Diagnostics;
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
        exchange.Deadlines.BeginPhase(FailureKind.IdleTimeout, idle, Stopwatch.GetTimestamp());
        try
        {
            while (step is StreamStep.Quiet or StreamStep.Content)
            {
                if (!output.IsEmpty && !await FlushAsync(exchange, stream))
                    return Fail(exchange, new UpstreamFailure(FailureKind.ClientLeft, "the client closed the connection"), stream);
                client.BeginWait();
                var read = await stream.Body.ReadAsync(events.GetMemory());
                await client.EndWaitAsync();
                exchange.Deadlines.Touch(idle, Stopwatch.GetTimestamp());
                events.Advance(read);
                step = read > 0
                    ? Attempt.Pump(events, translator, output, untilContent: false)
                    : Attempt.PumpLast(events, translator, output);
                if (events.Overflowed)
                    return Fail(exchange, new UpstreamFailure(FailureKind.MalformedAnswer, $"an event of the stream is longer than {events.MaxEventBytes} bytes"), stream);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidDataException)
        {
            await client.EndWaitAsync();
            return Fail(exchange, Attempt.Explain(exchange, new UpstreamFailure(FailureKind.Truncated, $"the connection was lost in the middle of the answer: {error.Message}")), stream);
        }
        if (step == StreamStep.Failed)
            return Fail(exchange, translator.Failure!, stream);
        await CompleteAsync(exchange, stream);
        return null;
    }

    // While the caller does not read, the upstream's silence is not its fault: the server's own rate limit watches the caller (C86).
    private static async ValueTask<bool> FlushAsync(Exchange exchange, StartedStream stream)
    {
        var flush = exchange.Client.WriteAsync(exchange.Output.Written, Stopwatch.GetTimestamp());
        exchange.Output.Truncate(0);
        if (flush.IsCompletedSuccessfully)
            return !flush.Result.IsCompleted && !flush.Result.IsCanceled;
        exchange.Deadlines.Touch(stream.Model.Provider.Timeouts.Total, Stopwatch.GetTimestamp());
        var flushed = await flush;
        exchange.Deadlines.Touch(stream.Model.Provider.Timeouts.Idle, Stopwatch.GetTimestamp());
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }

    private static async ValueTask CompleteAsync(Exchange exchange, StartedStream stream)
    {
        exchange.Clock.UpstreamEnds();
        RouterMetadata.Write(exchange, exchange.Metadata);
        stream.Translator.Complete(exchange.Metadata.Written, exchange.Output);
        exchange.Client.WriteLast(exchange.Output.Written);
        exchange.Client.Close();
        await exchange.Http.Response.CompleteAsync();
        if (!stream.Body.Connection.CanBeReused)
            await DrainAsync(exchange, stream);
        Attempt.Release(exchange, stream.Body.Connection, stream.Model);
    }

    private static async ValueTask DrainAsync(Exchange exchange, StartedStream stream)
    {
        exchange.Deadlines.BeginPhase(FailureKind.IdleTimeout, LongestGoodbye, Stopwatch.GetTimestamp());
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
    private static UpstreamFailure Fail(Exchange exchange, UpstreamFailure failure, StartedStream stream)
    {
        if (failure.Kind != FailureKind.ClientLeft)
        {
            var error = RouterError.From(failure with { Message = Redaction.Clean(failure.Message, "") }, stream.Model.Id);
            ErrorWriter.WriteEvent(error, exchange.Output);
            exchange.Client.WriteLast(exchange.Output.Written);
        }
        exchange.Client.Close();
        exchange.Clock.UpstreamEnds();
        exchange.Deadlines.EndAttempt();
        stream.Body.Connection.Dispose();
        return failure;
    }
}
