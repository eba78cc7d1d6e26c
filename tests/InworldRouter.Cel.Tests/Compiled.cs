// Sources to programs and values, for tests that expect them to be sound.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests;

internal static class Compiled
{
    public static readonly CelEnvironment Plain = CelEnvironment.Builder.Build();

    /// <summary>Whatever name is not known is a variable.</summary>
    public static readonly CelEnvironment Open = CelEnvironment.Builder.UndeclaredAreDynamic().Build();

    public static CelProgram Program(string source, CelEnvironment? environment = null)
    {
        if (!(environment ?? Plain).TryCompile(source, out var program, out var issues))
            Assert.Fail($"{source}\n{string.Join('\n', issues)}");
        Assert.Empty(issues);
        return program;
    }

    /// <summary>The value of a source without variables.</summary>
    public static CelValue Value(string source) => Program(source).Evaluate(CelActivation.Empty);

    /// <summary>The value of a source with these variables.</summary>
    public static CelValue Value(string source, params (string Name, CelValue Value)[] variables) => Program(source, Open).Evaluate(new Variables(variables));

    /// <summary>The issues of a source that has some.</summary>
    public static IReadOnlyList<string> Issues(string source, CelEnvironment? environment = null)
    {
        Assert.False((environment ?? Plain).TryCompile(source, out var program, out var issues), source);
        Assert.Null(program);
        Assert.NotEmpty(issues);
        return [.. issues.Select(i => i.ToString())];
    }
}
