// Store, search, moderation and limits: settings that only make sense together.
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Validation;

internal static class ServiceRules
{
    // A body lies in one buffer, and an array of bytes ends at 2 GB; half of that leaves room for what is added to it.
    private const long LargestBody = 1L << 30;

    public static void Check(RouterConfig config, Catalog catalog, ConfigProblems problems)
    {
        if (config.Moderation is { } moderation)
            ModelRules.CheckId(moderation.Model, "moderation.model", config, catalog, problems);
        if (config.Store is { } store)
            CheckStore(store, problems);
        if (config.Search is { } search)
            CheckSearch(search, problems);
        if (config.Limits?.MaxBodyBytes is { } size && size.Bytes is < 1 or > LargestBody)
            problems.Add("limits.maxBodyBytes", $"{size.Bytes} bytes cannot be the limit", "expected a size from 1B to 1GB");
    }

    private static void CheckStore(StoreConfig store, ConfigProblems problems)
    {
        if (store.Type == "postgres" && string.IsNullOrEmpty(store.Connection))
            problems.Add("store.connection", "a postgres store has no connection", "set it, such as Host=db;Username=router;Password=${PGPASSWORD}");
        if (store.Type == "postgres" && store.Path is not null)
            problems.Add("store.path", "a postgres store has no folder", "remove it");
        if (store.Type != "postgres" && store.Connection is not null)
            problems.Add("store.connection", "a file store has no connection", "remove it, or set type to postgres");
    }

    private static void CheckSearch(SearchConfig search, ConfigProblems problems)
    {
        if (search.Exa is { ApiKey: null })
            problems.Add("search.exa.apiKey", "the engine has no key", "set it, usually to ${EXA_API_KEY}");
        if (search.Google is { ApiKey: null })
            problems.Add("search.google.apiKey", "the engine has no key", "set it");
        if (search.Google is { EngineId: null })
            problems.Add("search.google.engineId", "no search engine is named", "set the id of the programmable search engine");
    }
}
