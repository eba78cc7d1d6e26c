// Events to Anthropic's content blocks, one behind the other: what a stream and a whole answer have in common.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// The state machine of providers.md D.5: "<c>open</c> = none | thinking | text | tool(k). Delta kind change → stop(open), then start(next index)".
/// "indices 0..n contiguous; block type switch closes the old block first" (C34). A dialect without a place for pictures gets them as Markdown; of
/// several answers only the first is one of its.
/// </summary>
public abstract class MessagesWriter : AnswerWriter
{
    private readonly WaitingCalls _waiting = new();
    private readonly PooledBuffer _id = new();
    private readonly PooledBuffer _lateThinking = new(); // said between the pieces of a call
    private readonly PooledBuffer _lateText = new();
    private readonly PooledBuffer _words = new(); // the stop sequence, or why it was refused
    private BlockKind _open;
    private int _openCall;
    private ArgumentBalance _balance; // of the open call
    private bool _hasArguments;       // of the open call
    private bool _isSigned;           // the open thinking is
    private Origin _origin;           // of the open thinking
    private bool _hasCalls;
    private bool _hasRefused;
    private AnswerFinish _finish;

    /// <summary>What a block is that has a beginning and an end.</summary>
    protected enum BlockKind : byte
    {
        None,
        Text,
        Thinking,
        Call,
    }

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _waiting.Clear();
        _words.Reset();
        _lateThinking.Reset();
        _lateText.Reset();
        _open = BlockKind.None;
        _hasCalls = _hasRefused = false;
        _finish = AnswerFinish.Stop;
    }

    /// <param name="id">Of a call.</param>
    /// <param name="name">Of a call.</param>
    protected abstract void Open(BlockKind kind, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, PooledBuffer output);

    /// <summary>A piece of the open block's text, thinking or arguments, as escaped.</summary>
    protected abstract void Add(ReadOnlySpan<byte> piece, PooledBuffer output);

    /// <summary>All arguments of the open call: the JSON object itself.</summary>
    protected abstract void AddInput(ReadOnlySpan<byte> input, PooledBuffer output);

    /// <summary>Signs the open thinking.</summary>
    protected abstract void Sign(Origin origin, ReadOnlySpan<byte> signature, PooledBuffer output);

    /// <summary>A source of the open text.</summary>
    protected abstract void Cite(in AnswerEvent citation, PooledBuffer output);

    protected abstract void Close(BlockKind kind, PooledBuffer output);

    /// <summary>A block of sealed thinking, which stands whole.</summary>
    protected abstract void Seal(Origin origin, ReadOnlySpan<byte> id, ReadOnlySpan<byte> data, PooledBuffer output);

    protected sealed override void WriteEvent(in AnswerEvent said, PooledBuffer output)
    {
        if (said.Choice > 0)
            return;
        switch (said.Kind)
        {
            case AnswerEventKind.Text when !said.Text.IsEmpty:
                Say(said.Text, output);
                break;
            // "An OpenAI refusal becomes text with stop_reason:"refusal"" (api.md 10).
            case AnswerEventKind.Refusal when !said.Text.IsEmpty:
                _hasRefused = true;
                Say(said.Text, output);
                break;
            case AnswerEventKind.Thinking when !said.Text.IsEmpty && !Identity.ExcludeReasoning && IsInCall:
                _lateThinking.Write(said.Text);
                break;
            case AnswerEventKind.Thinking when !said.Text.IsEmpty && !Identity.ExcludeReasoning:
                OpenThinking(said.Origin, output);
                Add(said.Text, output);
                break;
            case AnswerEventKind.ThinkingSignature when IsShown(said.Origin):
                OpenThinking(said.Origin, output);
                Sign(said.Origin, said.Text, output);
                _isSigned = true;
                break;
            case AnswerEventKind.SealedThinking or AnswerEventKind.TextSignature when IsShown(said.Origin):
                CloseBlock(output);
                Seal(said.Origin, said.Id, said.Text, output);
                break;
            case AnswerEventKind.ToolCall:
                Call(said, output);
                break;
            case AnswerEventKind.ToolArguments when !said.Text.IsEmpty:
                Argue(said.Index, said.Text, output);
                break;
            case AnswerEventKind.Citation:
                OpenBlock(BlockKind.Text, output);
                Cite(said, output);
                break;
            case AnswerEventKind.Image when !said.IsPreview:
                Show(said, output);
                break;
            case AnswerEventKind.BlockEnd:
                CloseBlock(output);
                TellLate(output);
                TellWaiting(output);
                break;
            case AnswerEventKind.Finish:
                Finish(said);
                break;
        }
    }

    /// <summary>Nothing more comes: what is open is closed, and what waits is told.</summary>
    protected void EndBlocks(PooledBuffer output)
    {
        CloseBlock(output);
        TellLate(output);
        CloseBlock(output);
        while (_waiting.Count > 0)
        {
            TellWaiting(output);
            CloseBlock(output);
        }
    }

    /// <summary><c>"stop_reason":…,"stop_sequence":…</c> and, of a refusal, <c>"stop_details"</c> (providers.md B.3).</summary>
    protected void WriteStop(PooledBuffer output)
    {
        var finish = _hasRefused && _finish == AnswerFinish.Stop ? AnswerFinish.Filter : _finish;
        output.Write("\"stop_reason\":"u8);
        output.Write(AnthropicStops.Json(finish, _hasCalls));
        output.Write(",\"stop_sequence\":"u8);
        WriteWords(finish == AnswerFinish.StopSequence, output);
        if (finish != AnswerFinish.Filter)
            return;
        output.Write(",\"stop_details\":{\"type\":\"refusal\",\"category\":null,\"explanation\":"u8);
        WriteWords(true, output);
        output.Write((byte)'}');
    }

    /// <summary>The provider's counts, or as good as the router can tell them (api.md 4, "usage (always …)").</summary>
    protected TokenUsage Counted(in TokenUsage usage) => usage.IsKnown ? usage : new TokenUsage(Identity.PromptEstimate, ContentEvents);

    // "Anthropic blocks cannot interleave": a call that is not whole yet keeps its block, and what is said between its pieces waits.
    private bool IsInCall => _open == BlockKind.Call && _hasArguments && !_balance.IsWhole;

    private void Say(ReadOnlySpan<byte> text, PooledBuffer output)
    {
        if (IsInCall)
        {
            _lateText.Write(text);
            return;
        }
        OpenBlock(BlockKind.Text, output);
        Add(text, output);
    }

    // Anthropic's own signatures are told without their text too: "display omitted" keeps them (C47).
    private bool IsShown(Origin origin) => origin == Origin.Anthropic || !Identity.ExcludeReasoning;

    private void OpenThinking(Origin origin, PooledBuffer output)
    {
        if (_open == BlockKind.Thinking && !_isSigned)
            return;
        CloseBlock(output);
        OpenBlock(BlockKind.Thinking, output);
        _origin = origin;
        _isSigned = false;
    }

    private void Call(in AnswerEvent call, PooledBuffer output)
    {
        _hasCalls = true;
        _id.Truncate(0);
        MessagesPieces.WriteCallId(call, Identity.Id.Span, _id);
        if (!call.Signature.IsEmpty && call.Origin != Origin.Anthropic)
        {
            // No place beside the call: it goes before it, and names it.
            if (_open != BlockKind.Call || _balance.IsWhole)
                CloseBlock(output);
            if (_open == BlockKind.None)
                Seal(call.Origin, _id.Written, call.Signature, output);
        }
        if (_open == BlockKind.Call && !_balance.IsWhole)
        {
            var waiting = _waiting.Add(call.Index);
            waiting.Id.Write(_id.Written);
            waiting.Name.Write(call.Name);
            if (!call.Input.IsEmpty)
                AddEscaped(call.Input, waiting);
            return;
        }
        CloseBlock(output);
        OpenCall(call.Index, _id.Written, call.Name, output);
        if (call.Input.IsEmpty)
            return;
        AddInput(call.Input, output);
        _hasArguments = true;
        CloseBlock(output);
    }

    private void Argue(int index, ReadOnlySpan<byte> piece, PooledBuffer output)
    {
        if (_open == BlockKind.Call && _openCall == index)
        {
            _balance.Add(piece);
            _hasArguments = true;
            Add(piece, output);
            if (!_balance.IsWhole || _waiting.Count == 0 && _lateText.IsEmpty && _lateThinking.IsEmpty)
                return;
            CloseBlock(output);
            TellLate(output);
            TellWaiting(output);
        }
        else
        {
            _waiting.Find(index)?.Add(piece);
        }
    }

    private void OpenCall(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, PooledBuffer output)
    {
        Open(BlockKind.Call, id, name, output);
        _open = BlockKind.Call;
        _openCall = index;
        _balance = default;
        _hasArguments = false;
    }

    private void OpenWaiting(PooledBuffer output)
    {
        var call = _waiting.Take();
        OpenCall(call.Index, call.Id.Written, call.Name.Written, output);
        _balance = call.Balance;
        _hasArguments = !call.Arguments.IsEmpty;
        if (_hasArguments)
            Add(call.Arguments.Written, output);
    }

    private void OpenBlock(BlockKind kind, PooledBuffer output)
    {
        if (_open == kind)
            return;
        CloseBlock(output);
        Open(kind, [], [], output);
        _open = kind;
    }

    private void CloseBlock(PooledBuffer output)
    {
        if (_open == BlockKind.None)
            return;
        // "signature must be a non-empty opaque string": this one says that there is none.
        if (_open == BlockKind.Thinking && !_isSigned)
            Sign(_origin == Origin.Anthropic ? Origin.None : _origin, [], output);
        // "Empty/absent arguments → … send one input_json_delta """ (C24).
        if (_open == BlockKind.Call && !_hasArguments)
            Add([], output);
        Close(_open, output);
        _open = BlockKind.None;
    }

    // "flush after the current block closes": those that are whole; one that is not is next to be open, and the others wait for it.
    private void TellWaiting(PooledBuffer output)
    {
        while (_waiting.Count > 0)
        {
            OpenWaiting(output);
            if (!_balance.IsWhole)
                return;
            CloseBlock(output);
        }
    }

    // What was said between the pieces of a call that is whole by now.
    private void TellLate(PooledBuffer output)
    {
        if (!_lateThinking.IsEmpty)
        {
            OpenThinking(Origin.None, output);
            Add(_lateThinking.Written, output);
            _lateThinking.Truncate(0);
        }
        if (!_lateText.IsEmpty)
        {
            OpenBlock(BlockKind.Text, output);
            Add(_lateText.Written, output);
            _lateText.Truncate(0);
        }
        if (_waiting.Count > 0)
            CloseBlock(output);
    }

    private void Show(in AnswerEvent image, PooledBuffer output)
    {
        Say("![image]("u8, output);
        if (image.Id.IsEmpty)
        {
            Add("data:"u8, output);
            Add(image.Name, output);
            Add(";base64,"u8, output);
            Add(image.Text, output);
        }
        else
        {
            Add(image.Id, output);
        }
        Add(")"u8, output);
    }

    private void Finish(in AnswerEvent end)
    {
        _finish = end.Finish;
        _words.Truncate(0);
        _words.Write(end.Text);
    }

    private void WriteWords(bool areMeant, PooledBuffer output)
    {
        if (!areMeant || _words.IsEmpty)
        {
            output.Write("null"u8);
            return;
        }
        output.Write((byte)'"');
        output.Write(_words.Written);
        output.Write((byte)'"');
    }

    private static void AddEscaped(ReadOnlySpan<byte> input, WaitingCall waiting)
    {
        using var escaped = new PooledBuffer();
        escaped.WriteEscaped(input);
        waiting.Add(escaped.Written);
    }
}
