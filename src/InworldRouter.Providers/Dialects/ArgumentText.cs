// A tool call's arguments are JSON in a string at OpenAI and the JSON itself elsewhere: from either form to either.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects;

/// <summary>White space and number text of the arguments survive: prompt caches depend on them (C58).</summary>
public static class ArgumentText
{
    /// <summary>
    /// Writes them as an object. "" or nothing is <c>{}</c>; what is no object goes into one: <c>{"_raw":"…"}</c> (providers.md D.1), so that a history
    /// with a broken call in it can still be told.
    /// </summary>
    public static void WriteObject(in JsonValue arguments, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (arguments.Kind == JsonKind.Object)
        {
            output.Write(arguments.Raw(body));
            return;
        }
        if (!arguments.IsNonEmptyString)
        {
            output.Write("{}"u8);
            return;
        }
        var inner = arguments.Inner(body);
        if (TryWriteObject(inner, output))
            return;
        if (inner.IndexOfAnyExcept(" \r\n\t"u8) < 0)
        {
            output.Write("{}"u8);
            return;
        }
        output.Write("{\"_raw\":\""u8);
        output.Write(inner);
        output.Write("\"}"u8);
    }

    /// <summary>Writes the object that a string holds; nothing, when it holds something else.</summary>
    /// <param name="inner">The bytes between its quotes.</param>
    public static bool TryWriteObject(ReadOnlySpan<byte> inner, PooledBuffer output)
    {
        var from = output.Length;
        output.Advance(JsonString.Unescape(inner, output.GetSpan(inner.Length)));
        if (IsObject(output.Written[from..]))
            return true;
        output.Truncate(from);
        return false;
    }

    /// <summary>Writes them as they stand between the quotes of a string.</summary>
    public static void WriteInner(in JsonValue arguments, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (arguments.IsNonEmptyString)
            output.Write(arguments.Inner(body));
        else if (arguments.Kind == JsonKind.Object)
            output.WriteEscaped(arguments.Raw(body));
        else
            output.Write("{}"u8);
    }

    private static bool IsObject(ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json);
        if (scanner.PeekKind() != JsonKind.Object)
            return false;
        scanner.SkipValue();
        scanner.ExpectEnd();
        return !scanner.Failed;
    }
}
