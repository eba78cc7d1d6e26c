// A value that may be there.
namespace InworldRouter.Cel.Values;

/// <summary>The content of a value of kind <see cref="CelKind.Optional"/>.</summary>
internal sealed class CelOptional(bool hasValue, CelValue value)
{
    public static readonly CelOptional None = new(false, default);

    public bool HasValue => hasValue;

    public CelValue Value => value;
}
