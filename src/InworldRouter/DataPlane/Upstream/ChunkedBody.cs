// Takes the chunked transfer coding off a body, across any split (RFC 9112, section 7.1).
using System.Buffers.Text;

namespace InworldRouter.DataPlane.Upstream;

/// <summary>The decoder's state between two pieces of input; a struct, part of its connection.</summary>
public struct ChunkedBody
{
    private enum State : byte
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        Complete,
    }

    // "chunk-size = 1*HEXDIG" and an extension; anything longer is nonsense.
    private const int LongestSizeLine = 4096;

    private State _state;
    private long _left;

    public readonly bool IsComplete => _state == State.Complete;

    /// <summary>
    /// Decodes as much as fits. Input and destination may be the same memory: what is written never overtakes what is read.
    /// </summary>
    /// <param name="used">Bytes of <paramref name="input"/> done with; an unfinished line is left for the next call.</param>
    /// <returns>Bytes written.</returns>
    public int Read(ReadOnlySpan<byte> input, Span<byte> destination, out int used)
    {
        used = 0;
        var written = 0;
        while (_state != State.Complete)
        {
            if (_state == State.Data)
            {
                var n = (int)Math.Min(Math.Min(input.Length - used, destination.Length - written), _left);
                input.Slice(used, n).CopyTo(destination[written..]);
                used += n;
                written += n;
                _left -= n;
                if (_left > 0)
                    return written;
                _state = State.DataEnd;
            }
            var line = input[used..];
            var end = line.IndexOf((byte)'\n');
            if (end < 0)
            {
                if (line.Length > LongestSizeLine)
                    throw new UpstreamProtocolException("a chunk's size line does not end");
                return written;
            }
            used += end + 1;
            line = line[..(end > 0 && line[end - 1] == '\r' ? end - 1 : end)];
            switch (_state)
            {
                case State.Size:
                    if (!Utf8Parser.TryParse(line, out long size, out var digits, 'x') || size < 0 || (digits < line.Length && line[digits] is not ((byte)';' or (byte)' ' or (byte)'\t')))
                        throw new UpstreamProtocolException("a chunk begins without its size");
                    _left = size;
                    _state = size == 0 ? State.Trailer : State.Data;
                    break;
                case State.DataEnd:
                    if (!line.IsEmpty)
                        throw new UpstreamProtocolException("a chunk is longer than it said");
                    _state = State.Size;
                    break;
                case State.Trailer when line.IsEmpty:
                    _state = State.Complete;
                    break;
            }
        }
        return written;
    }
}
