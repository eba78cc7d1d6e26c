// The text of /metrics, in Prometheus' exposition format 0.0.4.
using System.Buffers;
using InworldRouter.Plan;
using InworldRouter.Providers;

namespace InworldRouter.Telemetry;

public sealed partial class RouterMetrics
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] StatusWords = ["other", "1xx", "2xx", "3xx", "4xx", "5xx"];

    /// <summary>Writes every series that has counted something.</summary>
    /// <param name="plan">For the calls in progress at each provider.</param>
    public void Write(IBufferWriter<byte> output, RouterPlan plan)
    {
        var text = new MetricsText(output);
        WriteCalls(text);
        ModelSeries[] models = [.. _models.Values.Concat(_others.Values).Append(_rest).OrderBy(s => s.Provider, StringComparer.Ordinal).ThenBy(s => s.Model, StringComparer.Ordinal)];
        WriteAttempts(text, models);
        WriteTokens(text, models);
        text.Describe("inworld_router_upstream_in_flight", "gauge", "Calls in progress at a provider.");
        foreach (var provider in plan.Providers.Values.OrderBy(p => p.Id, StringComparer.Ordinal))
            text.Sample("inworld_router_upstream_in_flight", provider.Gauge.Count, ("provider", provider.Id));
        text.Describe("inworld_router_plan_version", "gauge", "Plans published by this process.");
        text.Sample("inworld_router_plan_version", plan.Version);
        ProcessMetrics.Write(text);
    }

    private void WriteCalls(MetricsText text)
    {
        text.Describe("inworld_router_requests_total", "counter", "Calls answered, by endpoint and class of status.");
        for (var endpoint = 0; endpoint < EndpointWords.Count; endpoint++)
            for (var stream = 0; stream < 2; stream++)
                for (var status = 0; status < StatusClasses; status++)
                {
                    var count = Volatile.Read(ref _calls[Index((EndpointKind)endpoint, stream == 1, status)]);
                    if (count > 0)
                        text.Sample("inworld_router_requests_total", count, ("endpoint", EndpointWords.Of((EndpointKind)endpoint)), ("stream", stream == 1 ? "true" : "false"), ("status", StatusWords[status]));
                }
        text.Describe("inworld_router_requests_in_flight", "gauge", "Calls in progress.");
        text.Sample("inworld_router_requests_in_flight", Math.Max(0, Volatile.Read(ref _inFlight)));
        text.Describe("inworld_router_overhead_seconds", "histogram", "The router's own part of a call's time: total less the time that an upstream had it.");
        text.Histogram("inworld_router_overhead_seconds", _overhead);
    }

    private static void WriteAttempts(MetricsText text, ModelSeries[] models)
    {
        text.Describe("inworld_router_attempts_total", "counter", "Attempts at upstreams, by what came of them.");
        foreach (var model in models)
        {
            if (model.Successes > 0)
                text.Sample("inworld_router_attempts_total", model.Successes, ("provider", model.Provider), ("model", model.Model), ("outcome", "success"));
            for (var kind = 0; kind < FailureWords.Count; kind++)
            {
                if (model.Failures((FailureKind)kind) is > 0 and var count)
                    text.Sample("inworld_router_attempts_total", count, ("provider", model.Provider), ("model", model.Model), ("outcome", FailureWords.Of((FailureKind)kind)));
            }
        }
        text.Describe("inworld_router_failures_total", "counter", "Failed attempts, by kind.");
        for (var kind = 0; kind < FailureWords.Count; kind++)
        {
            if (models.Sum(m => m.Failures((FailureKind)kind)) is > 0 and var count)
                text.Sample("inworld_router_failures_total", count, ("kind", FailureWords.Of((FailureKind)kind)));
        }
        text.Describe("inworld_router_ttft_seconds", "histogram", "From sending an attempt to its first content.");
        foreach (var model in models.Where(m => m.Successes > 0))
            text.Histogram("inworld_router_ttft_seconds", model.Ttft, ("provider", model.Provider), ("model", model.Model));
    }

    private static void WriteTokens(MetricsText text, ModelSeries[] models)
    {
        text.Describe("inworld_router_tokens_total", "counter", "Tokens; cached_input is part of input, reasoning part of output.");
        foreach (var model in models)
        {
            Sample(model, "input", model.Input);
            Sample(model, "output", model.Output);
            Sample(model, "cached_input", model.CachedInput);
            Sample(model, "reasoning", model.Reasoning);
        }

        void Sample(ModelSeries model, string direction, long count)
        {
            if (count > 0)
                text.Sample("inworld_router_tokens_total", count, ("provider", model.Provider), ("model", model.Model), ("direction", direction));
        }
    }
}
