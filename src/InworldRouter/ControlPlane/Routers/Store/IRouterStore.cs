// Where saved routers are kept: documents by name, with a version each.
using System.Security.Cryptography;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Store;

/// <param name="Name">The bare name: the key.</param>
/// <param name="Document">The whole router as canonical JSON; opaque to a store, but for being a JSON object.</param>
/// <param name="Version">Changes whenever the document does: <see cref="VersionOf"/>.</param>
public sealed record StoredRouter(string Name, ReadOnlyMemory<byte> Document, string Version)
{
    public static StoredRouter Of(string name, ReadOnlyMemory<byte> document) => new(name, document, VersionOf(document.Span));

    /// <summary>The first 128 bits of the content's SHA-256, in hex: the same on every instance, and nothing to keep beside the document.</summary>
    public static string VersionOf(ReadOnlySpan<byte> document)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(document, hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}

public enum SaveOutcome : byte
{
    Saved,

    /// <summary>Created: the name is taken. Replaced or deleted: another version is there now.</summary>
    Conflict,

    /// <summary>Replaced or deleted: there is no such router.</summary>
    Missing,
}

public interface IRouterStore : IAsyncDisposable
{
    /// <summary>
    /// A router has been saved or deleted (null) by another instance, or by hand. Not raised for what this object saved itself. Raised one at a
    /// time, never while a method of the store is in progress on the same thread.
    /// </summary>
    /// <remarks>
    /// Somebody may change a router just after this object saved it, and tell of it before the saver goes on. Who keeps the state therefore takes up its
    /// own change and those it is told of under one lock, held from before the call of the store until the change is taken up.
    /// </remarks>
    event Action<string, StoredRouter?>? Changed;

    /// <summary>
    /// Reads all, and begins to watch. Called once, first. When it throws, the watch has begun all the same: what is there arrives by
    /// <see cref="Changed"/> as soon as it can be read.
    /// </summary>
    /// <param name="refused">
    /// Told of each document that cannot be used: its place (a file's name) and what is wrong. The others are not lost. Called later too, from another
    /// thread, when a document is spoiled while it is watched; its last good state then stays in force.
    /// </param>
    /// <exception cref="StoreUnavailableException" />
    Task<IReadOnlyList<StoredRouter>> LoadAsync(Action<string, string> refused, CancellationToken cancellation);

    /// <param name="expected">The version that is to be replaced; null: no router of this name may be there.</param>
    /// <exception cref="StoreUnavailableException" />
    Task<SaveOutcome> SaveAsync(StoredRouter router, string? expected, CancellationToken cancellation);

    /// <param name="expected">The version that is to be deleted.</param>
    /// <exception cref="StoreUnavailableException" />
    Task<SaveOutcome> DeleteAsync(string name, string expected, CancellationToken cancellation);
}
