// One request to the simulator, from its bytes to its answer or its error.
using System.Globalization;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Simulation.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Simulation;

/// <summary>Stands in for any provider, of any dialect.</summary>
internal sealed class SimulatedProvider(Scenario scenario, TimeProvider time)
{
    public Task HandleAsync(HttpContext context)
    {
        var path = SimulatedPath.Of(context.Request.Method, context.Request.Path.Value);
        return path.Work switch
        {
            SimulatedWork.Answer => AnswerAsync(context, path),
            SimulatedWork.CountTokens => CountAsync(context, path),
            SimulatedWork.ListModels => SimulatedModels.WriteAsync(context, scenario.Models),
            SimulatedWork.GiveToken => WriteAsync(context, 200, """{"access_token":"ya29.simulated","expires_in":3599,"token_type":"Bearer"}"""u8.ToArray()),
            SimulatedWork.Greet => context.Response.WriteAsync($"The simulator stands in for providers: {SimulatedPath.Known}.\n"),
            _ => RefuseAsync(context, SimulatedPath.Usual, new(404, "invalid_request_error", $"Unknown request URL: {context.Request.Method} {context.Request.Path}. The simulator knows {SimulatedPath.Known}.", "unknown_url")),
        };
    }

    private async Task AnswerAsync(HttpContext context, SimulatedPath path)
    {
        var receivedAt = time.GetTimestamp();
        var dialect = path.Dialect!;
        using var body = new PooledBuffer();
        using var conversation = new Conversation();
        await ReadBodyAsync(context, body);

        if (dialect.Read(body.WrittenMemory, path, conversation, out var problem) is not { } call)
        {
            await RefuseAsync(context, dialect, problem);
            return;
        }
        var rule = scenario.RuleFor(call.Model);
        var behavior = rule.Behavior;
        if (BehaviorSettings.ApplyHeaders(context.Request.Headers, ref behavior) is { } wrong)
        {
            await RefuseAsync(context, dialect, dialect.ErrorOf(400, wrong) with { Code = "invalid_simulation" });
            return;
        }
        if (await FailAsync(context, dialect, rule, behavior))
            return;

        using var answer = AnswerComposer.Compose(call, behavior);
        var teller = new AnswerTeller(dialect, call, answer, scenario.Chance, time.GetUtcNow());
        using var player = new AnswerPlayer(context, dialect, teller, answer.CompletionTokens, behavior, receivedAt, time, scenario.Chance);
        await (call.Stream ? player.PlayStreamAsync() : player.PlayJsonAsync());
    }

    // Counting is no answer: it needs no limit of tokens, and no fault is asked of it.
    private static async Task CountAsync(HttpContext context, SimulatedPath path)
    {
        using var body = new PooledBuffer();
        using var conversation = new Conversation();
        await ReadBodyAsync(context, body);
        if (path.Dialect!.Read(body.WrittenMemory, path, conversation, out var problem) is not { } call)
        {
            await RefuseAsync(context, path.Dialect, problem);
            return;
        }
        using var count = new PooledBuffer();
        path.Dialect.WriteCount(call.PromptTokens, count);
        await WriteAsync(context, 200, count.WrittenMemory);
    }

    // The ways not to answer at all, in the order a provider would come to them.
    private async ValueTask<bool> FailAsync(HttpContext context, SimulatedDialect dialect, ScenarioRule rule, Behavior behavior)
    {
        if (behavior.RateLimit is { } perSecond && rule.RateLimit.Take(perSecond, time.GetUtcNow()) is { Ticks: > 0 } wait)
        {
            var limited = dialect.ErrorOf(429, $"Rate limit reached: {perSecond.ToString(CultureInfo.InvariantCulture)} requests per second.");
            await RefuseAsync(context, dialect, limited with { RetryAfter = behavior.RetryAfter ?? wait });
            return true;
        }
        if (behavior is { DropAfter: 0 })
        {
            context.Abort();
            return true;
        }
        if (behavior is { Status: null, ErrorRate: null } || !scenario.Chance.Happens(behavior.ErrorRate ?? 1))
            return false;
        var error = dialect.ErrorOf(behavior.Status ?? 500, $"The scenario answers with {behavior.Status ?? 500} here.");
        await RefuseAsync(context, dialect, error with { RetryAfter = behavior.RetryAfter });
        return true;
    }

    private static async Task RefuseAsync(HttpContext context, SimulatedDialect dialect, SimulatedError error)
    {
        if (error.RetryAfter is { } wait)
            dialect.SetRetryAfter(context.Response.Headers, wait);
        using var body = new PooledBuffer();
        dialect.WriteError(error, body);
        await WriteAsync(context, error.Status, body.WrittenMemory);
    }

    private static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json).AsTask();
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
