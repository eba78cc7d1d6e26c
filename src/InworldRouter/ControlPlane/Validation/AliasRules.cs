// Aliases stand for something that can be called.
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Validation;

internal static class AliasRules
{
    private const string OwnPrefix = "inworld/";

    public static void Check(RouterConfig config, Catalog catalog, ConfigProblems problems)
    {
        foreach (var (alias, target) in config.Aliases ?? new Dictionary<string, string?>())
        {
            var path = SettingPath.Member("aliases", alias);
            if (alias.Length == 0 || alias.AsSpan(0, alias.Length - 1).Contains('*'))
                problems.Add(path, $"\"{alias}\" cannot be an alias", "expected a name, with * at most at its end");
            else if (string.IsNullOrEmpty(target))
                problems.Add(path, "the alias stands for nothing", "expected provider/model, inworld/ROUTER, auto or a bare model name");
            else if (config.Aliases!.ContainsKey(target))
                problems.Add(path, $"\"{target}\" is an alias itself", "name what that one stands for");
            // Routers come and go while the router runs: whether there is one is known when it is called.
            else if (target.Contains('/') && !target.StartsWith(OwnPrefix, StringComparison.Ordinal))
                ModelRules.CheckId(target, path, config, catalog, problems);
        }
    }
}
