// Tells the operator of a store in trouble, once; and does not let every call wait for it meanwhile.
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.DataPlane.Responses;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Responses;

/// <summary>
/// A database that does not answer would hold every answer up for as long as a connection may take. While it is away one operation tries it now and
/// then, and all others fail at once.
/// </summary>
public sealed class ReportingResponseStore(IResponseStore store, Action<string> report, TimeProvider time) : IResponseStore
{
    private readonly Lock _gate = new();
    private StoreUnavailableException? _trouble;
    private Backoff _retry = new();
    private DateTimeOffset _nextTry;
    private long _lostAt;

    public Task<StoredResponse?> FindAsync(string id, CancellationToken cancellation) => WatchAsync(() => store.FindAsync(id, cancellation));

    public Task SaveAsync(StoredResponse response, CancellationToken cancellation) => WatchAsync(async () =>
    {
        await store.SaveAsync(response, cancellation);
        return true;
    });

    public Task DeleteAsync(string id, CancellationToken cancellation) => WatchAsync(async () =>
    {
        await store.DeleteAsync(id, cancellation);
        return true;
    });

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<T> WatchAsync<T>(Func<Task<T>> operation)
    {
        ThrowUnlessItIsTimeToTry();
        try
        {
            var result = await operation();
            Succeeded();
            return result;
        }
        catch (StoreUnavailableException trouble)
        {
            Failed(trouble);
            throw;
        }
    }

    private void ThrowUnlessItIsTimeToTry()
    {
        lock (_gate)
        {
            if (_trouble is null)
                return;
            var now = time.GetUtcNow();
            if (now < _nextTry)
                throw new StoreUnavailableException(_trouble.Message, _trouble);
            _nextTry = now + _retry.Next();
        }
    }

    private void Succeeded()
    {
        // The usual case takes no lock.
        if (Volatile.Read(ref _trouble) is null)
            return;
        lock (_gate)
        {
            if (_trouble is null)
                return;
            report($"store: responses are kept again after {time.GetElapsedTime(_lostAt).TotalSeconds:0.0} s");
            (_trouble, _retry) = (null, new Backoff());
        }
    }

    private void Failed(StoreUnavailableException trouble)
    {
        lock (_gate)
        {
            if (_trouble is null)
            {
                report($"store: {trouble.Message}; answers go out, but until it is back responses cannot be kept, fetched or gone on from");
                _lostAt = time.GetTimestamp();
                _nextTry = time.GetUtcNow() + _retry.Next();
            }
            _trouble = trouble;
        }
    }
}
