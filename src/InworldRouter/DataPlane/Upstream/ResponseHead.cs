// The status line and the few header fields of an upstream's answer that the router looks at.
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace InworldRouter.DataPlane.Upstream;

public enum BodyFormat : byte
{
    Other,
    Json,
    EventStream,
}

public enum BodyCoding : byte
{
    Identity,
    Gzip,
    Deflate,
    Brotli,
    Unknown,
}

/// <summary>Reused from answer to answer. Parses in place; only the rare fields become strings.</summary>
public sealed class ResponseHead
{
    private bool _closes;

    public int Status { get; private set; }

    public bool IsChunked { get; private set; }

    public long? ContentLength { get; private set; }

    public bool KeepsOpen { get; private set; } = true;

    public TimeSpan? KeepAliveTimeout { get; private set; }

    public BodyFormat Format { get; private set; }

    public BodyCoding Coding { get; private set; }

    /// <summary>The head is that of a file, not of a model's answer: <see cref="MediaType"/> and <see cref="Location"/> are kept, as strings.</summary>
    public bool IsOfFile { get; init; }

    /// <summary>The Content-Type without its parameters, in lower case; null when there is none.</summary>
    public string? MediaType { get; private set; }

    /// <summary>Where a redirect leads, as it was written.</summary>
    public string? Location { get; private set; }

    /// <summary>The provider's own id of the call, for support.</summary>
    public string? RequestId { get; private set; }

    /// <summary><c>retry-after-ms</c>, or <c>retry-after</c> in seconds; a date is in <see cref="RetryAfterDate"/>.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    public DateTimeOffset? RetryAfterDate { get; private set; }

    /// <summary>Parses a complete head.</summary>
    /// <param name="length">Bytes of the head, its empty line included.</param>
    /// <returns>False when it is not complete yet.</returns>
    /// <exception cref="UpstreamProtocolException"/>
    public bool TryParse(ReadOnlySpan<byte> bytes, out int length)
    {
        length = EndOf(bytes, out var fieldsEnd);
        if (length == 0)
        {
            if (bytes.Length >= 5 && !bytes.StartsWith("HTTP/"u8))
                throw new UpstreamProtocolException("the answer is not HTTP");
            return false;
        }
        Clear();
        var head = bytes[..fieldsEnd];
        var line = NextLine(ref head);
        ParseStatusLine(line);
        while (!head.IsEmpty)
        {
            line = NextLine(ref head);
            var colon = line.IndexOf((byte)':');
            if (colon > 0)
                ParseField(line[..colon], Trim(line[(colon + 1)..]));
        }
        return true;
    }

    /// <summary>Nothing of an earlier answer is left.</summary>
    public void Reset() => Clear();

    // The first empty line ends the head. Bare LF is tolerated, as RFC 9112 section 2.2 allows; then a CR LF CR LF may stand in the body.
    private static int EndOf(ReadOnlySpan<byte> bytes, out int fieldsEnd)
    {
        var strict = bytes.IndexOf("\n\r\n"u8);
        var bare = (strict < 0 ? bytes : bytes[..(strict + 1)]).IndexOf("\n\n"u8);
        fieldsEnd = (bare >= 0 ? bare : strict) + 1;
        return bare >= 0 ? bare + 2 : strict >= 0 ? strict + 3 : 0;
    }

    private void Clear()
    {
        Status = 0;
        IsChunked = false;
        ContentLength = null;
        KeepsOpen = true;
        _closes = false;
        KeepAliveTimeout = null;
        Format = BodyFormat.Other;
        Coding = BodyCoding.Identity;
        MediaType = null;
        Location = null;
        RequestId = null;
        RetryAfter = null;
        RetryAfterDate = null;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf((byte)'\n');
        var line = end < 0 ? head : head[..end];
        head = end < 0 ? default : head[(end + 1)..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private void ParseStatusLine(ReadOnlySpan<byte> line)
    {
        // "HTTP/1.1 200 OK"
        if (!line.StartsWith("HTTP/1."u8) || line.Length < 12 || line[8] != ' ' || line.Length > 12 && line[12] != ' '
            || !Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var used) || used != 3 || status < 100)
            throw new UpstreamProtocolException("the answer is not HTTP/1.1");
        Status = status;
        KeepsOpen = line[7] == '1';
    }

    private void ParseField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // By length first: most fields of an answer are none of ours and leave after one comparison.
        switch (name.Length)
        {
            case 8 when IsOfFile && Is(name, "location"u8):
                Location = Encoding.UTF8.GetString(value);
                break;
            case 10 when Is(name, "connection"u8):
                ParseConnection(value);
                break;
            case 10 when Is(name, "keep-alive"u8):
                var at = value.IndexOf("timeout="u8);
                if (at >= 0 && Utf8Parser.TryParse(value[(at + 8)..], out int seconds, out _))
                    KeepAliveTimeout = TimeSpan.FromSeconds(seconds);
                break;
            case 11 when Is(name, "retry-after"u8):
                ParseRetryAfter(value);
                break;
            case 12 when Is(name, "content-type"u8):
                Format = Starts(value, "application/json"u8) ? BodyFormat.Json : Starts(value, "text/event-stream"u8) ? BodyFormat.EventStream : BodyFormat.Other;
                if (IsOfFile)
                    MediaType = Encoding.ASCII.GetString(Trim(value.IndexOf((byte)';') is var semicolon and >= 0 ? value[..semicolon] : value)).ToLowerInvariant();
                break;
            case 12 when Is(name, "x-request-id"u8):
                RequestId = Printable(value);
                break;
            case 14 when Is(name, "content-length"u8):
                if (!Utf8Parser.TryParse(value, out long length, out var used) || used != value.Length || length < 0)
                    throw new UpstreamProtocolException("Content-Length is not a number");
                // "… MUST treat it as an unrecoverable error": else what one of them counts to the answer is the next call's (RFC 9112, section 6.3).
                if (ContentLength is { } said && said != length)
                    throw new UpstreamProtocolException("the answer has two different Content-Lengths");
                ContentLength = length;
                break;
            case 14 when Is(name, "retry-after-ms"u8):
                if (Utf8Parser.TryParse(value, out double ms, out _) && ms is >= 0 and < 1e9)
                    RetryAfter = TimeSpan.FromMilliseconds(ms);
                break;
            case 16 when Is(name, "content-encoding"u8):
                Coding = Is(value, "gzip"u8) || Is(value, "x-gzip"u8) ? BodyCoding.Gzip
                    : Is(value, "br"u8) ? BodyCoding.Brotli
                    : Is(value, "deflate"u8) ? BodyCoding.Deflate
                    : Is(value, "identity"u8) || value.IsEmpty ? BodyCoding.Identity
                    : BodyCoding.Unknown;
                break;
            case 17 when Is(name, "transfer-encoding"u8):
                IsChunked = Is(value, "chunked"u8);
                if (!IsChunked && !Is(value, "identity"u8))
                    throw new UpstreamProtocolException("the answer has a Transfer-Encoding other than chunked");
                break;
        }
    }

    // A list; "close" in it stands, whatever else is said.
    private void ParseConnection(ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty)
        {
            var comma = value.IndexOf((byte)',');
            var option = Trim(comma < 0 ? value : value[..comma]);
            value = comma < 0 ? default : value[(comma + 1)..];
            if (Is(option, "close"u8))
                _closes = true;
            else if (Is(option, "keep-alive"u8))
                KeepsOpen = true;
        }
        KeepsOpen &= !_closes;
    }

    // Seconds, or an HTTP date; retry-after-ms is finer and wins whatever the order.
    private void ParseRetryAfter(ReadOnlySpan<byte> value)
    {
        if (Utf8Parser.TryParse(value, out double seconds, out var used) && used == value.Length)
        {
            if (seconds is >= 0 and < 1e6)
                RetryAfter ??= TimeSpan.FromSeconds(seconds);
        }
        else if (DateTimeOffset.TryParse(Encoding.ASCII.GetString(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            RetryAfterDate = date;
        }
    }

    // It goes into a header of ours: nothing that could end that header.
    private static string? Printable(ReadOnlySpan<byte> value) =>
        value.Length is > 0 and <= 200 && value.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 ? Encoding.ASCII.GetString(value) : null;

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(text, lower);

    private static bool Starts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => text.Length >= lower.Length && Is(text[..lower.Length], lower);

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value[Ascii.Trim(value)];
}
