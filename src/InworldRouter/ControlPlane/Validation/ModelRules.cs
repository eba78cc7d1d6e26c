// Models belong to providers that there are, each once.
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Validation;

internal static class ModelRules
{
    public static void Check(RouterConfig config, Catalog catalog, ConfigProblems problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < config.Models?.Count; i++)
        {
            var model = config.Models[i];
            var path = SettingPath.Element("models", i);
            CheckId(model.Id, path + ".id", config, catalog, problems);
            if (model.Id is { } id && !seen.Add(id))
                problems.Add(path + ".id", $"\"{id}\" is described twice", "keep one of them");
            for (var j = 0; j < model.Aliases?.Count; j++)
            {
                if (model.Aliases[j] is { } alias && (alias.Length == 0 || alias.Contains('/') || alias == "auto"))
                    problems.Add(SettingPath.Element(path + ".aliases", j), $"\"{alias}\" cannot be an alias", "expected a bare name: without a slash, and not \"auto\"");
            }
        }
    }

    /// <summary>A model id names a provider that is configured, or at least well known.</summary>
    public static void CheckId(string? id, string path, RouterConfig config, Catalog catalog, ConfigProblems problems)
    {
        var slash = id?.IndexOf('/') ?? -1;
        if (id is null || slash <= 0 || slash == id.Length - 1)
        {
            problems.Add(path, id is null ? "the model has no id" : $"\"{id}\" is no model id", "expected provider/model");
            return;
        }
        var provider = id[..slash];
        if (config.Providers?.ContainsKey(provider) == true || catalog.Names(provider))
            return;
        var nearest = NearestName.Find(provider, config.Providers?.Keys ?? []);
        problems.Add(path, $"there is no provider \"{provider}\"", nearest is null ? $"add it under providers, or write an id of one that is there" : $"did you mean \"{nearest}{id[slash..]}\"?");
    }
}
