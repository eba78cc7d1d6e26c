// What inworld-router --help prints.
namespace InworldRouter.Commands;

internal static class Help
{
    public const string Text = """
        inworld-router: a self-hosted LLM router

        inworld-router [serve] [--config FILE] [--urls URL] [--demo]   run the router (the default command)
        inworld-router check   [--config FILE] [--schema]              validate a configuration; print every problem with its path
        inworld-router simulate [--urls URL] [--scenario FILE]         a stand-in for the providers
        inworld-router eval EXPR [--metadata JSON] [--request FILE]    try a routing condition; print its value or its error
        inworld-router --help | --version

        Without a configuration file (inworld-router.json in the working directory is the default) each provider whose usual environment
        variable is set (OPENAI_API_KEY, GROQ_API_KEY, …) is enabled. --demo needs neither: a simulator stands in for every provider.

        Exit codes: 0 fine, 64 usage or configuration error, 70 internal error.
        Signals: SIGTERM, SIGINT stop gracefully, a second one at once; SIGHUP reloads the configuration.
        """;
}
