// Conditions of routes: text → program (api.md 5, "CEL sees").
using InworldRouter.Cel;
using InworldRouter.Cel.Values;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Compilation;

/// <summary>The one environment of all conditions: compiled at save and again when a router is first called.</summary>
public static class ConditionCompiler
{
    // "CEL sees: every key of metadata as a typed top-level variable": which keys there will be nobody knows at save, so what is not declared is dynamic.
    public static CelEnvironment Environment { get; } = CelEnvironment.Builder
        .Variable("metadata", CelType.Map(CelType.String, CelType.Dyn))
        .Variable("messages", CelType.List(CelType.Map(CelType.String, CelType.Dyn)))
        .Variable("user", CelType.String)
        .Variable("model", CelType.String)
        .Variable("headers", CelType.Map(CelType.String, CelType.String))
        .Variable("request", CelType.Map(CelType.String, CelType.Dyn))
        .Variable("now", CelType.Timestamp)
        .Functions(RoutingFunctions.Functions)
        .UndeclaredAreDynamic()
        .Build();

    /// <summary>What keeps the expression from being a condition, with positions; empty when nothing does.</summary>
    public static IReadOnlyList<string> Problems(string expression) =>
        Environment.TryCompile(expression, CelCompilation.Condition, out _, out var issues) ? [] : [.. issues.Select(i => i.ToString())];

    /// <exception cref="InvalidRouterException" />
    public static ConditionPlan Compile(string expression)
    {
        if (!Environment.TryCompile(expression, CelCompilation.Condition, out var program, out var issues))
            throw new InvalidRouterException($"the condition {expression} does not compile: {string.Join("; ", issues)}");
        return Plan(program);
    }

    /// <summary>The program with what each of its variables means.</summary>
    public static ConditionPlan Plan(CelProgram program) => new(program, [.. program.Variables.Select(v => ConditionVariable.Of(v.Name))]);
}
