// Runs a generator over source strings, compiles what it made, loads it, and tells which steps an edit made run again.
using System.Reflection;
using System.Runtime.Loader;
using InworldRouter.Cel.Values;
using InworldRouter.Wire.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace InworldRouter.Generators.Tests;

/// <summary>One generator over one compilation, which can be edited and run again.</summary>
internal sealed class Drive
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(JsonScanner).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(CelValue).Assembly.Location),
    ];

    private GeneratorDriver _driver;

    public Drive(IIncrementalGenerator generator, string source, params AdditionalText[] files)
    {
        _driver = CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            files,
            Parse,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Compilation = CSharpCompilation.Create(
            "Generated" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(source, Parse, "Source.cs")],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        Run();
    }

    public Compilation Compilation { get; private set; }

    public GeneratorRunResult Result { get; private set; }

    public IReadOnlyList<string> DiagnosticIds => [.. Result.Diagnostics.Select(d => d.Id)];

    public string Source => Assert.Single(Result.GeneratedSources).SourceText.ToString();

    /// <summary>The whole file becomes another text.</summary>
    public Drive Edit(string source)
    {
        var old = Compilation.SyntaxTrees.First();
        Compilation = Compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(source, Parse, old.FilePath));
        return Run();
    }

    public Drive AddFile(string source)
    {
        Compilation = Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, Parse, "Other.cs"));
        return Run();
    }

    public Drive Replace(AdditionalText old, AdditionalText text)
    {
        _driver = _driver.ReplaceAdditionalText(old, text);
        return Run();
    }

    /// <summary>Why each output of a step was run in the last run.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) =>
        [.. Result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason)];

    public IReadOnlyList<IncrementalStepRunReason> OutputReasons =>
        [.. Result.TrackedOutputSteps.Values.SelectMany(runs => runs).SelectMany(s => s.Outputs).Select(o => o.Reason)];

    /// <summary>Neither the models nor any output has been made again by the last run.</summary>
    public void WroteNothingAnew(string step) => Assert.All(
        [.. Reasons(step), .. OutputReasons],
        reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));

    /// <summary>Compiles source and generated source together, without an error or warning, and loads the result.</summary>
    public Assembly Load()
    {
        var all = Compilation.AddSyntaxTrees(_driver.GetRunResult().GeneratedTrees);
        using var image = new MemoryStream();
        var emitted = all.Emit(image);
        Assert.Empty(emitted.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS0649"));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }

    private Drive Run()
    {
        _driver = _driver.RunGenerators(Compilation);
        Result = Assert.Single(_driver.GetRunResult().Results);
        Assert.Null(Result.Exception);
        return this;
    }
}
