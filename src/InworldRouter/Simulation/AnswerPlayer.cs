// Sends a script at its pace, with the faults that its behaviour asks for. Knows no dialect.
using System.Buffers;
using System.IO.Pipelines;

namespace InworldRouter.Simulation;

/// <summary>Thrown to make the server end a begun answer without its last chunk: the client sees a connection that was cut.</summary>
internal sealed class SimulatedDropException() : Exception("the scenario cuts the connection here");

/// <param name="receivedAt">When the request was there, a timestamp of the time provider: the schedule's zero.</param>
internal sealed class AnswerPlayer(HttpContext context, AnswerScript script, Behavior behavior, long receivedAt, TimeProvider time, Chance chance)
{
    // Unpaced tokens are sent together up to about one loopback segment's worth; paced ones alone, as providers do.
    private const int UnpacedBatch = 4096;

    private readonly PipeWriter _output = context.Response.BodyWriter;

    public async Task PlayJsonAsync()
    {
        using var pacer = new Pacer(time, context.RequestAborted);
        var (body, answer) = (behavior.ErrorEvent is null ? script.Body : script.Error, script.Answer);
        var delay = behavior.Delay?.Pick(chance) ?? behavior.Ttft.Pick(chance) + AllTokens(answer.CompletionTokens);
        if (delay > TimeSpan.Zero && !await pacer.UntilAsync(Pacer.After(time, receivedAt, delay)))
            return;

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        var sent = 0;
        if (behavior.StallAfter is not null || behavior.DropAfter is not null || behavior.MalformedAfter is not null)
        {
            sent = body.Length / 2;
            Write(body with { Length = sent });
            await _output.FlushAsync();
            if (behavior.DropAfter is not null)
                throw new SimulatedDropException();
            if (behavior.StallAfter is not null && !await StallAsync(pacer))
                return;
        }
        if (behavior.MalformedAfter is not null)
            WriteGarbage(body.Length - sent);
        else
            Write(new(body.Start + sent, body.Length - sent));
        await _output.FlushAsync();
    }

    public async Task PlayStreamAsync()
    {
        using var pacer = new Pacer(time, context.RequestAborted);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";

        var firstDue = Pacer.After(time, receivedAt, behavior.Ttft.Pick(chance));
        var paced = behavior.TokensPerSecond > 0;
        var sent = 0;
        foreach (var part in script.Parts)
        {
            // An error as the first event comes before the role, and a provider that fails has no role to play.
            if (!HasError(sent))
                Write(part.Opening);
            for (var rest = part.Text; rest.Length > 0; sent++)
            {
                if (HasFault(sent) && !await FaultAsync(sent, part, pacer))
                    return;
                if ((sent == 0 || paced) && !pacer.IsDue(firstDue + Offset(sent)))
                {
                    await _output.FlushAsync();
                    if (!await pacer.UntilAsync(firstDue + Offset(sent)))
                        return;
                }
                var length = AnswerTokens.FirstLength(rest.Of(script.Answer.Bytes));
                Write(part.Prefix);
                Write(rest with { Length = length });
                Write(part.Suffix);
                rest = new(rest.Start + length, rest.Length - length);
                if ((paced || _output.UnflushedBytes >= UnpacedBatch) && (await _output.FlushAsync()).IsCompleted)
                    return;
            }
        }
        if (HasFault(sent) && !await FaultAsync(sent, default, pacer))
            return;
        if (sent == 0 && !await pacer.UntilAsync(firstDue))
            return;
        Write(script.Closing);
        await _output.FlushAsync();
    }

    private bool HasFault(int sent) =>
        sent == behavior.DropAfter || sent == behavior.StallAfter || sent == behavior.MalformedAfter || HasError(sent);

    private bool HasError(int sent) => behavior.ErrorEvent is not null && sent == behavior.ErrorAfter;

    // False when the stream ends here.
    private async ValueTask<bool> FaultAsync(int sent, ScriptPart part, Pacer pacer)
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
            Write(script.Error);
            await _output.FlushAsync();
            return false;
        }
        if (sent == behavior.MalformedAfter)
        {
            // Half an event's JSON, well framed. After the last token there is no prefix to halve.
            var half = part.Prefix.Length > 0 ? part.Prefix : script.Parts[^1].Prefix;
            Write(half with { Length = half.Length / 2 });
            _output.Write("\n\n"u8);
        }
        return true;
    }

    private ValueTask<bool> StallAsync(Pacer pacer) =>
        pacer.UntilAsync(Pacer.After(time, time.GetTimestamp(), behavior.StallFor));

    private TimeSpan AllTokens(int tokens) =>
        behavior.TokensPerSecond > 0 ? TimeSpan.FromSeconds(Math.Min(tokens / behavior.TokensPerSecond, 86_400)) : TimeSpan.Zero;

    private long Offset(int sent) => (long)(AllTokens(sent).TotalSeconds * time.TimestampFrequency);

    private void WriteGarbage(int length)
    {
        var span = _output.GetSpan(length)[..length];
        span.Fill((byte)'?');
        _output.Advance(length);
    }

    private void Write(Slice slice) => _output.Write(slice.Of(script.Answer.Bytes));
}
