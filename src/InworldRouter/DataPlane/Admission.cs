// Lets in as many calls as the limits allow; a bounded queue waits, the rest are refused at once.
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;

namespace InworldRouter.DataPlane;

/// <summary>
/// "shed fast with 503 + Retry-After, bounded queue, health and models endpoints exempt" (C81): only calls come through here.
/// </summary>
public sealed class Admission
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _queue = new();
    private int _inside;

    /// <summary>Takes a place, now or when one becomes free. Each success needs one <see cref="Leave"/>.</summary>
    /// <returns>Null, or the refusal.</returns>
    public ValueTask<RouterError?> EnterAsync(LimitsPlan limits, CancellationToken leaving)
    {
        lock (_gate)
        {
            if (_inside < limits.MaxConcurrentRequests)
            {
                _inside++;
                return default;
            }
            if (_queue.Count >= limits.MaxQueue)
                return new(RouterError.Overloaded($"The router has {_inside} calls in progress and {_queue.Count} waiting, all that limits.maxConcurrentRequests and limits.maxQueue allow; try again."));
            var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return WaitAsync(_queue.AddLast(place), leaving);
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            // The place goes on to the first that is still waiting; one that is leaving at this moment does not take it.
            while (_queue.First is { } next)
            {
                _queue.RemoveFirst();
                if (next.Value.TrySetResult())
                    return;
            }
            _inside--;
        }
    }

    private async ValueTask<RouterError?> WaitAsync(LinkedListNode<TaskCompletionSource> place, CancellationToken leaving)
    {
        await using var registration = leaving.UnsafeRegister(static place => ((TaskCompletionSource)place!).TrySetCanceled(), place.Value);
        try
        {
            await place.Value.Task;
            return null;
        }
        catch (OperationCanceledException)
        {
            // Who has left makes room for another at once.
            lock (_gate)
            {
                if (place.List is not null)
                    _queue.Remove(place);
            }
            return RouterError.ClientLeft;
        }
    }
}
