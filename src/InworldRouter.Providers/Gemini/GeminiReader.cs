// Gemini's answers, streamed or whole, as events.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Gemini;

/// <summary>"Each frame is a partial GenerateContentResponse: append parts … No event names, no [DONE]; EOF ends it" (providers.md C.4).</summary>
internal sealed class GeminiReader : AnswerReader
{
    private readonly List<GeminiCandidate> _candidates = [];
    private readonly PooledBuffer _scratch = new();
    private int _count;    // candidates of this answer
    private int _finished; // of them
    private bool _isBlocked;
    private TokenUsage _usage;

    public override void Begin()
    {
        base.Begin();
        _count = _finished = 0;
        _isBlocked = false;
        _usage = TokenUsage.Unknown;
    }

    public override StreamStep Read(in SseEvent upstream, AnswerWriter writer, PooledBuffer output)
    {
        // Gateways before it end their streams as OpenAI does.
        if (upstream.Data.SequenceEqual("[DONE]"u8))
            return EndOfInput();
        return ReadFrames(upstream.Data, writer, output) is { } failure ? Fail(failure) : StreamStep.Quiet;
    }

    public override StreamStep EndOfInput() => _isBlocked || _count > 0 && _finished == _count
        ? StreamStep.End
        : Fail(new UpstreamFailure(FailureKind.Truncated, "the stream ended before its finishReason"));

    public override UpstreamFailure? ReadWhole(ReadOnlySpan<byte> answer, AnswerWriter writer, PooledBuffer output) => ReadFrames(answer, writer, output);

    // One frame, or an array of them: what a server sends that has not heard of alt=sse.
    private UpstreamFailure? ReadFrames(ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var scanner = new JsonScanner(json);
        if (scanner.PeekKind() != JsonKind.Array)
            return ReadFrame(json, writer, output);
        for (var more = scanner.EnterArray(); more; more = scanner.NextElement())
        {
            var frame = scanner.SkipValue();
            if (!scanner.Failed && ReadFrame(frame.Raw(json), writer, output) is { } failure)
                return failure;
        }
        return scanner.Failed ? NotJson(json, scanner.Fault) : null;
    }

    private UpstreamFailure? ReadFrame(ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        if (!GeminiFrameFields.TryScan(json, out var frame, out var fault))
            return NotJson(json, fault);
        if (frame.Error.Kind == JsonKind.Object)
            return GeminiErrors.InStream(json);
        GeminiUsage.Update(ref _usage, frame.Usage, json);
        Usage = _usage;
        var scanner = new JsonScanner(json, frame.Candidates.Start);
        for (var more = frame.Candidates.Kind == JsonKind.Array && scanner.EnterArray(); more; more = scanner.NextElement())
        {
            var said = default(CandidateFields);
            CandidateFields.Scan(ref scanner, ref said);
            if (ReadCandidate(said, json, writer, output) is { } failure)
                return failure;
        }
        if (frame.PromptFeedback.BlockReason.IsNonEmptyString && _count == 0)
            Block(frame.PromptFeedback, json, writer, output);
        return null;
    }

    // "promptFeedback.blockReason with zero candidates = blocked prompt (HTTP 200!)"
    private void Block(in PromptFeedbackFields feedback, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        if (!_isBlocked)
            writer.Write(AnswerEvent.End(AnswerFinish.Filter, InnerOf(feedback.BlockReasonMessage, json)), output);
        _isBlocked = true;
    }

    private UpstreamFailure? ReadCandidate(in CandidateFields said, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var candidate = CandidateOf(said.Index.TryGetInt64(json, out var index) ? (int)Math.Clamp(index, 0, 127) : 0);
        if (candidate.HasFinished)
            return null;
        var scanner = new JsonScanner(json, said.Content.Parts.Start);
        for (var more = said.Content.Parts.Kind == JsonKind.Array && scanner.EnterArray(); more; more = scanner.NextElement())
        {
            var part = default(GeminiPartFields);
            GeminiPartFields.Scan(ref scanner, ref part);
            ReadPart(candidate, part, json, writer, output);
        }
        if (said.Logprobs.Chosen.Kind == JsonKind.Array)
            WriteLogprobs(candidate, said.Logprobs, json, writer, output);
        candidate.Sources.Keep(said.Grounding, said.Citations, json);
        return said.FinishReason.IsNonEmptyString ? Finish(candidate, said, json, writer, output) : null;
    }

    private UpstreamFailure? Finish(GeminiCandidate candidate, in CandidateFields said, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var word = said.FinishReason.Inner(json);
        if (GeminiStops.IsFailure(word) && writer.ContentEvents == 0)
            return new UpstreamFailure(FailureKind.ServerError, $"the model gave no answer that can be used: {System.Text.Encoding.UTF8.GetString(word)}");
        CloseCall(candidate, writer, output);
        candidate.Sources.Tell(candidate.Index, writer, output);
        var finish = GeminiStops.Parse(word);
        // "STOP→ tool_calls if any functionCall else stop"
        if (finish == AnswerFinish.Stop && candidate.Calls > 0)
            finish = AnswerFinish.ToolCalls;
        writer.Write(AnswerEvent.End(finish, finish == AnswerFinish.Filter ? InnerOf(said.FinishMessage, json) : default) with { Choice = candidate.Index }, output);
        candidate.HasFinished = true;
        _finished++;
        return null;
    }

    private void ReadPart(GeminiCandidate candidate, in GeminiPartFields part, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        if (part.Text.Kind == JsonKind.String)
            ReadText(candidate, part, json, writer, output);
        else if (part.Call.Self.Kind == JsonKind.Object)
            ReadCall(candidate, part, json, writer, output);
        // "Skip thought:true images": drafts.
        else if (part.InlineData.Data.IsNonEmptyString && !part.Thought.IsTrue && InnerOf(part.InlineData.MimeType, json) is var type && type.StartsWith("image/"u8))
            writer.Write(AnswerEvent.Show(candidate.Images++, type, part.InlineData.Data.Inner(json)) with { Choice = candidate.Index, Signature = InnerOf(part.Signature, json), Origin = Origin.Gemini }, output);
        // "executableCode/codeExecutionResult → fenced text"
        else if (part.Code.Code.IsNonEmptyString)
            SayFenced(candidate, part.Code.Language.StringEquals(json, "PYTHON"u8) ? "python"u8 : default, part.Code.Code.Inner(json), writer, output);
        else if (part.CodeResult.Output.IsNonEmptyString)
            SayFenced(candidate, default, part.CodeResult.Output.Inner(json), writer, output);
    }

    private static void ReadText(GeminiCandidate candidate, in GeminiPartFields part, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        var text = part.Text.Inner(json);
        if (part.Thought.IsTrue)
        {
            candidate.IsThinking = true;
            writer.Write(AnswerEvent.Think(text, Origin.Gemini) with { Choice = candidate.Index }, output);
            return;
        }
        Say(candidate, text, writer, output);
        // "Text parts may carry one too (last part; may arrive on an empty text part)"
        if (part.Signature.IsNonEmptyString)
            writer.Write(AnswerEvent.SignText(part.Signature.Inner(json), Origin.Gemini) with { Choice = candidate.Index }, output);
    }

    private void ReadCall(GeminiCandidate candidate, in GeminiPartFields part, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        EndThinking(candidate, writer, output);
        ref readonly var call = ref part.Call;
        if (call.Name.IsNonEmptyString)
        {
            CloseCall(candidate, writer, output);
            if (!call.WillContinue.IsTrue && !call.PartialArguments.IsPresent)
            {
                // "functionCalls arrive whole (args object) in one frame"
                Tell(candidate, InnerOf(call.Id, json), call.Name.Inner(json), call.Arguments.IsPresent ? call.Arguments.Raw(json) : default, InnerOf(part.Signature, json), writer, output);
                return;
            }
            candidate.OpenCall(call.Name.Inner(json), InnerOf(call.Id, json), InnerOf(part.Signature, json));
        }
        var pieces = new JsonScanner(json, call.PartialArguments.Start);
        for (var more = call.PartialArguments.Kind == JsonKind.Array && pieces.EnterArray(); more; more = pieces.NextElement())
        {
            var piece = default(PartialArgumentFields);
            PartialArgumentFields.Scan(ref pieces, ref piece);
            candidate.Arguments.Add(piece, json);
        }
        if (!call.WillContinue.IsTrue)
            CloseCall(candidate, writer, output);
    }

    private void CloseCall(GeminiCandidate candidate, AnswerWriter writer, PooledBuffer output)
    {
        if (!candidate.IsCallOpen)
            return;
        _scratch.Reset();
        candidate.Arguments.Write(_scratch);
        Tell(candidate, candidate.CallId, candidate.CallName, _scratch.Written, candidate.CallSignature, writer, output);
        candidate.CloseCall();
    }

    private static void Tell(
        GeminiCandidate candidate, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> signature, AnswerWriter writer, PooledBuffer output) =>
        writer.Write(AnswerEvent.WholeCall(candidate.Calls++, id, name, arguments, signature, Origin.Gemini) with { Choice = candidate.Index }, output);

    private static void Say(GeminiCandidate candidate, ReadOnlySpan<byte> text, AnswerWriter writer, PooledBuffer output)
    {
        EndThinking(candidate, writer, output);
        candidate.Sources.Said(text);
        writer.Write(AnswerEvent.Say(text) with { Choice = candidate.Index }, output);
    }

    private void SayFenced(GeminiCandidate candidate, ReadOnlySpan<byte> language, ReadOnlySpan<byte> text, AnswerWriter writer, PooledBuffer output)
    {
        _scratch.Reset();
        _scratch.Write("\\n```"u8);
        _scratch.Write(language);
        _scratch.Write("\\n"u8);
        _scratch.Write(text);
        _scratch.Write(text.EndsWith("\\n"u8) ? "```\\n"u8 : "\\n```\\n"u8);
        Say(candidate, _scratch.Written, writer, output);
    }

    private static void EndThinking(GeminiCandidate candidate, AnswerWriter writer, PooledBuffer output)
    {
        if (!candidate.IsThinking)
            return;
        candidate.IsThinking = false;
        writer.Write(AnswerEvent.BlockEnd with { Choice = candidate.Index }, output);
    }

    private void WriteLogprobs(GeminiCandidate candidate, in LogprobsResultFields said, ReadOnlySpan<byte> json, AnswerWriter writer, PooledBuffer output)
    {
        _scratch.Reset();
        GeminiLogprobs.Write(said, json, _scratch);
        if (!_scratch.IsEmpty)
            writer.Write(AnswerEvent.Weigh(_scratch.Written) with { Choice = candidate.Index }, output);
    }

    private GeminiCandidate CandidateOf(int index)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_candidates[i].Index == index)
                return _candidates[i];
        }
        if (_count == _candidates.Count)
            _candidates.Add(new GeminiCandidate());
        var candidate = _candidates[_count++];
        candidate.Begin(index);
        return candidate;
    }
}
