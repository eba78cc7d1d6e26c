// The kinds of JSON values in words, for messages.
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Ingress;

internal static class Kinds
{
    public static string Name(JsonKind kind) => kind switch
    {
        JsonKind.Absent => "nothing",
        JsonKind.Null => "null",
        JsonKind.False or JsonKind.True => "a boolean",
        JsonKind.Number => "a number",
        JsonKind.String => "a string",
        JsonKind.Object => "an object",
        JsonKind.Array => "an array",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
