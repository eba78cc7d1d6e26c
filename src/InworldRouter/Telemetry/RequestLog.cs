// One JSON line per call on standard output, for those who asked for it (telemetry.requestLog).
using System.Text.Json;
using InworldRouter.DataPlane;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Telemetry;

/// <summary>No body, no header and no credential is in it.</summary>
public sealed class RequestLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stream _output;
    private readonly PooledBuffer _line = new();
    private readonly Utf8JsonWriter _json;

    public RequestLog(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_line);
    }

    /// <param name="model">What answered, or was last asked; null when nothing was.</param>
    /// <param name="usage">Unknown counts are left out.</param>
    /// <param name="usd">Null when the price is not known.</param>
    public void Write(Exchange exchange, int status, ModelPlan? model, in TokenUsage usage, double? usd)
    {
        if (!exchange.Plan.RequestLog)
            return;
        lock (_gate)
        {
            _line.Truncate(0);
            _json.Reset();
            _json.WriteStartObject();
            _json.WriteString("time"u8, exchange.Time.GetUtcNow());
            _json.WriteString("request_id"u8, exchange.Id.Text);
            _json.WriteString("caller"u8, exchange.Caller?.Name);
            _json.WriteString("model"u8, exchange.Options.Model);
            if (exchange.Variant is { } variant)
            {
                _json.WriteString("route"u8, exchange.Route!.Id);
                _json.WriteString("variant"u8, variant.Id);
            }
            _json.WriteString("served_by"u8, model?.Id);
            _json.WriteBoolean("stream"u8, exchange.Options.Stream);
            _json.WriteNumber("status"u8, status);
            _json.WriteNumber("attempts"u8, exchange.Attempts.Count);
            WriteFailures(exchange);
            _json.WriteNumber("duration_ms"u8, Rounded(exchange.Clock.Total));
            _json.WriteNumber("upstream_ms"u8, Rounded(exchange.Clock.Upstream));
            _json.WriteNumber("router_ms"u8, Rounded(exchange.Clock.Overhead));
            WriteCount("prompt_tokens"u8, usage.Prompt);
            WriteCount("completion_tokens"u8, usage.Completion);
            WriteCount("cached_tokens"u8, usage.Cached);
            if (usd is { } cost)
                _json.WriteNumber("cost_usd"u8, decimal.Round((decimal)cost, 9));
            _json.WriteEndObject();
            _json.Flush();
            _line.Write((byte)'\n');
            _output.Write(_line.Written);
            _output.Flush();
        }
    }

    public void Dispose()
    {
        _json.Dispose();
        _line.Dispose();
    }

    private static double Rounded(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);

    private void WriteFailures(Exchange exchange)
    {
        var attempts = exchange.Attempts;
        var opened = false;
        for (var i = 0; i < attempts.Count; i++)
        {
            if (attempts[i].Failure is not { } failure || failure.Kind == FailureKind.ClientLeft)
                continue;
            if (!opened)
                _json.WriteStartArray("failures"u8);
            opened = true;
            _json.WriteStringValue($"{attempts[i].Model}: {failure.Kind}{(failure.Status > 0 ? $" ({failure.Status})" : "")}");
        }
        if (opened)
            _json.WriteEndArray();
    }

    private void WriteCount(ReadOnlySpan<byte> name, long count)
    {
        if (count >= 0)
            _json.WriteNumber(name, count);
    }
}
