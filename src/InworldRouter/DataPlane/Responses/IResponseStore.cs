// Where responses are kept.
using InworldRouter.Plan;

namespace InworldRouter.DataPlane.Responses;

/// <summary>Each method is whole or not at all, for every instance that shares the store. Ids have been checked.</summary>
public interface IResponseStore : IAsyncDisposable
{
    /// <returns>Null: there is none of this id, or none any more.</returns>
    /// <exception cref="StoreUnavailableException" />
    Task<StoredResponse?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Keeps it, in the place of an earlier state of the same id.</summary>
    /// <exception cref="StoreUnavailableException" />
    Task SaveAsync(StoredResponse response, CancellationToken cancellation);

    /// <exception cref="StoreUnavailableException" />
    Task DeleteAsync(string id, CancellationToken cancellation);
}
