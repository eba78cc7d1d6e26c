// The words of several parts as one content: a string, or text parts where one of them bears a cache marker.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>"Empty text parts go"; markers stay where they stood (C57).</summary>
internal readonly ref struct SaidTexts(in UpstreamCall call, PooledBuffer output, bool keepsMarkers)
{
    private readonly UpstreamCall _call = call;

    /// <summary>Writes the content of an instruction or of an assistant's message.</summary>
    /// <param name="separator">As it stands in a string.</param>
    /// <returns>False, and nothing is written, when they say nothing.</returns>
    public bool Write(ReadOnlySpan<Part> parts, ReadOnlySpan<byte> separator)
    {
        foreach (ref readonly var part in parts)
        {
            if (keepsMarkers && part.CacheControl.HasValue && part.Kind == PartKind.Text)
                return WriteParts(parts);
        }
        return WriteString(parts, separator, []);
    }

    /// <summary>Writes the content of a result, whose marker is all of it.</summary>
    /// <param name="opening">What stands before its words.</param>
    public bool WriteResult(ReadOnlySpan<Part> parts, ReadOnlySpan<byte> opening, in JsonValue marker)
    {
        if (!keepsMarkers || !marker.HasValue)
            return WriteString(parts, "\\n"u8, opening);
        var from = output.Length;
        output.Write("[{\"type\":\"text\",\"text\":"u8);
        if (!WriteString(parts, "\\n"u8, opening))
        {
            output.Truncate(from);
            return false;
        }
        Close(marker);
        output.Write((byte)']');
        return true;
    }

    private bool WriteString(ReadOnlySpan<Part> parts, ReadOnlySpan<byte> separator, ReadOnlySpan<byte> opening)
    {
        var from = output.Length;
        output.Write((byte)'"');
        output.Write(opening);
        var first = output.Length;
        foreach (ref readonly var part in parts)
        {
            var before = output.Length;
            if (before > first)
                output.Write(separator);
            var start = output.Length;
            FlatText.Write(part, _call.Body, output);
            if (output.Length == start)
                output.Truncate(before);
        }
        if (output.Length == from + 1)
        {
            output.Truncate(from);
            return false;
        }
        output.Write((byte)'"');
        return true;
    }

    private bool WriteParts(ReadOnlySpan<Part> parts)
    {
        var from = output.Length;
        output.Write((byte)'[');
        foreach (ref readonly var part in parts)
        {
            var before = output.Length;
            output.Write(before > from + 1 ? ",{\"type\":\"text\",\"text\":\""u8 : "{\"type\":\"text\",\"text\":\""u8);
            var start = output.Length;
            FlatText.Write(part, _call.Body, output);
            if (output.Length == start)
            {
                output.Truncate(before);
                continue;
            }
            output.Write((byte)'"');
            Close(part.CacheControl);
        }
        if (output.Length == from + 1)
        {
            output.Truncate(from);
            return false;
        }
        output.Write((byte)']');
        return true;
    }

    private void Close(in JsonValue marker)
    {
        if (marker.HasValue)
        {
            output.Write(",\"cache_control\":"u8);
            output.Write(marker.Raw(_call.Body));
        }
        output.Write((byte)'}');
    }
}
