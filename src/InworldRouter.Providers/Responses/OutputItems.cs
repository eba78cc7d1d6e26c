// What is remembered of the items of one answer between its events.
namespace InworldRouter.Providers.Responses;

/// <summary>One of <c>output</c>, as far as it has been told.</summary>
internal struct OutputItem
{
    /// <summary>Which call or image it is, counted from 1 over those of the answer (C23: its place in <c>output</c> is another number); 0 for neither, or not begun.</summary>
    public int Number;

    /// <summary>A call of a custom tool.</summary>
    public bool IsCustom;

    /// <summary>Some of it has been passed on: what is repeated whole at its end is not said again.</summary>
    public bool WasSaid;

    /// <summary>The part of the reasoning that is being told.</summary>
    public int Part;
}

/// <summary>By their <c>output_index</c>.</summary>
internal sealed class OutputItems
{
    // A long agent's turn has some hundred items; a wild number is not worth memory.
    private const int Most = 4096;

    private OutputItem[] _items = new OutputItem[8];

    public ref OutputItem this[long index]
    {
        get
        {
            var at = (int)Math.Clamp(index, 0, Most - 1);
            if (at >= _items.Length)
                Array.Resize(ref _items, Math.Max(_items.Length * 2, at + 1));
            return ref _items[at];
        }
    }

    public void Clear() => Array.Clear(_items);
}
