// How a source is compiled.
namespace InworldRouter.Cel;

[Flags]
public enum CelCompilation
{
    Checked = 0,

    /// <summary>Parsed and planned only: what the checker would have refused is an error when it is evaluated.</summary>
    Unchecked = 1,

    /// <summary>The result must be a bool, or not known before it is evaluated: a condition.</summary>
    Condition = 2,
}
