// Where a program's variables get their values from.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel;

/// <summary>One evaluation's variables. Derive from it to read them lazily.</summary>
public abstract class CelActivation
{
    /// <summary>Without any variable.</summary>
    public static CelActivation Empty { get; } = new NoVariables();

    /// <summary>Called when the variable is needed, once for each use.</summary>
    /// <returns>False when there is no such variable; the program then fails with <see cref="CelErrorKind.NoSuchAttribute"/>.</returns>
    public abstract bool TryResolve(CelVariable variable, out CelValue value);

    private sealed class NoVariables : CelActivation
    {
        public override bool TryResolve(CelVariable variable, out CelValue value)
        {
            value = default;
            return false;
        }
    }
}
