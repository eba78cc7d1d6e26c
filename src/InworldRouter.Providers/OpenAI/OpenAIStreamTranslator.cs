// OpenAI-shaped stream to OpenAI stream: the vendor's own bytes, edited where the contract of api.md 4 says so.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// Nothing is parsed and printed: each chunk is scanned once, and id, created, model and the few members that vendors get wrong are
/// patched in its bytes. A chunk with a finish_reason waits for the end, since only the last one may carry the metadata; content never waits.
/// </summary>
public sealed class OpenAIStreamTranslator(OpenAIDialect provider) : StreamTranslator
{
    private readonly JsonPatch _patch = new();
    private readonly ChunkHead _head = new();
    private readonly ChunkMold _mold = new();
    private readonly ChoiceStates _choices = new();
    private readonly ToolCallIndexer _tools = new();
    private readonly HeldAnnotations _annotations = new();
    private readonly HeldFinish _held = new();
    private readonly PooledBuffer _usage = new();
    private AnswerIdentity _identity;
    private JsonValue _text; // of the chunk in hand, when only it can make the next chunk another

    public override void Begin(in AnswerIdentity identity)
    {
        _identity = identity;
        _patch.Clear();
        _head.Begin(identity, "chat.completion.chunk"u8);
        _mold.Reset();
        _held.Reset();
        _choices.Reset();
        _tools.Reset();
        _annotations.Reset();
        _usage.Reset();
        Failure = null;
        Usage = TokenUsage.Unknown;
        ContentEvents = 0;
        EndedEarly = false;
    }

    public override StreamStep Translate(in SseEvent upstream, PooledBuffer output)
    {
        var data = upstream.Data;
        // Some servers leave bytes behind the marker.
        if (data.StartsWith("[DONE]"u8))
            return StreamStep.End;
        // OpenAI's clients throw when the event is named "error" or the top level has a truthy "error" (providers.md A.3).
        if (upstream.Type.SequenceEqual("error"u8))
            return Fail(OpenAIErrors.InStream(provider, data));
        if (_mold.TryFill(data, output))
        {
            ContentEvents++;
            return StreamStep.Content;
        }
        if (!ChunkFields.TryScan(data, out var chunk, out var fault))
            return Fail(new UpstreamFailure(FailureKind.MalformedAnswer, $"the stream has an event that is not JSON: {fault}"));
        if (OpenAIErrors.IsTruthy(chunk.Error, data))
            return Fail(OpenAIErrors.InStream(provider, data));
        TakeUsage(chunk.Usage.Kind == JsonKind.Object ? chunk.Usage : chunk.Groq.Usage, data);
        // With titles before those without.
        TakeSources(chunk.SearchResults, 0, data);
        TakeSources(chunk.Citations, 0, data);

        // No choices: a usage count, Azure's prompt_filter_results (C18), an OpenRouter note. None of it is the caller's, or not yet.
        if (chunk.Choices.Kind != JsonKind.Array)
            return StreamStep.Quiet;
        return TranslateChoices(chunk, data, output);
    }

    public override StreamStep EndOfInput()
    {
        // [DONE] may be missing; a finish_reason of every choice is the end all the same. Without either the answer has been cut (C64).
        if (_choices.AllFinished)
            return StreamStep.End;
        return Fail(new UpstreamFailure(FailureKind.Truncated, "the stream ended before its finish_reason and without [DONE]"));
    }

    public override void Complete(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        foreach (ref var choice in _choices.All)
        {
            if (choice.Finish is not null)
                continue;
            choice.Finish = Finish.Stop;
            End(choice, output);
        }
        if (_held.IsEmpty)
            _held.Compose(_head, 0, Finish.Stop, _annotations);
        if (!_identity.IncludeUsage)
        {
            _held.Release(metadata, output);
        }
        else
        {
            _held.Release([], output);
            WriteUsageChunk(metadata, output);
        }
        output.Write("data: [DONE]\n\n"u8);
    }

    private StreamStep TranslateChoices(in ChunkFields chunk, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        var scanner = new JsonScanner(data, chunk.Choices.Start);
        if (!scanner.EnterArray())
            return StreamStep.Quiet;
        _patch.Clear();
        _text = default;
        var choice = default(ChoiceFields);
        var (any, saysSomething) = (false, false);
        var more = ReadChoice(ref scanner, ref choice);
        var isOnly = !more;
        if (isOnly && SaysNoMore(choice, data))
            return TakeQuiet(chunk, choice, data, output);
        while (true)
        {
            if (FinishOf(choice, data) == Finish.Error)
                return Fail(FinishReason.Failure(choice.FinishReason, data));
            if (choice.Self.IsPresent)
            {
                any = true;
                saysSomething |= EditChoice(choice, data);
            }
            if (!more)
                break;
            more = ReadChoice(ref scanner, ref choice);
        }
        if (!any)
            return StreamStep.Quiet;
        var before = output.Length;
        WriteChunk(chunk, data, output);
        if (isOnly && _text.IsPresent)
            _mold.Learn(data, _text, output.Written[before..]);
        EndChoices(saysSomething, output);
        if (!saysSomething)
            return StreamStep.Quiet;
        ContentEvents++;
        return StreamStep.Content;
    }

    private void EndChoices(bool saidSomething, PooledBuffer output)
    {
        foreach (ref var state in _choices.All)
        {
            // Content and its finish_reason in one chunk (C25): the content has gone with null, the finish gets a chunk of its own.
            if (state.EndsNow)
                End(state, output);
            // What came behind its finish_reason may have been its first tool call.
            else if (saidSomething && state.Finish == Finish.Stop && _held.Choice == state.Index && !_held.IsEmpty)
                ComposeFinish(state);
            state.EndsNow = false;
        }
    }

    // False after the last. An element that is no object leaves no Self.
    private static bool ReadChoice(ref JsonScanner scanner, ref ChoiceFields choice)
    {
        ChoiceFields.Scan(ref scanner, ref choice);
        if (choice.Self.Kind != JsonKind.Object)
            choice = default;
        return scanner.NextElement();
    }

    // An only choice that ends, or has ended, and has nothing else to say; or Azure's filter results, which come without a delta.
    private bool SaysNoMore(in ChoiceFields choice, ReadOnlySpan<byte> data)
    {
        if (!choice.Self.IsPresent || MessageOf(choice).HasContent)
            return false;
        ref var state = ref _choices.For(IndexOf(choice, data));
        return state.HasRole && (choice.FinishReason.IsNonEmptyString || state.Finish is not null || !MessageOf(choice).Self.IsPresent);
    }

    private StreamStep TakeQuiet(in ChunkFields chunk, in ChoiceFields choice, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        ref var state = ref _choices.For(IndexOf(choice, data));
        // A second finish says nothing new and must not overwrite "tool_calls" (C16); neither do Azure's filter results after the first.
        if (state.Finish is not null || FinishOf(choice, data) is not { } finish)
            return StreamStep.Quiet;
        if (finish == Finish.Error)
            return Fail(FinishReason.Failure(choice.FinishReason, data));
        SetFinish(ref state, finish);
        WriteMissingArguments(state, output);
        _held.Release([], output);

        TakeSources(choice.Delta.ExecutedTools, state.Index, data);
        TakeAnnotations(choice.Delta, state.Index, data, remove: false);
        var from = _patch.Scratch.Length;
        if (!choice.Delta.Self.IsPresent)
            _patch.Scratch.Write("\"delta\":"u8);
        _annotations.WriteLastDelta(state.Index, _patch.Scratch);
        if (choice.Delta.Self.IsPresent)
        {
            _patch.ReplaceWritten(choice.Delta.Self.Start, choice.Delta.Self.Length, from);
        }
        else
        {
            _patch.Scratch.Write((byte)',');
            _patch.ReplaceWritten(choice.FinishReason.NameStart, 0, from);
        }
        var word = FinishReason.Json(FinishReason.WithTools(finish, _tools.HasCalls(state.Index)));
        if (!choice.FinishReason.Raw(data).SequenceEqual(word))
            _patch.Replace(choice.FinishReason, word);
        MessageEdits.Remove(choice.Message.Self, data, _patch);
        MessageEdits.SetIndex(choice.Index, choice.Self.Start, state.Index, data, _patch);
        MessageEdits.RemovePrivate(choice, data, _patch);
        Logprobs.Edit(choice, MessageOf(choice), data, _patch);
        EditTop(chunk, data);
        _held.Hold(state.Index, data, _patch);
        return StreamStep.Quiet;
    }

    // True when it says something, not only a role.
    private bool EditChoice(in ChoiceFields choice, ReadOnlySpan<byte> data)
    {
        ref var state = ref _choices.For(IndexOf(choice, data));
        ref readonly var delta = ref MessageOf(choice);
        var isWhole = delta.Self.IsPresent && delta.Self.Start == choice.Message.Self.Start;
        if (isWhole)
        {
            // A whole answer where a chunk was due: its message is the one delta of this stream.
            MessageEdits.Remove(choice.Delta.Self, data, _patch);
            _patch.Rename(delta.Self, data, "\"delta\""u8);
        }
        if ((FinishOf(choice, data) ?? (isWhole ? Finish.Stop : null)) is { } finish && state.Finish is null)
        {
            SetFinish(ref state, finish);
            state.EndsNow = true;
        }
        if (!choice.FinishReason.IsPresent)
            _patch.InsertFirst(choice.Self.Start, data, "\"finish_reason\":null"u8);
        else if (choice.FinishReason.HasValue)
            _patch.Replace(choice.FinishReason, "null"u8);
        MessageEdits.SetIndex(choice.Index, choice.Self.Start, state.Index, data, _patch);
        MessageEdits.RemovePrivate(choice, data, _patch);
        Logprobs.Edit(choice, MessageOf(choice), data, _patch);
        var isSteady = state.HasRole && state.Finish is null && !isWhole && !delta.Annotations.IsPresent;
        var arguments = EditDelta(delta, choice.Self.Start, ref state, data);
        if (isSteady)
            _text = delta.HasToolCalls ? arguments : TextOf(delta);
        return delta.HasContent;
    }

    private JsonValue TextOf(in MessageFields delta)
    {
        if (delta.Content.IsNonEmptyString)
            return delta.Content;
        if (_identity.ExcludeReasoning)
            return default;
        return delta.ReasoningContent.IsNonEmptyString ? delta.ReasoningContent : delta.Reasoning;
    }

    // Gives the arguments of a tool call when the delta does nothing but continue them.
    private JsonValue EditDelta(in MessageFields delta, int choiceStart, ref ChoiceState state, ReadOnlySpan<byte> data)
    {
        var isFirst = !state.HasRole;
        state.HasRole = true;
        if (delta.Self.Kind != JsonKind.Object)
        {
            // "delta": null, or none at all: clients' parsers want an object.
            if (delta.Self.IsPresent)
                _patch.Replace(delta.Self, isFirst ? "{\"role\":\"assistant\"}"u8 : "{}"u8);
            else
                _patch.InsertFirst(choiceStart, data, isFirst ? "\"delta\":{\"role\":\"assistant\"}"u8 : "\"delta\":{}"u8);
            return default;
        }
        // The role once, in the first delta, whatever the vendor does (C11).
        if (!isFirst)
            MessageEdits.Remove(delta.Role, data, _patch);
        else if (!delta.Role.IsPresent)
            _patch.InsertFirst(delta.Self.Start, data, "\"role\":\"assistant\""u8);
        else if (!delta.Role.StringEquals(data, "assistant"u8))
            _patch.Replace(delta.Role, "\"assistant\""u8);
        TakeSources(delta.ExecutedTools, state.Index, data);
        TakeSources(delta.Content, state.Index, data);
        TakeAnnotations(delta, state.Index, data, remove: true);
        MessageEdits.Apply(delta, data, _identity, _patch);
        return delta.HasToolCalls ? _tools.Edit(delta.ToolCalls, state.Index, _identity.Id.Span, data, _patch) : default;
    }

    private void TakeSources(in JsonValue list, int choice, ReadOnlySpan<byte> data)
    {
        if (list.Kind != JsonKind.Array || !_annotations.AddSources(choice, list, data) || _held.IsEmpty || _held.Choice != choice)
            return;
        // Behind the finish_reason that they belong to.
        ComposeFinish(_choices.For(choice));
    }

    private void TakeAnnotations(in MessageFields delta, int choice, ReadOnlySpan<byte> data, bool remove)
    {
        if (!delta.Annotations.IsPresent)
            return;
        if (delta.Annotations.Kind == JsonKind.Array)
            _annotations.Add(choice, delta.Annotations.Raw(data));
        if (remove)
            _patch.RemoveMember(delta.Annotations, data);
    }

    private void SetFinish(ref ChoiceState state, Finish finish)
    {
        _mold.Forget();
        state.Finish = finish;
        // "An answer that ends in length, refusal or content filter is not empty" (api.md 10).
        EndedEarly |= finish is Finish.Length or Finish.ContentFilter;
    }

    // The choice is over: what is missing of its tool calls, and its finish chunk, which is held.
    private void End(in ChoiceState state, PooledBuffer output)
    {
        WriteMissingArguments(state, output);
        _held.Release([], output);
        ComposeFinish(state);
    }

    private void ComposeFinish(in ChoiceState state) =>
        _held.Compose(_head, state.Index, FinishReason.WithTools(state.Finish!.Value, _tools.HasCalls(state.Index)), _annotations);

    private void WriteMissingArguments(in ChoiceState state, PooledBuffer output)
    {
        // Cut by the limit (C33): what was cut is not to look complete.
        if (state.Finish == Finish.Length)
            return;
        var before = output.Length;
        output.Write("data: {"u8);
        output.Write(_head.Members);
        output.Write(",\"choices\":[{\"index\":"u8);
        output.WriteNumber(state.Index);
        output.Write(",\"delta\":{\"tool_calls\":["u8);
        if (_tools.WriteMissingArguments(state.Index, output))
            output.Write("]},\"logprobs\":null,\"finish_reason\":null}]}\n\n"u8);
        else
            output.Truncate(before);
    }

    private void WriteChunk(in ChunkFields chunk, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        EditTop(chunk, data);
        output.Write("data: "u8);
        _patch.Apply(data, output);
        output.Write("\n\n"u8);
    }

    private void EditTop(in ChunkFields chunk, ReadOnlySpan<byte> data)
    {
        _head.Edit(chunk, data, _patch);
        // Usage goes into a chunk of its own, when it was asked for; null is OpenAI's "not yet", for those who asked (C14).
        if (chunk.Usage.IsPresent && (chunk.Usage.Kind != JsonKind.Null || !_identity.IncludeUsage))
            _patch.RemoveMember(chunk.Usage, data);
        MessageEdits.RemovePrivate(chunk, data, _patch);
    }

    // Made here when the upstream sent none.
    private void WriteUsageChunk(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        if (_usage.IsEmpty)
            ChatStreamEnd.WriteUsage(_head, new TokenUsage(_identity.PromptEstimate, ContentEvents), metadata, output);
        else
            ChatStreamEnd.WriteUsage(_head, _usage.Written, metadata, output);
    }

    // On every chunk, on the last, on one of its own: the latest count stands (providers.md E).
    private void TakeUsage(in JsonValue usage, ReadOnlySpan<byte> data)
    {
        if (usage.Kind != JsonKind.Object)
            return;
        var from = _usage.Length;
        var read = OpenAIUsage.Copy(usage.Raw(data), _usage);
        if (!read.IsKnown)
            return;
        Usage = read;
        _usage.Consume(from);
    }

    private StreamStep Fail(UpstreamFailure failure)
    {
        Failure = failure;
        return StreamStep.Failed;
    }

    private static ref readonly MessageFields MessageOf(in ChoiceFields choice)
    {
        if (choice.Delta.Self.Kind != JsonKind.Object && choice.Message.Self.Kind == JsonKind.Object)
            return ref choice.Message;
        return ref choice.Delta;
    }

    private static Finish? FinishOf(in ChoiceFields choice, ReadOnlySpan<byte> data) =>
        choice.FinishReason.IsNonEmptyString ? FinishReason.Parse(choice.FinishReason.Inner(data)) : null;

    private static int IndexOf(in ChoiceFields choice, ReadOnlySpan<byte> data) => choice.Index.TryGetInt64(data, out var index) ? (int)index : 0;
}
