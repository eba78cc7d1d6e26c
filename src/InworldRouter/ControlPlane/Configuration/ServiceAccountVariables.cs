// Google Vertex without a configuration file: the variables that Google's own libraries read.
using System.Text;
using InworldRouter.Providers.Credentials;

namespace InworldRouter.ControlPlane.Configuration;

internal static class ServiceAccountVariables
{
    /// <summary>Names the key file.</summary>
    public const string File = "GOOGLE_APPLICATION_CREDENTIALS";

    private const string Project = "GOOGLE_CLOUD_PROJECT";

    private const string Location = "GOOGLE_CLOUD_LOCATION";

    /// <returns>
    /// Null when there is no service account. The variable serves every Google library on the machine and may name a sign-in of another kind
    /// (<c>authorized_user</c>, <c>external_account</c>), which is no reason to refuse to start.
    /// </returns>
    public static ProviderConfig? Read(Func<string, string?> environment)
    {
        if (environment(File) is not { Length: > 0 } path)
            return null;
        try
        {
            var json = System.IO.File.ReadAllText(path);
            var account = ServiceAccount.Read(Encoding.UTF8.GetBytes(json), out _);
            var project = environment(Project) is { Length: > 0 } named ? named : account?.ProjectId;
            return account is null || project is null ? null : new ProviderConfig { Credentials = json, Project = project, Location = environment(Location) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
