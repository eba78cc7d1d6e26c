// What is remembered of one candidate between the frames of its answer.
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Gemini;

/// <summary>Reused from answer to answer.</summary>
internal sealed class GeminiCandidate
{
    private readonly PooledBuffer _call = new(); // name, id and signature of the open call, one behind the other
    private int _nameEnd;
    private int _idEnd;

    public int Index { get; private set; }

    /// <summary>Function calls so far.</summary>
    public int Calls { get; set; }

    public int Images { get; set; }

    /// <summary>The last words were a thought.</summary>
    public bool IsThinking { get; set; }

    public bool HasFinished { get; set; }

    /// <summary>A call has been named whose arguments come leaf by leaf.</summary>
    public bool IsCallOpen { get; private set; }

    public GeminiSources Sources { get; } = new();

    public PartialArguments Arguments { get; } = new();

    public ReadOnlySpan<byte> CallName => _call.Written[.._nameEnd];

    public ReadOnlySpan<byte> CallId => _call.Written[_nameEnd.._idEnd];

    public ReadOnlySpan<byte> CallSignature => _call.Written[_idEnd..];

    public void Begin(int index)
    {
        Index = index;
        Calls = Images = 0;
        IsThinking = HasFinished = IsCallOpen = false;
        Sources.Begin();
    }

    public void OpenCall(ReadOnlySpan<byte> name, ReadOnlySpan<byte> id, ReadOnlySpan<byte> signature)
    {
        _call.Reset();
        _call.Write(name);
        _nameEnd = _call.Length;
        _call.Write(id);
        _idEnd = _call.Length;
        _call.Write(signature);
        Arguments.Begin();
        IsCallOpen = true;
    }

    public void CloseCall() => IsCallOpen = false;
}
