// What a cloud's settings come to together: who signs in, on which project, where.
using System.Text;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Providers.Credentials;

namespace InworldRouter.ControlPlane.Compilation;

/// <param name="Account">Null without credentials: calls are made with a key, or to a server that asks for none.</param>
/// <param name="Project">The configured one, else that of the credentials; null = the express way, whose paths have none.</param>
/// <param name="Problem">What is wrong with the credentials.</param>
internal sealed record CloudSettings(ServiceAccount? Account, string? Project, string Location, string? Problem)
{
    // providers.md C.1; the newest models are there first.
    private const string DefaultLocation = "global";

    public static CloudSettings Of(ProviderConfig provider)
    {
        string? problem = null;
        // An empty setting is one that a variable without a value has switched off.
        var account = string.IsNullOrEmpty(provider.Credentials) ? null : ServiceAccount.Read(Encoding.UTF8.GetBytes(provider.Credentials), out problem);
        return new CloudSettings(
            account,
            string.IsNullOrEmpty(provider.Project) ? account?.ProjectId : provider.Project,
            string.IsNullOrEmpty(provider.Location) ? DefaultLocation : provider.Location,
            problem);
    }
}
