// Events to a whole chat-completions answer: gathered choice by choice, written at the end.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.OpenAI;

public sealed class ChatAnswerWriter : AnswerWriter
{
    private readonly ChunkHead _head = new();
    private readonly List<Gathered> _choices = [];
    private int _choiceCount;

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _head.Begin(identity, "chat.completion"u8);
        _choiceCount = 0;
    }

    public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        output.Write((byte)'{');
        output.Write(_head.Members);
        output.Write(",\"choices\":["u8);
        if (_choiceCount == 0)
            ChoiceOf(0);
        for (var i = 0; i < _choiceCount; i++)
        {
            if (i > 0)
                output.Write((byte)',');
            _choices[i].Write(output);
        }
        output.Write("],\"usage\":"u8);
        // Four bytes a token, as for the prompt.
        OpenAIUsage.Write(usage.IsKnown ? usage : new TokenUsage(Identity.PromptEstimate, Math.Max(1, output.Length / 4)), output);
    }

    protected override void WriteEvent(in AnswerEvent said, PooledBuffer output)
    {
        var choice = ChoiceOf(said.Choice);
        switch (said.Kind)
        {
            case AnswerEventKind.Text:
                choice.Content.Write(said.Text);
                break;
            case AnswerEventKind.Thinking or AnswerEventKind.ThinkingSignature or AnswerEventKind.SealedThinking or AnswerEventKind.TextSignature:
                if (!Identity.ExcludeReasoning)
                    choice.AddReasoning(said);
                break;
            case AnswerEventKind.Refusal:
                choice.Refusal.Write(said.Text);
                break;
            case AnswerEventKind.ToolCall:
                choice.AddCall(said, Identity);
                break;
            case AnswerEventKind.ToolArguments:
                choice.AddArguments(said.Text);
                break;
            case AnswerEventKind.Citation:
                Gathered.Separate(choice.Annotations);
                ChatPieces.WriteCitation(said, choice.Annotations);
                break;
            case AnswerEventKind.Image:
                Gathered.Separate(choice.Images);
                ChatPieces.WriteImage(said, choice.Images);
                break;
            case AnswerEventKind.Logprobs:
                Gathered.Separate(choice.Logprobs);
                choice.Logprobs.Write(said.Text);
                break;
            case AnswerEventKind.BlockEnd:
                choice.EndBlock();
                break;
            case AnswerEventKind.Finish:
                choice.Finish = ChatPieces.FinishOf(said.Finish);
                if (said.Finish == AnswerFinish.Filter && choice.Refusal.IsEmpty)
                    choice.Refusal.Write(said.Text);
                break;
        }
    }

    private Gathered ChoiceOf(int index)
    {
        for (var i = 0; i < _choiceCount; i++)
        {
            if (_choices[i].Index == index)
                return _choices[i];
        }
        if (_choiceCount == _choices.Count)
            _choices.Add(new Gathered());
        var choice = _choices[_choiceCount++];
        choice.Begin(index);
        return choice;
    }

    /// <summary>One choice as far as it has come.</summary>
    private sealed class Gathered
    {
        private readonly PooledBuffer _reasoning = new();
        private readonly PooledBuffer _details = new();
        private readonly PooledBuffer _calls = new();
        private int _detail;
        private Origin _openDetail; // the block whose detail is open; None for no block
        private bool _isCallOpen;
        private bool _hasArguments;

        public int Index { get; private set; }

        public PooledBuffer Content { get; } = new();

        public PooledBuffer Refusal { get; } = new();

        public PooledBuffer Annotations { get; } = new();

        public PooledBuffer Images { get; } = new();

        public PooledBuffer Logprobs { get; } = new();

        public Finish? Finish { get; set; }

        public void Begin(int index)
        {
            Index = index;
            foreach (var buffer in (ReadOnlySpan<PooledBuffer>)[_reasoning, _details, _calls, Content, Refusal, Annotations, Images, Logprobs])
                buffer.Reset();
            _detail = 0;
            _openDetail = Origin.None;
            _isCallOpen = _hasArguments = false;
            Finish = null;
        }

        public void AddReasoning(in AnswerEvent said)
        {
            switch (said.Kind)
            {
                case AnswerEventKind.Thinking:
                    _reasoning.Write(said.Text);
                    if (!ChatPieces.HasDetails(said.Origin))
                        break;
                    OpenDetail(said.Origin);
                    _details.Write(said.Text);
                    break;
                case AnswerEventKind.ThinkingSignature:
                    OpenDetail(said.Origin);
                    _details.Write("\",\"signature\":\""u8);
                    _details.Write(said.Text);
                    break;
                default:
                    EndBlock();
                    Separate(_details);
                    ChatPieces.WriteSealedDetail(said.Text, said.Id, said.Origin, _detail++, _details);
                    break;
            }
        }

        public void AddCall(in AnswerEvent call, in AnswerIdentity identity)
        {
            EndBlock();
            Separate(_calls);
            _calls.Write((byte)'{');
            ChatPieces.OpenCall(call, identity.Id.Span, _calls);
            if (call.Input.IsEmpty)
            {
                _isCallOpen = true;
                _hasArguments = call.IsCustom; // free text may be none
                return;
            }
            _calls.Write("\"}"u8);
            ChatPieces.WriteSignature(call, _calls);
            _calls.Write((byte)'}');
            if (call.Signature.IsEmpty || identity.ExcludeReasoning)
                return;
            Separate(_details);
            _details.Write("{\"type\":\"reasoning.encrypted\",\"data\":\""u8);
            _details.Write(call.Signature);
            _details.Write("\",\"id\":\""u8);
            ChatPieces.WriteCallId(call, identity.Id.Span, _details);
            _details.Write((byte)'"');
            ChatPieces.CloseDetail(call.Origin, _detail++, _details);
        }

        public void AddArguments(ReadOnlySpan<byte> piece)
        {
            _hasArguments |= !piece.IsEmpty;
            _calls.Write(piece);
        }

        public void EndBlock()
        {
            if (_openDetail != Origin.None)
            {
                _details.Write((byte)'"');
                ChatPieces.CloseDetail(_openDetail, _detail++, _details);
                _openDetail = Origin.None;
            }
            if (!_isCallOpen)
                return;
            _calls.Write(_hasArguments ? "\"}}"u8 : "{}\"}}"u8);
            _isCallOpen = false;
        }

        public static void Separate(PooledBuffer elements)
        {
            if (!elements.IsEmpty)
                elements.Write((byte)',');
        }

        public void Write(PooledBuffer output)
        {
            EndBlock();
            output.Write("{\"index\":"u8);
            output.WriteNumber(Index);
            output.Write(",\"message\":{\"role\":\"assistant\",\"content\":"u8);
            // "content null when only tool_calls" (providers.md D.2).
            WriteString(Content, nullWhenEmpty: !_calls.IsEmpty || !Refusal.IsEmpty, output);
            output.Write(",\"refusal\":"u8);
            WriteString(Refusal, nullWhenEmpty: true, output);
            if (!_reasoning.IsEmpty)
            {
                output.Write(",\"reasoning_content\":"u8);
                WriteString(_reasoning, nullWhenEmpty: false, output);
            }
            WriteList(",\"reasoning_details\":["u8, _details, output);
            WriteList(",\"images\":["u8, Images, output);
            WriteList(",\"annotations\":["u8, Annotations, output);
            WriteList(",\"tool_calls\":["u8, _calls, output);
            output.Write("},\"logprobs\":"u8);
            ChatPieces.WriteLogprobs(Logprobs.Written, output);
            output.Write(",\"finish_reason\":"u8);
            output.Write(FinishReason.Json(FinishReason.WithTools(Finish ?? OpenAI.Finish.Stop, !_calls.IsEmpty)));
            output.Write((byte)'}');
        }

        private void OpenDetail(Origin origin)
        {
            if (_openDetail != Origin.None)
                return;
            Separate(_details);
            ChatPieces.OpenTextDetail(origin, _details);
            _openDetail = origin;
        }

        private static void WriteString(PooledBuffer text, bool nullWhenEmpty, PooledBuffer output)
        {
            if (text.IsEmpty && nullWhenEmpty)
            {
                output.Write("null"u8);
                return;
            }
            output.Write((byte)'"');
            output.Write(text.Written);
            output.Write((byte)'"');
        }

        private static void WriteList(ReadOnlySpan<byte> opening, PooledBuffer elements, PooledBuffer output)
        {
            if (elements.IsEmpty)
                return;
            output.Write(opening);
            output.Write(elements.Written);
            output.Write((byte)']');
        }
    }
}
