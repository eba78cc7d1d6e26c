// Events to Gemini's parts: what a stream and a whole answer have in common.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>
/// "functionCalls arrive whole (args object) in one frame" (providers.md C.4): a call's pieces are gathered until it ends. Only Gemini's own signatures
/// have a place here.
/// </summary>
public abstract class GenerateContentWriter : AnswerWriter
{
    private readonly PooledBuffer _part = new();
    private readonly PooledBuffer _call = new();      // the open call up to its arguments
    private readonly PooledBuffer _arguments = new(); // its arguments, as a JSON string
    private readonly PooledBuffer _signature = new(); // its signature
    private AnswerFinish _finish;
    private int _thoughts; // events of thinking so far

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _call.Reset();
        _finish = AnswerFinish.Stop;
        _thoughts = 0;
    }

    /// <param name="part">An element of <c>parts</c>.</param>
    protected abstract void Add(ReadOnlySpan<byte> part, PooledBuffer output);

    protected sealed override void WriteEvent(in AnswerEvent said, PooledBuffer output)
    {
        switch (said.Kind)
        {
            case AnswerEventKind.Text or AnswerEventKind.Refusal when !said.Text.IsEmpty:
                AddText(said.Text, "\"}"u8, output);
                break;
            case AnswerEventKind.Thinking when !said.Text.IsEmpty:
                _thoughts++;
                AddText(said.Text, "\",\"thought\":true}"u8, output);
                break;
            case AnswerEventKind.ThinkingSignature or AnswerEventKind.TextSignature when said.Origin == Origin.Gemini:
                AddSignature(said.Text, output);
                break;
            case AnswerEventKind.ToolCall:
                EndCall(output);
                BeginCall(said);
                if (!said.Input.IsEmpty)
                    AddCall(said.Input, output);
                break;
            case AnswerEventKind.ToolArguments:
                _arguments.Write(said.Text);
                break;
            case AnswerEventKind.Image when !said.IsPreview:
                AddImage(said, output);
                break;
            case AnswerEventKind.BlockEnd:
                EndCall(output);
                break;
            case AnswerEventKind.Finish:
                EndCall(output);
                _finish = said.Finish;
                break;
        }
    }

    /// <summary>From the end of <c>parts</c> to the end of the only candidate.</summary>
    protected void WriteCandidateEnd(bool isLast, PooledBuffer output)
    {
        output.Write("],\"role\":\"model\"}"u8);
        if (isLast)
        {
            output.Write(",\"finishReason\":"u8);
            output.Write(_finish switch
            {
                AnswerFinish.Length => "\"MAX_TOKENS\""u8,
                AnswerFinish.Filter => "\"SAFETY\""u8,
                _ => "\"STOP\""u8,
            });
        }
        output.Write(",\"index\":0}],\"usageMetadata\":"u8);
    }

    /// <summary>"candidatesTokenCount (excludes thoughts), thoughtsTokenCount" (providers.md C.4); before the end an event counts as a token.</summary>
    protected void WriteUsage(in TokenUsage known, PooledBuffer output)
    {
        var usage = known.IsKnown ? known : new TokenUsage(Math.Max(CountedAtStart.Prompt, Identity.PromptEstimate), ContentEvents) { Reasoning = _thoughts };
        var thoughts = Math.Max(usage.Reasoning, 0);
        output.Write("{\"promptTokenCount\":"u8);
        output.WriteNumber(Math.Max(usage.Prompt, 0));
        output.Write(",\"candidatesTokenCount\":"u8);
        output.WriteNumber(Math.Max(usage.Completion - thoughts, 0));
        output.Write(",\"totalTokenCount\":"u8);
        output.WriteNumber(usage.Total);
        if (usage.Cached >= 0)
        {
            output.Write(",\"cachedContentTokenCount\":"u8);
            output.WriteNumber(usage.Cached);
        }
        if (thoughts > 0)
        {
            output.Write(",\"thoughtsTokenCount\":"u8);
            output.WriteNumber(thoughts);
        }
        output.Write((byte)'}');
    }

    /// <summary><c>,"modelVersion":…,"responseId":…</c></summary>
    protected void WriteIdentity(PooledBuffer output)
    {
        output.Write(",\"modelVersion\":"u8);
        output.Write(Identity.ModelJson.Span);
        output.Write(",\"responseId\":\""u8);
        output.Write(Identity.Id.Span);
        output.Write((byte)'"');
    }

    private void AddText(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end, PooledBuffer output)
    {
        _part.Truncate(0);
        _part.Write("{\"text\":\""u8);
        _part.Write(text);
        _part.Write(end);
        Add(_part.Written, output);
    }

    // "may arrive on an empty text part" (providers.md C.3)
    private void AddSignature(ReadOnlySpan<byte> signature, PooledBuffer output)
    {
        _part.Truncate(0);
        _part.Write("{\"text\":\"\",\"thoughtSignature\":\""u8);
        _part.Write(signature);
        _part.Write("\"}"u8);
        Add(_part.Written, output);
    }

    private void AddImage(in AnswerEvent image, PooledBuffer output)
    {
        _part.Truncate(0);
        _part.Write(image.Id.IsEmpty ? "{\"inlineData\":{\"mimeType\":\""u8 : "{\"fileData\":{\"mimeType\":\""u8);
        _part.Write(image.Name);
        _part.Write(image.Id.IsEmpty ? "\",\"data\":\""u8 : "\",\"fileUri\":\""u8);
        _part.Write(image.Id.IsEmpty ? image.Text : image.Id);
        _part.Write("\"}}"u8);
        Add(_part.Written, output);
    }

    private void BeginCall(in AnswerEvent call)
    {
        _call.Truncate(0);
        _call.Write("{\"functionCall\":{"u8);
        if (!call.Id.IsEmpty)
        {
            _call.Write("\"id\":\""u8);
            _call.Write(call.Id);
            _call.Write("\","u8);
        }
        _call.Write("\"name\":\""u8);
        _call.Write(call.Name);
        _call.Write("\",\"args\":"u8);
        _arguments.Truncate(0);
        _arguments.Write((byte)'"');
        _signature.Truncate(0);
        if (call.Origin == Origin.Gemini)
            _signature.Write(call.Signature);
    }

    private void EndCall(PooledBuffer output)
    {
        if (_call.IsEmpty)
            return;
        _arguments.Write((byte)'"');
        _part.Truncate(0);
        ArgumentText.WriteObject(new JsonValue(0, _arguments.Length, JsonKind.String, 0), _arguments.Written, _part);
        AddCall(_part.Written, output);
    }

    private void AddCall(ReadOnlySpan<byte> input, PooledBuffer output)
    {
        _call.Write(input);
        _call.Write((byte)'}');
        if (!_signature.IsEmpty)
        {
            _call.Write(",\"thoughtSignature\":\""u8);
            _call.Write(_signature.Written);
            _call.Write((byte)'"');
        }
        _call.Write((byte)'}');
        Add(_call.Written, output);
        _call.Truncate(0);
    }
}
