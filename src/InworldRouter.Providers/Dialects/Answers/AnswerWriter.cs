// Writes an answer's events in the caller's dialect, as a stream or whole.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects.Answers;

/// <summary>One per caller's dialect and form. What every dialect has to know of the events is counted here.</summary>
public abstract class AnswerWriter
{
    // Text beside the forced tool's call: it would spoil the JSON, and is the answer when the call never comes.
    private readonly PooledBuffer _asides = new();
    private bool _isInSchemaTool;
    private bool _hasSchemaTool;
    private bool _isRepeated;

    protected AnswerIdentity Identity { get; private set; }

    /// <summary>Events so far that say something.</summary>
    public int ContentEvents { get; private set; }

    /// <summary>The answer ended because of a filter, a refusal or a length limit: then it may be without content and is not empty.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>What the provider had counted when its answer began, for a dialect that tells it there (C36).</summary>
    public TokenUsage CountedAtStart { get; set; } = TokenUsage.Unknown;

    /// <summary>Starts over for another answer. An override calls it.</summary>
    public virtual void Begin(in AnswerIdentity identity)
    {
        Identity = identity;
        ContentEvents = 0;
        EndedEarly = false;
        CountedAtStart = TokenUsage.Unknown;
        _asides.Reset();
        _isInSchemaTool = _hasSchemaTool = _isRepeated = false;
    }

    public void Write(in AnswerEvent said, PooledBuffer output)
    {
        if (said.IsContent)
            ContentEvents++;
        else if (said.Kind == AnswerEventKind.Finish)
            EndedEarly |= said.Finish is AnswerFinish.Length or AnswerFinish.Filter;
        if (said.Kind == AnswerEventKind.ToolCall && Identity.ToolNames is { IsEmpty: false } names)
            Tell(said.Named(names.Given(said.Name)), output);
        else
            Tell(said, output);
    }

    /// <summary>Writes what waited for the end, the usage and the metadata.</summary>
    /// <param name="metadata">The router's <c>metadata</c> object as JSON; empty for a whole answer, which is left open for it.</param>
    public abstract void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output);

    /// <summary>As <see cref="StreamTranslator.TryFail"/>.</summary>
    public virtual bool TryFail(string code, string message, PooledBuffer output) => false;

    protected abstract void WriteEvent(in AnswerEvent said, PooledBuffer output);

    private void Tell(in AnswerEvent said, PooledBuffer output)
    {
        if (Identity.IsSchemaInTool)
            WriteOutOfTool(said, output);
        else
            WriteEvent(said, output);
    }

    // "tool-emulation returns content with finish_reason stop" (C55): the forced call's arguments are the text that was asked for.
    private void WriteOutOfTool(in AnswerEvent said, PooledBuffer output)
    {
        switch (said.Kind)
        {
            case AnswerEventKind.ToolCall when said.Name.SequenceEqual(SchemaTool.Name):
                // Called once more, it says nothing that could stand behind a whole document.
                _isRepeated = _hasSchemaTool;
                _isInSchemaTool = !_hasSchemaTool;
                _hasSchemaTool = true;
                if (_isInSchemaTool && !said.Input.IsEmpty)
                    WriteInput(said.Input, output);
                break;
            case AnswerEventKind.ToolCall:
                _isInSchemaTool = _isRepeated = false;
                WriteEvent(said, output);
                break;
            case AnswerEventKind.ToolArguments when _isInSchemaTool:
                WriteEvent(AnswerEvent.Say(said.Text), output);
                break;
            case AnswerEventKind.ToolArguments when _isRepeated:
                break;
            case AnswerEventKind.Text:
                _asides.Write(said.Text);
                break;
            case AnswerEventKind.Finish:
                if (!_hasSchemaTool && !_asides.IsEmpty)
                    WriteEvent(AnswerEvent.Say(_asides.Written), output);
                WriteEvent(_hasSchemaTool && said.Finish == AnswerFinish.ToolCalls ? AnswerEvent.End(AnswerFinish.Stop) : said, output);
                break;
            default:
                WriteEvent(said, output);
                break;
        }
    }

    private void WriteInput(ReadOnlySpan<byte> json, PooledBuffer output)
    {
        using var escaped = new PooledBuffer();
        escaped.WriteEscaped(json);
        WriteEvent(AnswerEvent.Say(escaped.Written), output);
    }
}
