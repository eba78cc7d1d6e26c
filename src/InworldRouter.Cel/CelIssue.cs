// What is wrong with a source, and where.
namespace InworldRouter.Cel;

/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in code points.</param>
public sealed record CelIssue(int Line, int Column, string Message)
{
    public override string ToString() => $"{Line}:{Column}: {Message}";
}
