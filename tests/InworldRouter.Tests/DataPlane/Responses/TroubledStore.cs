// A store that is away when the test says so.
using InworldRouter.ControlPlane.Responses;
using InworldRouter.DataPlane.Responses;
using InworldRouter.Plan;

namespace InworldRouter.Tests.DataPlane.Responses;

internal sealed class TroubledStore : IResponseStore
{
    private readonly MemoryResponseStore _store = new();

    public bool IsAway { get; set; }

    /// <summary>Operations that have come so far.</summary>
    public int Tried { get; private set; }

    public Task<StoredResponse?> FindAsync(string id, CancellationToken cancellation) => There().FindAsync(id, cancellation);

    public Task SaveAsync(StoredResponse response, CancellationToken cancellation) => There().SaveAsync(response, cancellation);

    public Task DeleteAsync(string id, CancellationToken cancellation) => There().DeleteAsync(id, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private MemoryResponseStore There()
    {
        Tried++;
        return IsAway ? throw new StoreUnavailableException("PostgreSQL at db:5432 is away") : _store;
    }
}
