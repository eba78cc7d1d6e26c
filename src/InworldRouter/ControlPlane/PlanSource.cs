// Where plans come from: a file, the environment or the demo, read, checked and compiled in one step.
using InworldRouter.ControlPlane.Compilation;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Files;
using InworldRouter.ControlPlane.Validation;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane;

/// <param name="Config">For what is set up once: certificate, store, telemetry.</param>
/// <param name="Routers">Those of the folder <c>routers</c>.</param>
/// <param name="Warnings">What keeps nothing from working, but was probably meant otherwise.</param>
public sealed record LoadedPlan(RouterPlan Plan, RouterConfig Config, ListenAddresses Listen, IReadOnlyList<RouterFile> Routers, IReadOnlyList<string> Warnings);

public sealed class PlanSource
{
    public const string DefaultFile = "inworld-router.json";

    private readonly Func<ConfigProblems, RouterConfig?> _read;
    private readonly Catalog _catalog;
    private readonly PlanCompiler _compiler;
    private readonly Func<RouterConfig, ListenAddresses> _listen;

    private PlanSource(string? file, Func<ConfigProblems, RouterConfig?> read, Catalog catalog, LiveState state, Func<RouterConfig, ListenAddresses> listen)
    {
        File = file;
        _read = read;
        _catalog = catalog;
        _compiler = new PlanCompiler(catalog, state);
        _listen = listen;
    }

    /// <summary>The file to watch; null when there is none.</summary>
    public string? File { get; }

    /// <summary>Where relative paths begin: the file's folder, or the working directory.</summary>
    public string Folder => File is null ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(File))!;

    /// <summary>What <c>serve</c> and <c>check</c> read: the file that is named, else the default one if it is there, else the environment.</summary>
    /// <param name="file">The value of <c>--config</c>, or null.</param>
    /// <param name="urls">The value of <c>--urls</c>, or null.</param>
    public static PlanSource Of(string? file, string? urls, Func<string, string?> environment, Catalog catalog, LiveState state)
    {
        if (file is null && System.IO.File.Exists(DefaultFile))
            file = DefaultFile;
        var reader = new ConfigReader(environment);
        return new PlanSource(
            file,
            problems => file is null ? KeyVariables.Read(catalog, DefaultFile, environment, problems) : reader.ReadFile(file, problems),
            catalog,
            state,
            config => ListenAddresses.Of(config, urls, environment));
    }

    /// <param name="simulator">The root of the simulator that stands in for every provider.</param>
    public static PlanSource Demo(Uri simulator, string? urls, Func<string, string?> environment, Catalog catalog, LiveState state) =>
        new(null, _ => KeyVariables.Demo(catalog, simulator), catalog, state, config => ListenAddresses.Of(config, urls, environment));

    /// <returns>Null when <paramref name="problems"/> has been added to.</returns>
    public LoadedPlan? Load(ConfigProblems problems)
    {
        if (_read(problems) is not { } config)
            return null;
        var listen = _listen(config);
        ConfigRules.Check(config, listen, _catalog, problems);
        var warnings = new List<string>();
        var routers = RouterFolder.Read(config.Routers, problems, warnings);
        return problems.Count == 0 ? new LoadedPlan(_compiler.Compile(config, listen), config, listen, routers, warnings) : null;
    }
}
