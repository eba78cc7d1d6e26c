// The chunks of a stream differ in one string: once one has been scanned, the next is known by the bytes around its text.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>Remembers what stood before and behind the string of the last ordinary chunk: a comparison instead of a scan.</summary>
internal sealed class TextMold
{
    private readonly PooledBuffer _around = new();
    private int _before;

    public bool IsEmpty => _before == 0;

    /// <summary>Finds the text of a chunk that has the same bytes around another one.</summary>
    public bool TryRead(ReadOnlySpan<byte> chunk, out JsonValue text)
    {
        text = default;
        if (_before == 0 || chunk.Length < _around.Length)
            return false;
        var around = _around.Written;
        if (!chunk.EndsWith(around[_before..]) || !chunk.StartsWith(around[.._before]))
            return false;
        var scanner = new JsonScanner(chunk, _before);
        text = scanner.SkipValue();
        return text.IsNonEmptyString && text.Start == _before && text.End == chunk.Length - (around.Length - _before);
    }

    /// <param name="text">The string that the next chunk may have another of.</param>
    public void Learn(ReadOnlySpan<byte> chunk, in JsonValue text)
    {
        _before = text.Start;
        _around.Truncate(0);
        _around.Write(chunk[..text.Start]);
        _around.Write(chunk[text.End..]);
    }

    /// <summary>What held for the last chunk does not for the next.</summary>
    public void Forget() => _before = 0;

    public void Reset()
    {
        _around.Reset();
        _before = 0;
    }
}
