// The items of one answer's output, in order.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Responses;

/// <summary>Kept from answer to answer, but no more than an ordinary answer has.</summary>
internal sealed class ToldItems
{
    // Reasoning, words and a handful of calls.
    private const int Kept = 16;

    private readonly List<ToldItem> _items = [];

    public int Count { get; private set; }

    public ToldItem this[int place] => _items[place];

    public ToldItem Begin(ItemKind kind, int number, Origin origin, ReadOnlySpan<byte> answer)
    {
        if (Count == _items.Count)
            _items.Add(new ToldItem());
        var item = _items[Count];
        item.Begin(kind, Count++, number, origin, kind switch
        {
            ItemKind.Message => "msg_"u8,
            ItemKind.Reasoning => "rs_"u8,
            ItemKind.Call => "fc_"u8,
            ItemKind.CustomCall => "ctc_"u8,
            _ => "ig_"u8,
        }, answer);
        return item;
    }

    public ToldItem? FindCall(int number)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_items[i].Number == number && _items[i].Kind is ItemKind.Call or ItemKind.CustomCall)
                return _items[i];
        }
        return null;
    }

    public ToldItem? FindImage(int number)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_items[i].Number == number && _items[i].Kind == ItemKind.Image)
                return _items[i];
        }
        return null;
    }

    /// <summary>Elements of <c>output</c>.</summary>
    public void Write(PooledBuffer output)
    {
        for (var i = 0; i < Count; i++)
        {
            if (i > 0)
                output.Write((byte)',');
            _items[i].Write(output);
        }
    }

    public void Clear()
    {
        for (var i = 0; i < Count; i++)
            _items[i].Reset();
        Count = 0;
        if (_items.Count > Kept)
            _items.RemoveRange(Kept, _items.Count - Kept);
    }
}
