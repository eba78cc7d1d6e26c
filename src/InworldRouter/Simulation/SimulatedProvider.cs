// One request to the simulator, from its bytes to its answer or its error.
using System.Globalization;
using InworldRouter.Simulation.OpenAI;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Simulation;

/// <summary>Stands in for any provider: the last segments of the path say which dialect is spoken, what comes before them is anyone's base URL.</summary>
internal sealed class SimulatedProvider(Scenario scenario, TimeProvider time)
{
    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value.AsSpan().TrimEnd('/');
        if (path.EndsWith("/chat/completions") && HttpMethods.IsPost(context.Request.Method))
            return CompleteAsync(context);
        if (path.EndsWith("/models") && HttpMethods.IsGet(context.Request.Method))
            return OpenAIModels.WriteAsync(context, scenario.Models);
        if (path.IsEmpty)
            return context.Response.WriteAsync("The simulator stands in for an OpenAI-compatible provider: POST …/chat/completions, GET …/models.\n");
        return OpenAIErrors.WriteAsync(context, 404, "invalid_request_error", "unknown_url",
            $"Unknown request URL: {context.Request.Method} {context.Request.Path}. The simulator knows POST …/chat/completions and GET …/models.");
    }

    private async Task CompleteAsync(HttpContext context)
    {
        var receivedAt = time.GetTimestamp();
        using var body = new PooledBuffer();
        await ReadBodyAsync(context, body);

        var call = OpenAICallReader.Read(body.WrittenMemory, out var problem);
        if (call is null)
        {
            await OpenAIErrors.WriteAsync(context, 400, "invalid_request_error", problem.Code, problem.Message, problem.Param);
            return;
        }
        var rule = scenario.RuleFor(call.Model);
        var behavior = rule.Behavior;
        if (BehaviorSettings.ApplyHeaders(context.Request.Headers, ref behavior) is { } wrong)
        {
            await OpenAIErrors.WriteAsync(context, 400, "invalid_request_error", "invalid_simulation", wrong);
            return;
        }
        if (await RefuseAsync(context, rule, behavior))
            return;

        using var answer = AnswerComposer.Compose(call, behavior);
        var script = OpenAIScript.Write(call, answer, behavior, scenario.Chance, time.GetUtcNow());
        var player = new AnswerPlayer(context, script, behavior, receivedAt, time, scenario.Chance);
        await (call.Stream ? player.PlayStreamAsync() : player.PlayJsonAsync());
    }

    // The ways not to answer at all, in the order a provider would come to them.
    private async ValueTask<bool> RefuseAsync(HttpContext context, ScenarioRule rule, Behavior behavior)
    {
        if (behavior.RateLimit is { } perSecond && rule.RateLimit.Take(perSecond, time.GetUtcNow()) is { Ticks: > 0 } wait)
        {
            SetRetryAfter(context, behavior.RetryAfter ?? wait);
            await OpenAIErrors.WriteAsync(context, 429, $"Rate limit reached: {perSecond.ToString(CultureInfo.InvariantCulture)} requests per second.");
            return true;
        }
        if (behavior is { DropAfter: 0 })
        {
            context.Abort();
            return true;
        }
        if (behavior is { Status: null, ErrorRate: null } || !scenario.Chance.Happens(behavior.ErrorRate ?? 1))
            return false;
        var status = behavior.Status ?? 500;
        if (behavior.RetryAfter is { } after)
            SetRetryAfter(context, after);
        await OpenAIErrors.WriteAsync(context, status, $"The scenario answers with {status} here.");
        return true;
    }

    private static void SetRetryAfter(HttpContext context, TimeSpan wait)
    {
        // "Retry-After … a non-negative decimal integer" (RFC 9110, 10.2.3): rounded up, so that a client that obeys is let in.
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        context.Response.Headers["retry-after-ms"] = Math.Ceiling(wait.TotalMilliseconds).ToString("0", CultureInfo.InvariantCulture);
    }

    private static async ValueTask ReadBodyAsync(HttpContext context, PooledBuffer body)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            foreach (var segment in read.Buffer)
                body.Write(segment.Span);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }
}
