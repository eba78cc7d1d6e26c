// The responses in the making that no client waits for: begun, found again, waited for.
using System.Collections.Concurrent;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Plan;
using InworldRouter.Telemetry;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Responses;

/// <summary><c>background:true</c>: the caller is told an id at once, and fetches the response when it likes.</summary>
public sealed class BackgroundRuns(KeptResponses kept, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (BackgroundRun Run, Task Ended)> _runs = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The run of this id, if it is one of this instance's and has not ended.</summary>
    public BackgroundRun? Find(string id) => _runs.TryGetValue(id, out var found) ? found.Run : null;

    /// <summary>Completes when those that are under way now have ended.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_runs.Values.Select(r => r.Ended));

    /// <summary>The body of the call as it is to be run: all that it answers is in it, and nobody waits.</summary>
    public static byte[] BodyOf(Exchange exchange)
    {
        var body = exchange.Body.Span;
        var effective = CallReader.Effective(exchange.Fields, body).Background;
        using var patch = new JsonPatch();
        Cut(exchange.Fields.Stream, body, patch);
        Cut(exchange.Fields.Background, body, patch);
        // The one in a literal extra_body.
        if (effective.Start != exchange.Fields.Background.Start)
            Cut(effective, body, patch);
        using var output = new PooledBuffer();
        patch.Apply(body, output);
        return output.Written.ToArray();
    }

    /// <summary>Begins a run, and answers the call with its announcement: <c>queued</c>.</summary>
    /// <param name="body">What <see cref="BodyOf"/> gave, before the router's own edits.</param>
    /// <returns>Null, or the refusal.</returns>
    public async ValueTask<RouterError?> StartAsync(Exchange exchange, byte[] body, Func<HttpContext, Task> journey)
    {
        // As many as may wait in a queue: each holds its call and, at its end, its answer.
        var most = exchange.Plan.Limits.MaxQueue;
        if (Interlocked.Increment(ref _count) > most)
        {
            Interlocked.Decrement(ref _count);
            return RouterError.Overloaded($"{most} responses run in the background, all that limits.maxQueue allows; try again, or call without background.");
        }
        var id = $"resp_{exchange.Id.Text.Replace("-", "", StringComparison.Ordinal)}";
        var announced = kept.New(id, exchange.Caller.Name, ResponseObject.Announce(exchange, id), exchange.KeptInput.Written.ToArray());
        try
        {
            await kept.SaveAsync(announced);
        }
        catch (StoreUnavailableException)
        {
            Interlocked.Decrement(ref _count);
            return CallHistory.Unavailable;
        }
        exchange.Output.Truncate(0);
        exchange.Output.Write(announced.Response.Span);
        Begin(new BackgroundRun(announced, exchange.Http.Request, body, kept, time), journey);
        return null;
    }

    private void Begin(BackgroundRun run, Func<HttpContext, Task> journey)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _runs[run.Id] = (run, ended.Task);
        _ = Task.Run(async () =>
        {
            try
            {
                await run.RunAsync(journey);
            }
            catch (Exception bug)
            {
                RouterLog.InternalError(run.Id, bug);
            }
            finally
            {
                _runs.TryRemove(run.Id, out _);
                Interlocked.Decrement(ref _count);
                ended.SetResult();
            }
        });
    }

    private static void Cut(in JsonValue value, ReadOnlySpan<byte> body, JsonPatch patch)
    {
        if (value.IsPresent)
            patch.RemoveMember(value, body);
    }
}
