// The setting "store" → where responses are kept.
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Responses.Files;
using InworldRouter.ControlPlane.Responses.Postgres;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.DataPlane.Responses;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Responses;

public static class ResponseStores
{
    // "Response objects are saved for 30 days by default" (OpenAI's guide to conversation state).
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(30);

    /// <param name="config">Valid; null: not said.</param>
    /// <param name="folder">The configuration file's, where relative paths begin.</param>
    /// <param name="report">Takes a line for the operator; without secrets.</param>
    /// <exception cref="StoreUnavailableException"><c>store.connection</c> is not understood.</exception>
    public static KeptResponses Open(StoreConfig? config, string folder, Action<string> report, TimeProvider time) =>
        new(new ReportingResponseStore(StoreOf(config, folder, report, time), report, time), config?.ResponsesTtl ?? DefaultLifetime, time);

    /// <summary>For a demo: nothing is left on the disk.</summary>
    public static KeptResponses InMemory(TimeProvider time) => new(new MemoryResponseStore(), DefaultLifetime, time);

    private static IResponseStore StoreOf(StoreConfig? config, string folder, Action<string> report, TimeProvider time)
    {
        if (config?.Type == "postgres")
            return new PostgresResponseStore(config.Connection ?? "", time);
        var path = Path.GetFullPath(config?.Path ?? RouterStores.DefaultPath, Path.GetFullPath(folder));
        if (FileResponseStore.WhyUnwritable(path) is not { } why)
            return new FileResponseStore(path, time);
        report($"store: responses are kept in memory only, for {path} cannot be written: {why}");
        return new MemoryResponseStore();
    }
}
