// A tool call whose name may not be whole yet.
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.OpenAI;

/// <summary>"anything else is appended until the first argument byte" (api.md 10): other dialects say a name at once, so it waits for what follows it.</summary>
internal sealed class HeldCall
{
    private readonly PooledBuffer _id = new();
    private readonly PooledBuffer _name = new();
    private readonly PooledBuffer _signature = new();
    private int _choice;
    private int _index;
    private bool _isCustom;

    public bool IsHeld { get; private set; }

    public void Hold(int choice, int index, bool isCustom, ReadOnlySpan<byte> id, ReadOnlySpan<byte> signature)
    {
        Clear();
        (_choice, _index, _isCustom, IsHeld) = (choice, index, isCustom, true);
        _id.Write(id);
        _signature.Write(signature);
    }

    public void AddName(ReadOnlySpan<byte> piece) => _name.Write(piece);

    /// <summary>Writes it, if there is one.</summary>
    public void Release(AnswerWriter writer, PooledBuffer output)
    {
        if (!IsHeld)
            return;
        IsHeld = false;
        var origin = _signature.IsEmpty ? Origin.None : Origin.Gemini;
        writer.Write(AnswerEvent.Call(_index, _id.Written, _name.Written, _signature.Written, origin, _isCustom) with { Choice = _choice }, output);
    }

    public void Clear()
    {
        IsHeld = false;
        _id.Truncate(0);
        _name.Truncate(0);
        _signature.Truncate(0);
    }
}
