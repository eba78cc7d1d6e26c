// Annotations that a provider sends before its finish_reason: they wait for it.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>"annotations on the chunk with finish_reason" (api.md 4).</summary>
internal sealed class HeldAnnotations
{
    private readonly PooledBuffer _elements = new();
    private readonly List<(int Choice, int Start, int Length)> _pieces = [];

    /// <summary>Where to write one annotation between <see cref="Begin"/> and <see cref="End"/>.</summary>
    public PooledBuffer Elements => _elements;

    public void Begin(int choice) => _pieces.Add((choice, _elements.Length, 0));

    public void End()
    {
        var (choice, start, _) = _pieces[^1];
        _pieces[^1] = (choice, start, _elements.Length - start);
    }

    /// <param name="array">The JSON array as written.</param>
    public void Add(int choice, ReadOnlySpan<byte> array)
    {
        var elements = array[1..^1].Trim(" \r\n\t"u8);
        if (elements.IsEmpty)
            return;
        _pieces.Add((choice, _elements.Length, elements.Length));
        _elements.Write(elements);
    }

    /// <summary>Adds those of a vendor that lists its sources in a form of its own, each once.</summary>
    /// <returns>False when there was no new one.</returns>
    public bool AddSources(int choice, in JsonValue list, ReadOnlySpan<byte> json)
    {
        var start = _elements.Length;
        Sources.Write(list, json, _elements, first: 0, start);
        if (_elements.Length == start)
            return false;
        _pieces.Add((choice, start, _elements.Length - start));
        return true;
    }

    /// <summary>Writes the last delta of a choice: <c>{}</c>, or one with nothing but the annotations (api.md 10).</summary>
    public void WriteLastDelta(int choice, PooledBuffer output)
    {
        output.Write((byte)'{');
        var open = false;
        foreach (var (owner, start, length) in _pieces)
        {
            if (owner != choice)
                continue;
            output.Write(open ? ","u8 : "\"annotations\":["u8);
            output.Write(_elements.Written.Slice(start, length));
            open = true;
        }
        output.Write(open ? "]}"u8 : "}"u8);
    }

    public void Reset()
    {
        _elements.Reset();
        _pieces.Clear();
    }
}
