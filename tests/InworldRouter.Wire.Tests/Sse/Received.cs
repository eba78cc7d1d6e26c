// Feeds a reader in pieces and collects what it says, and the same stream read the naive way, as the standard is written.
using System.Text;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Wire.Tests.Sse;

internal readonly record struct Received(string Type, string Data)
{
    /// <summary>All events of a stream that arrives in pieces of the given lengths (the last length repeats).</summary>
    public static List<Received> InPieces(ReadOnlySpan<byte> stream, params int[] lengths)
    {
        using var reader = new SseReader();
        return InPieces(reader, stream, lengths);
    }

    public static List<Received> InPieces(SseReader reader, ReadOnlySpan<byte> stream, params int[] lengths)
    {
        var events = new List<Received>();
        for (var i = 0; !stream.IsEmpty; i++)
        {
            var length = Math.Min(lengths[Math.Min(i, lengths.Length - 1)], stream.Length);
            stream[..length].CopyTo(reader.GetMemory(length).Span);
            reader.Advance(length);
            stream = stream[length..];
            while (reader.TryRead(out var found))
                events.Add(new Received(found));
        }
        while (reader.TryReadLast(out var found))
            events.Add(new Received(found));
        return events;
    }

    /// <summary>The standard's own words, on a whole decoded text; with our two deviations: a last event without its blank line is kept, empty data is not.</summary>
    public static List<Received> Naive(byte[] stream)
    {
        var text = Encoding.UTF8.GetString(stream).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var events = new List<Received>();
        var type = "";
        string? data = null;
        foreach (var line in (text + "\n\n").Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            if (value.StartsWith(' '))
                value = value[1..];
            if (line.Length == 0)
            {
                if (!string.IsNullOrEmpty(data))
                    events.Add(new Received(type, data));
                (type, data) = ("", null);
            }
            else if (field == "data")
            {
                data = data is null ? value : data + "\n" + value;
            }
            else if (field == "event")
            {
                type = value;
            }
        }
        return events;
    }

    private Received(SseEvent found)
        : this(Encoding.UTF8.GetString(found.Type), Encoding.UTF8.GetString(found.Data))
    {
    }
}
