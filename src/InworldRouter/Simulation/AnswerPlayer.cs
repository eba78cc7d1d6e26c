// Sends an answer at its pace, with the faults that its behaviour asks for. Knows no dialect.
using System.Buffers;
using System.IO.Pipelines;
using InworldRouter.Simulation.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Simulation;

/// <summary>Thrown to make the server end a begun answer without its last chunk: the client sees a connection that was cut.</summary>
internal sealed class SimulatedDropException() : Exception("the scenario cuts the connection here");

/// <param name="receivedAt">When the request was there, a timestamp of the time provider: the schedule's zero.</param>
internal sealed class AnswerPlayer(HttpContext context, SimulatedDialect dialect, AnswerTeller teller, int tokens, Behavior behavior, long receivedAt, TimeProvider time, Chance chance)
    : IDisposable
{
    // Unpaced tokens are sent together up to about one loopback segment's worth; paced ones alone, as providers do.
    private const int UnpacedBatch = 4096;

    private readonly PipeWriter _output = context.Response.BodyWriter;
    private readonly PooledBuffer _next = new(); // told, and not yet sent

    public async Task PlayJsonAsync()
    {
        using var pacer = new Pacer(time, context.RequestAborted);
        if (behavior.ErrorEvent is { } type)
            dialect.WriteError(ErrorOf(type), _next);
        else
            teller.TellAll(_next);
        var delay = behavior.Delay?.Pick(chance) ?? behavior.Ttft.Pick(chance) + AllTokens(tokens);
        if (delay > TimeSpan.Zero && !await pacer.UntilAsync(Pacer.After(time, receivedAt, delay)))
            return;

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = _next.Length;
        var sent = 0;
        if (behavior.StallAfter is not null || behavior.DropAfter is not null || behavior.MalformedAfter is not null)
        {
            sent = _next.Length / 2;
            _output.Write(_next.Written[..sent]);
            await _output.FlushAsync();
            if (behavior.DropAfter is not null)
                throw new SimulatedDropException();
            if (behavior.StallAfter is not null && !await StallAsync(pacer))
                return;
        }
        if (behavior.MalformedAfter is not null)
            WriteGarbage(_next.Length - sent);
        else
            _output.Write(_next.Written[sent..]);
        await _output.FlushAsync();
    }

    public async Task PlayStreamAsync()
    {
        using var pacer = new Pacer(time, context.RequestAborted);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";

        var firstDue = Pacer.After(time, receivedAt, behavior.Ttft.Pick(chance));
        var paced = behavior.TokensPerSecond > 0;
        // An error as the first event comes before anything that a working provider would say.
        if (!HasError(0))
            teller.Open(_next);
        for (var sent = 0; ; sent++)
        {
            SendTold();
            var isToken = teller.TellNext(_next);
            if (HasFault(sent) && !await FaultAsync(sent, pacer))
                return;
            if ((sent == 0 || paced && isToken) && !pacer.IsDue(firstDue + Offset(sent)))
            {
                await _output.FlushAsync();
                if (!await pacer.UntilAsync(firstDue + Offset(sent)))
                    return;
            }
            if (!isToken)
                break;
            if ((paced || _output.UnflushedBytes >= UnpacedBatch) && !await FlushAsync())
                return;
        }
        teller.TellEnd(_next);
        await FlushAsync();
    }

    public void Dispose() => _next.Dispose();

    private bool HasFault(int sent) =>
        sent == behavior.DropAfter || sent == behavior.StallAfter || sent == behavior.MalformedAfter || HasError(sent);

    private bool HasError(int sent) => behavior.ErrorEvent is not null && sent == behavior.ErrorAfter;

    // False when the stream ends here.
    private async ValueTask<bool> FaultAsync(int sent, Pacer pacer)
    {
        if (sent == behavior.StallAfter)
        {
            await _output.FlushAsync();
            if (!await StallAsync(pacer))
                return false;
        }
        if (sent == behavior.DropAfter)
        {
            await _output.FlushAsync();
            throw new SimulatedDropException();
        }
        if (HasError(sent))
        {
            _next.Truncate(0);
            dialect.WriteErrorEvent(ErrorOf(behavior.ErrorEvent!), _next);
            await FlushAsync();
            return false;
        }
        if (sent == behavior.MalformedAfter)
            WriteHalfAnEvent();
        return true;
    }

    private SimulatedError ErrorOf(string type) => dialect.EventOf(type, $"The scenario sends an error of type {type} here.");

    // Half an event's JSON, well framed: the next event's, which comes whole behind it, or any where there is no next.
    private void WriteHalfAnEvent()
    {
        var told = _next.IsEmpty ? "data: {\"type\":\"half\n"u8 : _next.Written;
        var json = told.IndexOf("data: "u8) + "data: ".Length;
        var length = told[json..].IndexOfAny((byte)'\r', (byte)'\n');
        _output.Write(told[..(json + length / 2)]);
        _output.Write("\n\n"u8);
    }

    private ValueTask<bool> StallAsync(Pacer pacer) =>
        pacer.UntilAsync(Pacer.After(time, time.GetTimestamp(), behavior.StallFor));

    private TimeSpan AllTokens(int count) =>
        behavior.TokensPerSecond > 0 ? TimeSpan.FromSeconds(Math.Min(count / behavior.TokensPerSecond, 86_400)) : TimeSpan.Zero;

    private long Offset(int sent) => (long)(AllTokens(sent).TotalSeconds * time.TimestampFrequency);

    private void WriteGarbage(int length)
    {
        var span = _output.GetSpan(length)[..length];
        span.Fill((byte)'?');
        _output.Advance(length);
    }

    private void SendTold()
    {
        _output.Write(_next.Written);
        _next.Truncate(0);
    }

    // False when the client has left.
    private async ValueTask<bool> FlushAsync()
    {
        SendTold();
        return !(await _output.FlushAsync()).IsCompleted;
    }
}
