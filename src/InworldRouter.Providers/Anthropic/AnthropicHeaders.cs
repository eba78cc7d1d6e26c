// The headers of Anthropic's own: what a caller of the same dialect has said, else the version that all else is written for.
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Anthropic;

internal static class AnthropicHeaders
{
    /// <summary>"anthropic-version and anthropic-beta forwarded unchanged to Anthropic upstreams" (C39).</summary>
    /// <param name="said">Whole lines; empty for callers of other dialects.</param>
    public static void Write(ReadOnlySpan<byte> said, PooledBuffer output)
    {
        var isVersioned = false;
        foreach (var line in new HeaderLines(said))
            isVersioned |= line.Is("anthropic-version"u8);
        if (!isVersioned)
            output.Write("anthropic-version: 2023-06-01\r\n"u8);
        output.Write(said);
    }
}

/// <summary>Header lines that end in CR LF, one after another.</summary>
internal ref struct HeaderLines(ReadOnlySpan<byte> lines)
{
    private ReadOnlySpan<byte> _rest = lines;

    public HeaderLine Current { get; private set; }

    public readonly HeaderLines GetEnumerator() => this;

    public bool MoveNext()
    {
        var end = _rest.IndexOf("\r\n"u8);
        if (end < 0)
            return false;
        var colon = _rest[..end].IndexOf((byte)':');
        Current = colon < 0 ? default : new HeaderLine(_rest[..colon], _rest[(colon + 1)..end].Trim((byte)' '));
        _rest = _rest[(end + 2)..];
        return true;
    }
}

internal readonly ref struct HeaderLine(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
{
    private readonly ReadOnlySpan<byte> _name = name;

    public ReadOnlySpan<byte> Value { get; } = value;

    /// <param name="name">In small letters.</param>
    public bool Is(ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(_name, name);
}
