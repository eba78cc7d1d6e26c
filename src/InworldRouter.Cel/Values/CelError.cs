// A failed evaluation: what went wrong and where in the source.
namespace InworldRouter.Cel.Values;

/// <param name="Line">1-based; 0 while the place is not known.</param>
/// <param name="Column">1-based.</param>
public sealed record CelError(CelErrorKind Kind, string Message, int Line = 0, int Column = 0)
{
    internal CelError(CelErrorKind kind, string message, Place place)
        : this(kind, message, place.Line, place.Column)
    {
    }

    public override string ToString() => Line == 0 ? Message : $"{Line}:{Column}: {Message}";

    internal CelError At(Place place) => Line == 0 && place.Line != 0 ? this with { Line = place.Line, Column = place.Column } : this;
}
