// A cloud is signed in to in one way, on a project and in a location that fit into its addresses; other providers have none of that.
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Providers;

namespace InworldRouter.ControlPlane.Validation;

internal static class CloudRules
{
    public static void Check(ProviderConfig provider, ProviderDefaults defaults, string path, ConfigProblems problems)
    {
        if (defaults.IsCloud)
            CheckCloud(provider, defaults, path, problems);
        else
        {
            Refuse(provider.Project, "project");
            Refuse(provider.Location, "location");
            Refuse(provider.Credentials, "credentials");
        }

        void Refuse(string? value, string setting)
        {
            if (value is not null)
                problems.Add($"{path}.{setting}", $"this provider has no {setting}", "remove it: google-vertex has one");
        }
    }

    private static void CheckCloud(ProviderConfig provider, ProviderDefaults defaults, string path, ConfigProblems problems)
    {
        if (defaults.NeedsKey && provider is { BaseUrl: null, ApiKey: null, ApiKeys: null, Credentials: null })
            problems.Add(path + ".credentials", "the provider has no key", "set it to a service account's key file, usually as ${file:/path/key.json}, or set apiKey to call without a project");
        if (!string.IsNullOrEmpty(provider.Credentials) && (!string.IsNullOrEmpty(provider.ApiKey) || provider.ApiKeys?.Any(key => !string.IsNullOrEmpty(key)) == true))
            problems.Add(path + ".credentials", "there are credentials and an API key", "keep one of them");
        var cloud = CloudSettings.Of(provider);
        if (cloud.Problem is { } problem)
            problems.Add(path + ".credentials", $"this is no service account's key: {problem}", "give the whole key file as Google made it, usually as ${file:/path/key.json}");
        else if (cloud is { Account: not null, Project: null })
            problems.Add(path + ".project", "neither this setting nor the credentials name a project", "set it to the project's id");
        // Both become parts of addresses. A project may be "example.com:name".
        if (cloud.Project is { } project && !project.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ':' or '_'))
            problems.Add(path + ".project", $"\"{project}\" is no id of a project", "expected one such as my-project-123");
        if (!cloud.Location.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'))
            problems.Add(path + ".location", $"\"{cloud.Location}\" is no location", "expected one such as global, eu or europe-west4");
    }
}
