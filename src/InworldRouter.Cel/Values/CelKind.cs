// What a value is at run time.
namespace InworldRouter.Cel.Values;

/// <summary>The kinds of values. Kinds are strict: an int is neither a uint nor a double.</summary>
public enum CelKind : byte
{
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
    Type,
    Optional,

    /// <summary>Not a value of the language: an evaluation that failed. See <see cref="CelError"/>.</summary>
    Error,
}
