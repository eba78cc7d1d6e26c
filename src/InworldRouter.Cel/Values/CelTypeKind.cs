// The kinds of types that the checker tells apart.
namespace InworldRouter.Cel.Values;

public enum CelTypeKind : byte
{
    /// <summary>Any value; what it is shows when it is evaluated.</summary>
    Dyn,
    Null,
    Bool,
    Int,
    UInt,
    Double,
    String,
    Bytes,
    Duration,
    Timestamp,
    List,
    Map,

    /// <summary>The type of a type.</summary>
    Type,
    Optional,

    /// <summary>A bool, int, … or null.</summary>
    Wrapper,

    /// <summary>A type of the host, known by its name alone.</summary>
    Opaque,

    /// <summary>A type parameter of an overload, a single capital.</summary>
    Parameter,

    /// <summary>What an expression has that could not be typed; fits everywhere, so that one fault is told once.</summary>
    Error,
}
