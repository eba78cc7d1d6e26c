// The stateful framer for server-sent events: bytes in, however they were cut; whole events out, as spans over its one buffer.
using System.Buffers;

namespace InworldRouter.Wire.Sse;

/// <summary>
/// Feed it with <see cref="GetMemory"/> and <see cref="Advance"/>, then call <see cref="TryRead"/> until it says no. Every byte is looked at
/// once for its line end, so a line of many megabytes that arrives in small pieces costs its length, not its square.
/// Follows the HTML standard, section 9.2.6 (interpreting an event stream); the quoted sentences below are from there.
/// </summary>
public sealed class SseReader : IDisposable
{
    /// <summary>First and kept size of the buffer, in bytes: an event of today's providers is 100 to 600, and an open stream waits with this much.</summary>
    public const int KeptCapacity = 2048;

    // A source that fills the buffer has more to give: then up to this much is read at once.
    private const int LargestRead = 8 * 1024;

    private byte[] _buffer = [];
    private bool _wasFilled; // the last read took all the room there was
    private int _start;      // first byte of the event being framed
    private int _scanned;    // bytes before this hold no line end that has not been dealt with
    private int _end;        // one past the last byte received
    private int _line;       // first byte of the line being framed
    private int _data;       // the event's data: [_data, _dataEnd), when _hasData
    private int _dataEnd;
    private bool _hasData;
    private int _type;
    private int _typeLength;
    private byte[]? _lateType;  // the type, when its line came after data
    private bool _skipLineFeed; // the last line ended with CR: a LF that follows belongs to it
    private bool _beyondMark;   // the place where a byte order mark may stand has been passed

    /// <summary>The longest event accepted, in bytes. An image in one event is a few megabytes.</summary>
    public int MaxEventBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes of an event that has begun and not ended, once <see cref="TryRead"/> has said no.</summary>
    public int PendingBytes => _end - _start;

    /// <summary>Bytes received that the next <see cref="TryRead"/> will be the first to look at.</summary>
    internal int UnseenBytes => _end - _scanned;

    /// <summary>Comment lines passed since the last <see cref="Reset"/>: a sign of life that is not an event.</summary>
    public int Comments { get; private set; }

    /// <summary>Events given out since the last <see cref="Reset"/>.</summary>
    public int EventsRead { get; private set; }

    /// <summary>The longest event has been exceeded; the stream cannot be read on.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Room for received bytes; never empty.</summary>
    public Memory<byte> GetMemory(int atLeast = 256)
    {
        MakeRoom(atLeast);
        return _buffer.AsMemory(_end);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _end), nameof(count));
        _end += count;
        _wasFilled = _end == _buffer.Length;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_end));
        Advance(bytes.Length);
    }

    /// <summary>The next whole event, if it has arrived. Comments, empty events and unknown fields are passed over.</summary>
    public bool TryRead(out SseEvent found)
    {
        while (true)
        {
            var unseen = _buffer.AsSpan(_scanned, _end - _scanned);
            if (_skipLineFeed && !unseen.IsEmpty)
            {
                // "… a single U+000D CARRIAGE RETURN (CR) character not followed by a U+000A LINE FEED (LF) character …"
                _skipLineFeed = false;
                if (unseen[0] == '\n')
                {
                    if (_start == _line)
                        _start++;
                    _line++;
                    _scanned++;
                    unseen = unseen[1..];
                }
            }
            var stop = unseen.IndexOfAny((byte)'\n', (byte)'\r');
            if (stop < 0)
            {
                _scanned = _end;
                // Asked here and not on arrival: many small events may arrive at once.
                Overflowed |= PendingBytes > MaxEventBytes;
                found = default;
                return false;
            }
            var lineEnd = _scanned + stop;
            _skipLineFeed = _buffer[lineEnd] == '\r';
            _scanned = lineEnd + 1;
            if (TakeLine(lineEnd, out found))
                return true;
        }
    }

    /// <summary>
    /// At the end of the stream: the event whose last line or blank line never came. The standard drops it; providers do cut streams there,
    /// and what was said is better passed on (C01).
    /// </summary>
    public bool TryReadLast(out SseEvent found)
    {
        if (TryRead(out found))
            return true;
        if (_line < _end)
        {
            var lineEnd = _end;
            _scanned = _end;
            if (TakeLine(lineEnd, out found))
                return true;
            _line = _end;
        }
        return TryFinishEvent(out found);
    }

    /// <summary>Ready for another stream; a buffer that one large event has grown goes back to the pool.</summary>
    public void Reset()
    {
        _start = _scanned = _end = _line = _data = _dataEnd = _type = _typeLength = 0;
        _hasData = _skipLineFeed = _beyondMark = false;
        _lateType = null;
        _wasFilled = false;
        Comments = 0;
        EventsRead = 0;
        Overflowed = false;
        if (_buffer.Length > KeptCapacity)
            Release();
    }

    public void Dispose() => Release();

    private void Release()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private bool TakeLine(int lineEnd, out SseEvent found)
    {
        var line = _buffer.AsSpan(_line, lineEnd - _line);
        var lineStart = _line;
        _line = lineEnd + 1;
        if (!_beyondMark)
        {
            // "Streams must be decoded using the UTF-8 decode algorithm", which strips one leading byte order mark.
            _beyondMark = true;
            if (line is [0xEF, 0xBB, 0xBF, ..])
            {
                lineStart += 3;
                line = line[3..];
            }
        }

        // "If the line is empty (a blank line): dispatch the event."
        if (line.IsEmpty)
            return TryFinishEvent(out found);

        found = default;

        // The one field that matters, first: "data: …"
        if (line.StartsWith("data:"u8))
        {
            AddData(ValueStart(lineStart + 5, lineEnd), lineEnd);
            return false;
        }
        if (line.StartsWith("event:"u8))
            SetType(ValueStart(lineStart + 6, lineEnd), lineEnd);
        // "… using the whole line as the field name, and the empty string as the field value."
        else if (line.SequenceEqual("data"u8))
            AddData(lineEnd, lineEnd);
        else if (line.SequenceEqual("event"u8))
            SetType(lineEnd, lineEnd);
        // "If the line starts with a U+003A COLON character (:): ignore the line."
        else if (line[0] == ':')
            Comments++;

        // id, retry and every other field: "The field is ignored." What has been ignored before an event is not kept with it.
        if (!_hasData && _typeLength == 0)
            _start = Math.Min(_line, _end);
        return false;
    }

    // "If value starts with a U+0020 SPACE character, remove it from value."
    private int ValueStart(int start, int lineEnd) => start < lineEnd && _buffer[start] == ' ' ? start + 1 : start;

    // Data of several lines is put together where the first stands, over whatever is between: a type that stands there moves out.
    private void SetType(int start, int end)
    {
        _type = start;
        _typeLength = end - start;
        _lateType = _hasData ? _buffer.AsSpan(start, end - start).ToArray() : null;
    }

    private void AddData(int start, int end)
    {
        if (!_hasData)
        {
            // One data line, which is nearly every event: the data is where it arrived.
            _data = start;
            _dataEnd = end;
            _hasData = true;
            return;
        }
        // Several: "Append the field value to the data buffer, then append a single LF". The earlier lines' ends make the room.
        _buffer[_dataEnd++] = (byte)'\n';
        _buffer.AsSpan(start, end - start).CopyTo(_buffer.AsSpan(_dataEnd));
        _dataEnd += end - start;
    }

    private bool TryFinishEvent(out SseEvent found)
    {
        // "If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string and return."
        // One deviation: a lone `data:` makes an event with empty data in the standard. It says nothing, and OpenAI's clients parse it
        // as JSON and fail, so it is passed over like the block without data.
        var hasData = _hasData && _dataEnd > _data;
        if (hasData)
            EventsRead++;
        found = hasData
            ? new SseEvent(_lateType ?? _buffer.AsSpan(_type, _typeLength), _buffer.AsSpan(_data, _dataEnd - _data))
            : default;
        _hasData = false;
        _type = _typeLength = 0;
        _lateType = null;
        _start = _line = Math.Min(_line, _end);
        return hasData;
    }

    private void MakeRoom(int atLeast)
    {
        if (_start == _end && _start > 0)
            Shift();
        if (_wasFilled)
        {
            _wasFilled = false;
            atLeast = Math.Max(atLeast, Math.Min(_buffer.Length * 2, LargestRead) - _end);
        }
        if (_buffer.Length - _end >= atLeast)
            return;
        // What is left of an unfinished event moves to the front when that frees half of the buffer, so each byte moves a bounded number of times.
        if (_start >= _buffer.Length / 2 && _buffer.Length > 0)
            Shift();
        if (_buffer.Length - _end >= atLeast)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(KeptCapacity, Math.Max(_buffer.Length * 2, _end + atLeast)));
        _buffer.AsSpan(0, _end).CopyTo(larger);
        Release();
        _buffer = larger;
    }

    private void Shift()
    {
        var by = _start;
        _buffer.AsSpan(by, _end - by).CopyTo(_buffer);
        _start = 0;
        _end -= by;
        _scanned -= by;
        _line -= by;
        _data -= by;
        _dataEnd -= by;
        _type = _typeLength == 0 ? 0 : _type - by;
    }
}
