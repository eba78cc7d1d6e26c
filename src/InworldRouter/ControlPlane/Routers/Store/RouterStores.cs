// The setting "store" → the store.
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Store.Files;
using InworldRouter.ControlPlane.Routers.Store.Postgres;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Store;

public static class RouterStores
{
    // "store": { "type": "file", "path": "data" } (configuration.md)
    internal const string DefaultPath = "data";

    /// <param name="config">Valid; null: not said.</param>
    /// <param name="folder">The configuration file's, where relative paths begin.</param>
    /// <param name="report">Takes a line for the operator; without secrets.</param>
    /// <exception cref="StoreUnavailableException"><c>store.connection</c> is not understood.</exception>
    public static IRouterStore Open(StoreConfig? config, string folder, Action<string> report, TimeProvider time) => config?.Type == "postgres"
        ? new PostgresRouterStore(config.Connection ?? "", report, time)
        : new FileRouterStore(Path.GetFullPath(config?.Path ?? DefaultPath, Path.GetFullPath(folder)), report, time);
}
