// The "metadata" object of an answer: what was tried, why, and how long it took (api.md 4).
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Providers;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Relay;

internal static class RouterMetadata
{
    /// <summary>Writes the object, success or not.</summary>
    public static void Write(Exchange exchange, PooledBuffer output)
    {
        output.Write("{\"attempts\":["u8);
        var attempts = exchange.Attempts;
        for (var i = 0; i < attempts.Count; i++)
        {
            if (i > 0)
                output.Write((byte)',');
            WriteAttempt(attempts[i], output);
        }
        output.Write("],\"generation_id\":\""u8);
        output.WriteText(exchange.Id.Text);
        output.Write("\",\"reasoning\":\""u8);
        WriteReasoning(exchange, output);
        output.Write((byte)'"');
        if (exchange.Variant is { } variant)
        {
            output.Write(",\"route_id\":"u8);
            output.WriteJsonString(exchange.Route!.Id);
            output.Write(",\"variant_id\":"u8);
            output.WriteJsonString(variant.Id);
        }
        output.Write(",\"total_duration_ms\":"u8);
        output.WriteNumber((long)exchange.Clock.Total.TotalMilliseconds);
        WriteWarnings(exchange.Warnings, output);
        output.Write((byte)'}');
    }

    private static void WriteWarnings(List<string> warnings, PooledBuffer output)
    {
        if (warnings.Count == 0)
            return;
        output.Write(",\"warnings\":["u8);
        for (var i = 0; i < warnings.Count; i++)
        {
            if (i > 0)
                output.Write((byte)',');
            output.WriteJsonString(warnings[i]);
        }
        output.Write((byte)']');
    }

    private static void WriteAttempt(in AttemptRecord attempt, PooledBuffer output)
    {
        output.Write("{\"model\":"u8);
        output.WriteJsonString(attempt.Model);
        if (attempt.Failure is { } failure)
        {
            output.Write(",\"success\":false,\"error_message\":\""u8);
            WriteCause(failure, output);
            output.Write("\"}"u8);
            return;
        }
        output.Write(",\"success\":true,\"time_to_first_token_ms\":"u8);
        output.WriteNumber(attempt.TtftMs);
        output.Write((byte)'}');
    }

    // "429 Rate limit reached …": the status, where there was one, then the words.
    private static void WriteCause(UpstreamFailure failure, PooledBuffer output)
    {
        // Words that begin with the status need not be told it again.
        if (failure.Status >= 300 && !failure.Message.StartsWith("HTTP ", StringComparison.Ordinal))
        {
            output.WriteNumber(failure.Status);
            output.Write((byte)' ');
        }
        WriteInside(failure.Message, output);
    }

    // "Using specified model: '…' - success"; after failures "… - failed (why); fallback to '…' - success".
    private static void WriteReasoning(Exchange exchange, PooledBuffer output)
    {
        var attempts = exchange.Attempts;
        if (attempts.Count == 0)
            return;
        var candidates = exchange.Candidates;
        switch (candidates.Selection)
        {
            case SelectionKind.Specified:
                output.Write("Using specified model: '"u8);
                WriteInside(candidates.Primary!.Id, output);
                output.Write((byte)'\'');
                if (attempts[0].Model != candidates.Primary.Id)
                {
                    output.Write(" - failed (on cooldown after earlier failures); fallback to '"u8);
                    WriteInside(attempts[0].Model, output);
                    output.Write((byte)'\'');
                }
                break;
            case SelectionKind.Provider:
                output.Write("Selected provider '"u8);
                WriteInside(ProviderOf(attempts[0].Model), output);
                output.Write("' for '"u8);
                WriteInside(candidates.BareName, output);
                output.Write((byte)'\'');
                break;
            case SelectionKind.AutoFromSpecified or SelectionKind.AutoFromAll:
                output.Write("Auto-selected '"u8);
                WriteInside(attempts[0].Model, output);
                output.Write(candidates.Selection == SelectionKind.AutoFromAll ? "', from all models"u8 : "', from specified models"u8);
                break;
            default:
                throw new InvalidOperationException($"no words for {candidates.Selection}");
        }
        if (candidates.Order is { } order)
        {
            output.Write(", "u8);
            WriteInside(order, output);
        }
        for (var i = 0; i < attempts.Count; i++)
        {
            if (i > 0)
            {
                output.Write("; fallback to '"u8);
                WriteInside(attempts[i].Model, output);
                output.Write((byte)'\'');
            }
            if (attempts[i].Failure is { } failure)
            {
                output.Write(" - failed ("u8);
                WriteCause(failure, output);
                output.Write((byte)')');
            }
            else
            {
                output.Write(" - success"u8);
            }
        }
    }

    private static ReadOnlySpan<char> ProviderOf(string id) => id.AsSpan(0, id.IndexOf('/'));

    // The escaped text without its quotes.
    private static void WriteInside(ReadOnlySpan<char> text, PooledBuffer output)
    {
        var from = output.Length;
        output.WriteJsonString(text);
        var written = output.WrittenForEdit[from..];
        written[1..^1].CopyTo(written);
        output.Truncate(output.Length - 2);
    }
}
