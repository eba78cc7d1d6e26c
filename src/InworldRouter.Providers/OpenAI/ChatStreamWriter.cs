// Events to a chat-completions stream: one chunk per event, each between bytes that were prepared once.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.OpenAI;

/// <summary>The form of api.md 4: the role once, constant id, created and model, a finish chunk that waits to know whether it is the last.</summary>
public sealed class ChatStreamWriter : AnswerWriter
{
    private readonly ChunkHead _head = new();
    private readonly PooledBuffer _opening = new(); // a chunk up to the number of its choice
    private readonly HeldFinish _held = new();
    private readonly HeldAnnotations _annotations = new();
    private ChoiceProgress[] _choices = new ChoiceProgress[1];
    private int _choiceCount;

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _head.Begin(identity, "chat.completion.chunk"u8);
        _opening.Reset();
        _opening.Write("data: {"u8);
        _opening.Write(_head.Members);
        _opening.Write(",\"choices\":[{\"index\":"u8);
        _held.Reset();
        _annotations.Reset();
        _choiceCount = 0;
    }

    public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        for (var i = 0; i < _choiceCount; i++)
        {
            if (!_choices[i].HasFinished)
                End(ref _choices[i], Finish.Stop, output);
        }
        if (_held.IsEmpty)
            _held.Compose(_head, 0, Finish.Stop, _annotations);
        if (Identity.IncludeUsage)
        {
            _held.Release([], output);
            ChatStreamEnd.WriteUsage(_head, usage.IsKnown ? usage : new TokenUsage(Identity.PromptEstimate, ContentEvents), metadata, output);
        }
        else
        {
            _held.Release(metadata, output);
        }
        output.Write("data: [DONE]\n\n"u8);
    }

    protected override void WriteEvent(in AnswerEvent said, PooledBuffer output)
    {
        ref var choice = ref ChoiceOf(said.Choice);
        switch (said.Kind)
        {
            case AnswerEventKind.Text when !said.Text.IsEmpty:
                Open(ref choice, "\"content\":\""u8, output);
                output.Write(said.Text);
                Close("\""u8, output);
                break;
            case AnswerEventKind.Thinking when !said.Text.IsEmpty && !Identity.ExcludeReasoning:
                WriteThinking(ref choice, said, output);
                break;
            case AnswerEventKind.ThinkingSignature when !Identity.ExcludeReasoning:
                Open(ref choice, "\"reasoning_details\":["u8, output);
                ChatPieces.OpenTextDetail(said.Origin, output);
                output.Write("\",\"signature\":\""u8);
                output.Write(said.Text);
                output.Write((byte)'"');
                ChatPieces.CloseDetail(said.Origin, choice.Detail, output);
                Close("]"u8, output);
                choice.IsInDetail = true;
                break;
            case AnswerEventKind.SealedThinking or AnswerEventKind.TextSignature when !Identity.ExcludeReasoning:
                Open(ref choice, "\"reasoning_details\":["u8, output);
                ChatPieces.WriteSealedDetail(said.Text, said.Id, said.Origin, choice.Detail++, output);
                Close("]"u8, output);
                break;
            case AnswerEventKind.Refusal when !said.Text.IsEmpty:
                Open(ref choice, "\"refusal\":\""u8, output);
                output.Write(said.Text);
                Close("\""u8, output);
                break;
            case AnswerEventKind.ToolCall:
                WriteCall(ref choice, said, output);
                break;
            case AnswerEventKind.ToolArguments when !said.Text.IsEmpty:
                WriteArguments(ref choice, said.Index, said.Text, said.IsCustom, output);
                break;
            case AnswerEventKind.Citation:
                _annotations.Begin(choice.Index);
                ChatPieces.WriteCitation(said, _annotations.Elements);
                _annotations.End();
                break;
            case AnswerEventKind.Image:
                Open(ref choice, "\"images\":["u8, output);
                ChatPieces.WriteImage(said, output);
                Close("]"u8, output);
                break;
            case AnswerEventKind.Logprobs:
                Open(ref choice, "\"content\":\"\"},\"logprobs\":"u8, output);
                ChatPieces.WriteLogprobs(said.Text, output);
                output.Write(",\"finish_reason\":null}]}\n\n"u8);
                break;
            case AnswerEventKind.BlockEnd:
                EndBlock(ref choice, output);
                break;
            case AnswerEventKind.Finish when !choice.HasFinished:
                if (said.Finish == AnswerFinish.Filter && !said.Text.IsEmpty)
                    WriteEvent(AnswerEvent.Refuse(said.Text), output);
                End(ref choice, ChatPieces.FinishOf(said.Finish), output);
                break;
        }
    }

    private void WriteThinking(ref ChoiceProgress choice, in AnswerEvent said, PooledBuffer output)
    {
        Open(ref choice, "\"reasoning_content\":\""u8, output);
        output.Write(said.Text);
        if (!ChatPieces.HasDetails(said.Origin))
        {
            Close("\""u8, output);
            return;
        }
        // The same words again where clients keep what they are to send back (providers.md D.3).
        output.Write("\",\"reasoning_details\":["u8);
        ChatPieces.OpenTextDetail(said.Origin, output);
        output.Write(said.Text);
        output.Write((byte)'"');
        ChatPieces.CloseDetail(said.Origin, choice.Detail, output);
        Close("]"u8, output);
        choice.IsInDetail = true;
    }

    private void WriteCall(ref ChoiceProgress choice, in AnswerEvent call, PooledBuffer output)
    {
        WriteMissingArguments(ref choice, output);
        Open(ref choice, "\"tool_calls\":[{\"index\":"u8, output);
        output.WriteNumber(call.Index);
        output.Write((byte)',');
        ChatPieces.OpenCall(call, Identity.Id.Span, output);
        output.Write("\"}"u8);
        ChatPieces.WriteSignature(call, output);
        output.Write("}]"u8);
        if (!call.Signature.IsEmpty && !Identity.ExcludeReasoning)
            WriteCallDetail(ref choice, call, output);
        Close(""u8, output);
        choice.HasCalls = true;
        choice.OpenCall = call.Input.IsEmpty && !call.IsCustom ? call.Index : -1;
    }

    private void WriteCallDetail(ref ChoiceProgress choice, in AnswerEvent call, PooledBuffer output)
    {
        output.Write(",\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\""u8);
        output.Write(call.Signature);
        output.Write("\",\"id\":\""u8);
        ChatPieces.WriteCallId(call, Identity.Id.Span, output);
        output.Write((byte)'"');
        ChatPieces.CloseDetail(call.Origin, choice.Detail++, output);
        output.Write((byte)']');
    }

    private void WriteArguments(ref ChoiceProgress choice, int index, ReadOnlySpan<byte> piece, bool isCustom, PooledBuffer output)
    {
        if (choice.OpenCall == index)
            choice.OpenCall = -1;
        Open(ref choice, "\"tool_calls\":[{\"index\":"u8, output);
        output.WriteNumber(index);
        output.Write(isCustom ? ",\"custom\":{\"input\":\""u8 : ",\"function\":{\"arguments\":\""u8);
        output.Write(piece);
        Close("\"}}]"u8, output);
    }

    // "stop with nothing received → emit "{}"" (providers.md D.3, C24).
    private void WriteMissingArguments(ref ChoiceProgress choice, PooledBuffer output)
    {
        if (choice.OpenCall >= 0)
            WriteArguments(ref choice, choice.OpenCall, "{}"u8, isCustom: false, output);
    }

    private void EndBlock(ref ChoiceProgress choice, PooledBuffer output)
    {
        WriteMissingArguments(ref choice, output);
        if (choice.IsInDetail)
            choice.Detail++;
        choice.IsInDetail = false;
    }

    private void End(ref ChoiceProgress choice, Finish finish, PooledBuffer output)
    {
        // Cut by the limit (C33): what was cut is not to look complete.
        if (finish != Finish.Length)
            WriteMissingArguments(ref choice, output);
        // "First delta carries role exactly once" (C11), also where nothing else was said.
        if (!choice.HasRole)
        {
            Open(ref choice, "\"content\":\""u8, output);
            Close("\""u8, output);
        }
        choice.HasFinished = true;
        _held.Release([], output);
        _held.Compose(_head, choice.Index, FinishReason.WithTools(finish, choice.HasCalls), _annotations);
    }

    private void Open(ref ChoiceProgress choice, ReadOnlySpan<byte> member, PooledBuffer output)
    {
        output.Write(_opening.Written);
        output.WriteNumber(choice.Index);
        output.Write(",\"delta\":{"u8);
        if (!choice.HasRole)
        {
            output.Write(member.StartsWith("\"content"u8) ? "\"role\":\"assistant\","u8
                : member.StartsWith("\"tool_calls"u8) ? "\"role\":\"assistant\",\"content\":null,"u8
                : "\"role\":\"assistant\",\"content\":\"\","u8);
            choice.HasRole = true;
        }
        output.Write(member);
    }

    private static void Close(ReadOnlySpan<byte> member, PooledBuffer output)
    {
        output.Write(member);
        output.Write("},\"logprobs\":null,\"finish_reason\":null}]}\n\n"u8);
    }

    private ref ChoiceProgress ChoiceOf(int index)
    {
        for (var i = 0; i < _choiceCount; i++)
        {
            if (_choices[i].Index == index)
                return ref _choices[i];
        }
        if (_choiceCount == _choices.Length)
            Array.Resize(ref _choices, _choiceCount * 2);
        _choices[_choiceCount] = new ChoiceProgress { Index = index, OpenCall = -1 };
        return ref _choices[_choiceCount++];
    }

    private struct ChoiceProgress
    {
        public int Index;
        public bool HasRole;
        public bool HasCalls;
        public bool HasFinished;
        public int OpenCall;    // the call whose arguments have not begun, or -1
        public int Detail;      // number of the reasoning detail that is being told
        public bool IsInDetail; // it has begun
    }
}
