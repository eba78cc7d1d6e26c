// Everything that a setting's own type cannot tell: what settings mean together.
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Validation;

public static class ConfigRules
{
    public static void Check(RouterConfig config, ListenAddresses listen, Catalog catalog, ConfigProblems problems)
    {
        ListenRules.Check(config, listen, problems);
        AuthRules.Check(config.Auth, listen, problems);
        ProviderRules.Check(config.Providers, catalog, problems);
        ModelRules.Check(config, catalog, problems);
        AliasRules.Check(config, catalog, problems);
        ServiceRules.Check(config, catalog, problems);
    }
}
