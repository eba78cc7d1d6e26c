// Why an evaluation failed, for hosts that treat some failures apart.
namespace InworldRouter.Cel.Values;

public enum CelErrorKind : byte
{
    /// <summary>A variable that the activation does not have.</summary>
    NoSuchAttribute,

    /// <summary>A map without the key that was selected.</summary>
    NoSuchKey,

    /// <summary>No function or operator of that name takes values of these kinds.</summary>
    NoSuchOverload,
    IndexOutOfRange,
    DivisionByZero,

    /// <summary>A result or conversion outside the range of its type.</summary>
    Overflow,

    /// <summary>An argument that its function cannot work with: a malformed number, pattern, time zone, format.</summary>
    InvalidArgument,

    /// <summary>The limit of steps was reached.</summary>
    TooManySteps,

    /// <summary>The limit of time was reached.</summary>
    TookTooLong,
}
