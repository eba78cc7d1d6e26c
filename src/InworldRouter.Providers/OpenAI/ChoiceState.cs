// What a stream must remember of each of its choices.
namespace InworldRouter.Providers.OpenAI;

internal struct ChoiceState
{
    public int Index;

    /// <summary>The role has gone out: it does exactly once (C11).</summary>
    public bool HasRole;

    /// <summary>The first reason given; a later one never overwrites it (C16).</summary>
    public Finish? Finish;

    /// <summary>Its finish chunk is still to be written.</summary>
    public bool EndsNow;
}

/// <summary>The choices of one stream in the order in which they were first seen. OpenAI's own limit is 128, nearly every stream has one.</summary>
internal sealed class ChoiceStates
{
    private ChoiceState[] _states = new ChoiceState[1];
    private int _count;

    public Span<ChoiceState> All => _states.AsSpan(0, _count);

    /// <summary>At least one, and each has given its reason: the stream is complete though its end marker may be missing.</summary>
    public bool AllFinished
    {
        get
        {
            foreach (ref readonly var state in All)
            {
                if (state.Finish is null)
                    return false;
            }
            return _count > 0;
        }
    }

    public ref ChoiceState For(int index)
    {
        foreach (ref var state in All)
        {
            if (state.Index == index)
                return ref state;
        }
        if (_count == _states.Length)
            Array.Resize(ref _states, _count * 2);
        _states[_count] = new ChoiceState { Index = index };
        return ref _states[_count++];
    }

    public void Reset() => _count = 0;
}
