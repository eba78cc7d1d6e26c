// HTTP/1.1 answers out of received bytes, in any pieces: status, then the body's bytes with their framing taken off.
using System.Buffers.Text;

namespace InworldRouter.LoadTest.Http;

/// <summary>One connection's parser. Not general: no trailers, no answers without a length but those that end with the connection.</summary>
internal sealed class ResponseParser
{
    private readonly byte[] _line = new byte[8192];
    private int _lineLength;
    private State _state;
    private long _left;
    private bool _chunked, _hasLength;

    private enum State
    {
        StatusLine,
        Headers,
        Body,
        UntilClose,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        LastChunkEnd,
        Done,
    }

    public int Status { get; private set; }

    /// <summary>The server will close the connection, or has said that it does.</summary>
    public bool MustClose { get; private set; }

    public bool IsDone => _state == State.Done;

    /// <summary>The end of the connection is the end of the answer.</summary>
    public bool EndsWithConnection => _state == State.UntilClose;

    public void Reset()
    {
        _state = State.StatusLine;
        (_lineLength, Status, _left) = (0, 0, 0);
        (_chunked, _hasLength, MustClose) = (false, false, false);
    }

    /// <exception cref="InvalidDataException">Not HTTP, or bytes after the answer's end.</exception>
    public void Feed(ReadOnlySpan<byte> bytes, AnswerReader answer)
    {
        while (!bytes.IsEmpty)
        {
            switch (_state)
            {
                case State.Body or State.ChunkData:
                    var taken = (int)Math.Min(_left, bytes.Length);
                    answer.OnBody(bytes[..taken]);
                    bytes = bytes[taken..];
                    _left -= taken;
                    if (_left == 0)
                        _state = _state == State.Body ? State.Done : State.ChunkEnd;
                    break;
                case State.UntilClose:
                    answer.OnBody(bytes);
                    return;
                case State.Done:
                    throw new InvalidDataException("bytes after the end of the answer");
                default:
                    if (TryTakeLine(ref bytes))
                    {
                        OnLine(_line.AsSpan(0, _lineLength));
                        _lineLength = 0;
                    }
                    break;
            }
        }
    }

    private bool TryTakeLine(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var part = end < 0 ? bytes : bytes[..end];
        if (_lineLength + part.Length > _line.Length)
            throw new InvalidDataException("a header line of more than 8 KB");
        part.CopyTo(_line.AsSpan(_lineLength));
        _lineLength += part.Length;
        bytes = end < 0 ? [] : bytes[(end + 1)..];
        if (end >= 0 && _lineLength > 0 && _line[_lineLength - 1] == '\r')
            _lineLength--;
        return end >= 0;
    }

    private void OnLine(ReadOnlySpan<byte> line)
    {
        switch (_state)
        {
            case State.StatusLine:
                if (!line.StartsWith("HTTP/1."u8) || !Utf8Parser.TryParse(line[9..], out int status, out _))
                    throw new InvalidDataException("not an HTTP/1 answer");
                Status = status;
                _state = State.Headers;
                break;
            case State.Headers:
                OnHeader(line);
                break;
            case State.ChunkSize:
                if (!Utf8Parser.TryParse(line, out _left, out _, 'x'))
                    throw new InvalidDataException("not a chunk's size");
                _state = _left == 0 ? State.LastChunkEnd : State.ChunkData;
                break;
            case State.ChunkEnd:
                _state = State.ChunkSize;
                break;
            case State.LastChunkEnd:
                _state = State.Done;
                break;
        }
    }

    private void OnHeader(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            _state = Status is 204 or 304 || (_hasLength && _left == 0) ? State.Done
                : _chunked ? State.ChunkSize : _hasLength ? State.Body : State.UntilClose;
            return;
        }
        if (Value(line, "content-length:"u8) is { IsEmpty: false } length)
            _hasLength = Utf8Parser.TryParse(length, out _left, out _);
        else if (Value(line, "transfer-encoding:"u8) is { IsEmpty: false } encoding)
            _chunked = Is(encoding, "chunked"u8);
        else if (Value(line, "connection:"u8) is { IsEmpty: false } connection)
            MustClose = Is(connection, "close"u8);
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && Is(line[..name.Length], name) ? line[name.Length..].Trim((byte)' ') : default;

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(text, name);
}
