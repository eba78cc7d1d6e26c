// Conditions of routes: text → program.
namespace InworldRouter.ControlPlane.Routers.Compilation;

public static class ConditionCompiler
{
    /// <summary>What keeps the expression from being a condition, with positions; empty when nothing does.</summary>
    public static IReadOnlyList<string> Problems(string expression) => [];
}
