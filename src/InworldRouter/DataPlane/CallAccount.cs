// What is left of a call when it is over: measurements, counts, the caller's account, a line in the log.
using System.Diagnostics;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Telemetry;

namespace InworldRouter.DataPlane;

public sealed class CallAccount(RouterMetrics metrics)
{
    // Under this many tokens, or this short a time, a rate is mostly noise.
    private const int FewTokens = 8;
    private static readonly TimeSpan ShortTime = TimeSpan.FromMilliseconds(20);

    /// <summary>A stream has ended, properly or not: what was used counts all the same (C85).</summary>
    public void Streamed(Exchange exchange, in StartedStream stream, UpstreamFailure? failure)
    {
        var usage = stream.Translator.Usage;
        if (usage.Completion < 0)
            usage = usage with { Prompt = Math.Max(usage.Prompt, EstimatePrompt(exchange)), Completion = stream.Translator.ContentEvents };
        var flowing = Stopwatch.GetElapsedTime(stream.SentAt) - stream.Ttft;
        if (failure is null)
        {
            var rate = usage.Completion >= FewTokens && flowing >= ShortTime ? usage.Completion / flowing.TotalSeconds : 0;
            stream.Model.Statistics.Record(stream.Ttft, rate);
        }
        Close(exchange, stream.Model, usage, failure is null ? 200 : StatusOf(failure, stream.Model));
    }

    public void Answered(Exchange exchange, in WholeAnswer answer)
    {
        answer.Model.Statistics.Record(answer.Ttft, 0);
        var usage = answer.Usage;
        if (!usage.IsKnown)
            usage = new TokenUsage(EstimatePrompt(exchange), exchange.Output.Length / 4);
        Close(exchange, answer.Model, usage, 200);
    }

    /// <summary>No attempt has given an answer, or none was made.</summary>
    public void Refused(Exchange exchange, RouterError refusal) => metrics.CallEnded(refusal.Status, exchange.Options.Stream, exchange.Clock.Overhead);

    private static int StatusOf(UpstreamFailure failure, ModelPlan model) => RouterError.From(failure, model.Id).Status;

    // Four bytes a token: near enough for English prose, and only used where nobody counts.
    private static long EstimatePrompt(Exchange exchange) => exchange.Body.Length / 4;

    private void Close(Exchange exchange, ModelPlan model, in TokenUsage usage, int status)
    {
        model.Provider.Gauge.Leave();
        metrics.CallEnded(status, exchange.Options.Stream, exchange.Clock.Overhead);
    }
}
