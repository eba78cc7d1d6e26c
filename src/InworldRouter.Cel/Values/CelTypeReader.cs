// Reads types written as text.
using System.Collections.Immutable;

namespace InworldRouter.Cel.Values;

internal static class CelTypeReader
{
    private const int MaxDepth = 32;

    public static bool TryRead(string text, out CelType type)
    {
        var at = 0;
        type = Read(text, ref at, 0) ?? CelType.Error;
        return type != CelType.Error && at == text.Length;
    }

    private static CelType? Read(string text, ref int at, int depth)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.'))
            at++;
        var name = text[start..at];
        var parameters = ImmutableArray.CreateBuilder<CelType>();
        if (at < text.Length && text[at] == '(')
        {
            do
            {
                at++;
                while (at < text.Length && text[at] == ' ')
                    at++;
                if (depth > MaxDepth || Read(text, ref at, depth + 1) is not { } parameter)
                    return null;
                parameters.Add(parameter);
            }
            while (at < text.Length && text[at] == ',');
            if (at >= text.Length || text[at] != ')')
                return null;
            at++;
        }
        var p = parameters.ToImmutable();
        return (name, p.Length) switch
        {
            ("dyn" or "any", 0) => CelType.Dyn,
            ("null_type" or "null", 0) => CelType.Null,
            ("bool", 0) => CelType.Bool,
            ("int", 0) => CelType.Int,
            ("uint", 0) => CelType.UInt,
            ("double", 0) => CelType.Double,
            ("string", 0) => CelType.String,
            ("bytes", 0) => CelType.Bytes,
            ("duration" or "google.protobuf.Duration", 0) => CelType.Duration,
            ("timestamp" or "google.protobuf.Timestamp", 0) => CelType.Timestamp,
            ("type", 0) => CelType.Type,
            ("type", 1) => CelType.TypeOf(p[0]),
            ("list", 1) => CelType.List(p[0]),
            ("list", 0) => CelType.ListOfDyn,
            ("map", 2) => CelType.Map(p[0], p[1]),
            ("map", 0) => CelType.MapOfDyn,
            ("optional" or "optional_type", 1) => CelType.Optional(p[0]),
            ("wrapper", 1) => CelType.Wrapper(p[0]),
            // As the conformance data writes them.
            ("param", 1) => CelType.Parameter(p[0].Name),
            ("message", 1) => p[0],
            ("opaque", > 0) => CelType.Opaque(p[0].Name, p[1..]),
            ("list" or "map" or "optional" or "wrapper" or "param" or "message" or "opaque" or "", _) => null,
            _ => name.Length == 1 && char.IsAsciiLetterUpper(name[0]) && p.Length == 0 ? CelType.Parameter(name) : CelType.Opaque(name, p),
        };
    }
}
