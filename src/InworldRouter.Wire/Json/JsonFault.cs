// What is wrong with a JSON text, and at which byte.
namespace InworldRouter.Wire.Json;

public enum JsonFaultKind : byte
{
    None,
    UnexpectedEnd,
    UnexpectedByte,
    NotAnObject,
    TooDeep,
    BadString,
    BadNumber,
    TrailingBytes,
    InvalidUtf8,
    DuplicateMember,
}

/// <param name="Position">Byte offset of the fault.</param>
public readonly record struct JsonFault(JsonFaultKind Kind, int Position)
{
    public bool IsNone => Kind == JsonFaultKind.None;

    /// <summary>The sentence for an error message: what was found where, what was expected.</summary>
    public override string ToString() => Kind switch
    {
        JsonFaultKind.None => "no fault",
        JsonFaultKind.UnexpectedEnd => $"it ends at byte {Position} inside a value",
        JsonFaultKind.UnexpectedByte => $"unexpected character at byte {Position}",
        JsonFaultKind.NotAnObject => $"expected a JSON object at byte {Position}",
        JsonFaultKind.TooDeep => $"nested deeper than {JsonScanner.MaxDepth} levels at byte {Position}",
        JsonFaultKind.BadString => $"a string has a control character or a wrong escape at byte {Position}",
        JsonFaultKind.BadNumber => $"malformed number at byte {Position}",
        JsonFaultKind.TrailingBytes => $"unexpected bytes after the JSON value, from byte {Position}",
        JsonFaultKind.InvalidUtf8 => $"invalid UTF-8 at byte {Position}",
        JsonFaultKind.DuplicateMember => $"a member is repeated at byte {Position}",
        _ => throw new InvalidOperationException($"no words for {Kind}"),
    };
}
