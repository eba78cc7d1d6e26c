// Calls that were begun while another call's block was open: "buffer the later ones and flush after the current block closes" (providers.md D.5).
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Anthropic;

/// <summary>In the order in which they began. Kept from answer to answer.</summary>
internal sealed class WaitingCalls
{
    private readonly List<WaitingCall> _calls = [];
    private int _first;

    public int Count { get; private set; }

    public void Clear() => _first = Count = 0;

    public WaitingCall Add(int index)
    {
        if (_first + Count == _calls.Count)
            _calls.Add(new WaitingCall());
        var call = _calls[_first + Count++];
        call.Begin(index);
        return call;
    }

    public WaitingCall? Find(int index)
    {
        for (var i = _first; i < _first + Count; i++)
        {
            if (_calls[i].Index == index)
                return _calls[i];
        }
        return null;
    }

    /// <summary>The first, which is valid until another is added.</summary>
    public WaitingCall Take()
    {
        var call = _calls[_first++];
        if (--Count == 0)
            _first = 0;
        return call;
    }
}

/// <summary>One of them, with what has been told of it; all texts as escaped.</summary>
internal sealed class WaitingCall
{
    private ArgumentBalance _balance;

    public int Index { get; private set; }

    public PooledBuffer Id { get; } = new();

    public PooledBuffer Name { get; } = new();

    public PooledBuffer Arguments { get; } = new();

    public ArgumentBalance Balance => _balance;

    public void Begin(int index)
    {
        Index = index;
        Id.Reset();
        Name.Reset();
        Arguments.Reset();
        _balance = default;
    }

    public void Add(ReadOnlySpan<byte> piece)
    {
        Arguments.Write(piece);
        _balance.Add(piece);
    }
}
