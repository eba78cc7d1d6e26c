// Keys have names and secrets of their own, and nobody outside this machine gets in without one by oversight.
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Validation;

internal static class AuthRules
{
    public static void Check(AuthConfig? auth, ListenAddresses listen, ConfigProblems problems)
    {
        var keys = auth?.Keys ?? [];
        var names = new HashSet<string>(StringComparer.Ordinal);
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < keys.Count; i++)
        {
            var path = SettingPath.Element("auth.keys", i);
            var key = keys[i];
            if (string.IsNullOrWhiteSpace(key.Name))
                problems.Add(path + ".name", "the key has no name", "give it one: logs and metrics show it");
            else if (!names.Add(key.Name))
                problems.Add(path + ".name", $"another key is called \"{key.Name}\"", "give each key a name of its own");
            CheckSecret(key.Key, path + ".key", secrets, problems);
            CheckModels(key.Models, path + ".models", problems);
            if (key.Limits is { BudgetPeriod: not null, BudgetUsd: null })
                problems.Add(path + ".limits.budgetUsd", "there is a budgetPeriod, but no budget", "set budgetUsd too");
        }
        if (keys.Count == 0 && auth?.Anonymous != true)
            CheckLocal(listen, problems);
    }

    private static void CheckSecret(string? secret, string path, HashSet<string> seen, ConfigProblems problems)
    {
        if (string.IsNullOrEmpty(secret))
            problems.Add(path, "the key is empty", "set it, usually from the environment: ${NAME}");
        else if (!HeaderText.IsCredential(secret))
            problems.Add(path, "the key has spaces or characters that no HTTP header can carry", "use visible ASCII characters only");
        else if (!seen.Add(secret))
            problems.Add(path, "another entry has the same key", "callers are told apart by their keys: give each its own");
    }

    private static void CheckModels(IReadOnlyList<string?>? models, string path, ConfigProblems problems)
    {
        for (var i = 0; i < models?.Count; i++)
        {
            if (models[i] is not { } pattern || pattern == "*")
                continue;
            var slash = pattern.IndexOf('/');
            var exact = pattern.EndsWith("/*", StringComparison.Ordinal) ? pattern[..^2] : pattern;
            if (slash <= 0 || slash == pattern.Length - 1 || exact.Contains('*'))
                problems.Add(SettingPath.Element(path, i), $"\"{pattern}\" names no model", "expected provider/model, provider/*, inworld/name or *");
        }
    }

    // configuration.md: "No keys, anonymous false and a listener that is not loopback: refused at start".
    private static void CheckLocal(ListenAddresses listen, ConfigProblems problems)
    {
        foreach (var url in listen.Urls)
        {
            if (ListenAddresses.Parse(url) is { } address && !ListenAddresses.IsLocal(address))
                problems.Add("auth.keys", $"there is no key, and {url} can be reached from other machines", "add a key, set auth.anonymous to true, or listen on 127.0.0.1");
        }
    }
}
