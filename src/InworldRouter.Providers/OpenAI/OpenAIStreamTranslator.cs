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
public sealed class OpenAIStreamTranslator(OpenAIProvider provider) : StreamTranslator
{
    private readonly JsonPatch _patch = new();
    private readonly PooledBuffer _held = new();
    private readonly PooledBuffer _usage = new();
    private readonly PooledBuffer _answer = new();
    private readonly ToolCallIndexer _tools = new();
    private AnswerIdentity _identity;
    private ChoiceFlags _roles;
    private ChoiceFlags _finished;
    private bool _sawFinish;

    public override void Begin(in AnswerIdentity identity)
    {
        _identity = identity;
        _patch.Clear();
        _held.Reset();
        _usage.Reset();
        _answer.Reset();
        _tools.Reset();
        _roles = _finished = default;
        _sawFinish = false;
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
        if (!ChunkFields.TryScan(data, out var chunk, out var fault))
            return Fail(new UpstreamFailure(FailureKind.MalformedAnswer, $"the stream has an event that is not JSON: {fault}"));
        // OpenAI's clients throw when the event is named "error" or the top level has a truthy "error" (providers.md A.3).
        if (chunk.Error.HasValue && chunk.Error.Kind != JsonKind.False || upstream.Type.SequenceEqual("error"u8))
            return Fail(provider.Classify(200, data));
        TakeUsage(chunk.Usage.Kind == JsonKind.Object ? chunk.Usage : chunk.Groq.Usage, data);

        // No choices: a usage count, Azure's prompt_filter_results (C18), an OpenRouter note. None of it is the caller's, or not yet.
        if (chunk.Choices.Kind != JsonKind.Array || chunk.Choices.Length <= 2)
            return StreamStep.Quiet;

        // A server that answers a stream request with one whole answer still has said everything.
        return TranslateChoices(chunk, data, output);
    }

    public override StreamStep EndOfInput()
    {
        // [DONE] may be missing; a finish_reason is the end all the same. Without either the answer has been cut (C64).
        if (_sawFinish)
            return StreamStep.End;
        return Fail(new UpstreamFailure(FailureKind.Truncated, "the stream ended before its finish_reason and without [DONE]"));
    }

    public override void Complete(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        if (_held.IsEmpty)
            HoldFinish(0, Finish.Stop);
        output.Write("data: "u8);
        output.Write(_held.Written);
        if (!_identity.IncludeUsage)
            WriteMetadata(metadata, output);
        output.Write("}\n\n"u8);
        if (_identity.IncludeUsage)
        {
            // "choices:[]", last before [DONE] (C13); made here when the upstream sent none.
            output.Write("data: "u8);
            WriteChunkHead(output);
            output.Write("\"choices\":[],\"usage\":"u8);
            if (_usage.IsEmpty)
                OpenAIUsage.Write(Usage.IsKnown ? Usage : new TokenUsage(0, ContentEvents), output);
            else
                output.Write(_usage.Written);
            WriteMetadata(metadata, output);
            output.Write("}\n\n"u8);
        }
        output.Write("data: [DONE]\n\n"u8);
    }

    private StreamStep TranslateChoices(in ChunkFields chunk, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        _patch.Clear();
        var step = StreamStep.Quiet;
        var finishes = 0;
        var lastIndex = 0;
        var lastFinish = Finish.Stop;
        var says = false;
        var count = 0;
        var scanner = new JsonScanner(data, chunk.Choices.Start);
        scanner.EnterArray();
        do
        {
            var choice = default(ChoiceFields);
            if (scanner.PeekKind() != JsonKind.Object)
            {
                scanner.SkipValue();
                continue;
            }
            count++;
            ChoiceFields.Scan(ref scanner, ref choice);
            var index = choice.Index.TryGetInt64(data, out var said) ? (int)said : 0;
            var delta = choice.Delta;
            if (!delta.Self.IsPresent && choice.Message.Self.Kind == JsonKind.Object)
            {
                // A whole answer where a chunk was due: its message is the one delta of this stream.
                delta = choice.Message;
                _patch.Rename(delta.Self, data, "\"delta\""u8);
            }
            if (choice.FinishReason.IsNonEmptyString)
            {
                lastFinish = FinishReason.Parse(choice.FinishReason.Inner(data));
                if (lastFinish == Finish.Error)
                    return Fail(new UpstreamFailure(FailureKind.ServerError, "the provider ended the stream with finish_reason \"error\""));
                lastIndex = index;
                finishes++;
            }
            var hasContent = delta.Self.Kind == JsonKind.Object && delta.HasContent;
            if (hasContent)
            {
                says = true;
                step = StreamStep.Content;
            }
            EditChoice(choice, delta, index, data, hasContent);
        }
        while (scanner.NextElement());

        if (finishes == 0)
        {
            ReleaseHeld(output);
            if (says)
                ContentEvents++;
            WriteChunk(chunk, data, output);
            return step;
        }

        _sawFinish = true;
        if (says)
        {
            // Content and its finish_reason in one chunk (C25): the content goes now, with null; the finish in a chunk of its own.
            ReleaseHeld(output);
            ContentEvents++;
            WriteChunk(chunk, data, output);
        }
        EndedEarly |= lastFinish is Finish.Length or Finish.ContentFilter;
        if (count > 1 && !says)
        {
            // Several choices end in one chunk: it is held as it is.
            ReleaseHeld(output);
            HoldChunk(chunk, data);
        }
        else if (!_finished.Add(lastIndex) && !_held.IsEmpty)
        {
            // A second finish for the same choice says nothing new, and must not overwrite "tool_calls" (C16).
            return step;
        }
        else
        {
            ReleaseHeld(output);
            if (says)
                HoldFinish(lastIndex, FinishReason.WithTools(lastFinish, _tools.HasCalls(lastIndex)));
            else
                HoldChunk(chunk, data);
        }
        return step;
    }

    private void EditChoice(in ChoiceFields choice, in MessageFields delta, int index, ReadOnlySpan<byte> data, bool hasContent)
    {
        MessageEdits.Remove(choice.ContentFilterResults, data, _patch);
        if (choice.FinishReason.Kind == JsonKind.String)
            EditFinish(choice.FinishReason, index, data, hasContent);
        if (delta.Self.Kind != JsonKind.Object)
        {
            // "delta": null, or none at all: our clients' parsers want an object.
            if (delta.Self.IsPresent)
                _patch.Replace(delta.Self, "{}"u8);
            else
                _patch.InsertFirst(choice.Self.Start, data, "\"delta\":{}"u8);
            return;
        }
        if (choice.FinishReason.IsNonEmptyString && !hasContent && !_roles.IsFirst(index))
        {
            // "The last delta holds nothing but annotations, else {}" (api.md 10, C17).
            EmptyDelta(delta, data);
            return;
        }
        EditRole(delta, index, data);
        MessageEdits.Apply(delta, data, _identity, _patch);
        if (delta.HasToolCalls)
            _tools.Edit(delta.ToolCalls, index, data, _patch);
    }

    // The role once, in the first delta, whatever the vendor does (C11).
    private void EditRole(in MessageFields delta, int index, ReadOnlySpan<byte> data)
    {
        if (_roles.Add(index))
        {
            if (!delta.Role.IsPresent)
                _patch.InsertFirst(delta.Self.Start, data, "\"role\":\"assistant\""u8);
            else if (!delta.Role.StringEquals(data, "assistant"u8))
                _patch.Replace(delta.Role, "\"assistant\""u8);
        }
        else if (delta.Role.IsPresent)
        {
            _patch.RemoveMember(delta.Role, data);
        }
    }

    private void EditFinish(in JsonValue reason, int index, ReadOnlySpan<byte> data, bool hasContent)
    {
        if (!reason.IsNonEmptyString || hasContent)
        {
            _patch.Replace(reason, "null"u8);
            return;
        }
        var said = reason.Raw(data);
        var finish = FinishReason.Json(FinishReason.WithTools(FinishReason.Parse(reason.Inner(data)), _tools.HasCalls(index)));
        if (!said.SequenceEqual(finish))
            _patch.Replace(reason, finish);
    }

    private void EmptyDelta(in MessageFields delta, ReadOnlySpan<byte> data)
    {
        if (delta.Self.Length == 2)
            return;
        var from = _patch.Scratch.Length;
        _patch.Scratch.Write((byte)'{');
        if (delta.Annotations.Kind == JsonKind.Array)
        {
            _patch.Scratch.Write("\"annotations\":"u8);
            _patch.Scratch.Write(delta.Annotations.Raw(data));
        }
        _patch.Scratch.Write((byte)'}');
        _patch.ReplaceWritten(delta.Self.Start, delta.Self.Length, from);
    }

    private void WriteChunk(in ChunkFields chunk, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        EditTop(chunk, data);
        output.Write("data: "u8);
        _patch.Apply(data, output);
        output.Write("\n\n"u8);
    }

    private void HoldChunk(in ChunkFields chunk, ReadOnlySpan<byte> data)
    {
        EditTop(chunk, data);
        _held.Reset();
        _patch.Apply(data, _held);
        var held = _held.Written;
        // Without its last brace: the metadata may follow.
        _held.Truncate(held.LastIndexOf((byte)'}'));
    }

    private void HoldFinish(int index, Finish finish)
    {
        _held.Reset();
        WriteChunkHead(_held);
        _held.Write("\"choices\":[{\"index\":"u8);
        _held.WriteNumber(index);
        _held.Write(",\"delta\":{},\"finish_reason\":"u8);
        _held.Write(FinishReason.Json(finish));
        _held.Write("}]"u8);
    }

    private void ReleaseHeld(PooledBuffer output)
    {
        if (_held.IsEmpty)
            return;
        output.Write("data: "u8);
        output.Write(_held.Written);
        output.Write("}\n\n"u8);
        _held.Truncate(0);
    }

    // id, created and model are constant over the stream (C12); what is not there is added, as every client expects it.
    private void EditTop(in ChunkFields chunk, ReadOnlySpan<byte> data)
    {
        if (chunk.Id.IsPresent && chunk.Object.IsPresent && chunk.Created.IsPresent && chunk.Model.IsPresent)
        {
            Span<byte> quoted = stackalloc byte[64];
            _patch.Replace(chunk.Id, Quote(_identity.Id.Span, quoted));
            if (!chunk.Object.StringEquals(data, "chat.completion.chunk"u8))
                _patch.Replace(chunk.Object, "\"chat.completion.chunk\""u8);
            Span<byte> digits = stackalloc byte[20];
            System.Buffers.Text.Utf8Formatter.TryFormat(_identity.Created, digits, out var used);
            _patch.Replace(chunk.Created, digits[..used]);
            _patch.Replace(chunk.Model, _identity.ModelJson.Span);
        }
        else
        {
            MessageEdits.Remove(chunk.Id, data, _patch);
            MessageEdits.Remove(chunk.Object, data, _patch);
            MessageEdits.Remove(chunk.Created, data, _patch);
            MessageEdits.Remove(chunk.Model, data, _patch);
            // Right behind the opening brace; choices follow, so there is always a comma to write.
            var from = _patch.Scratch.Length;
            WriteChunkMembers(_patch.Scratch);
            _patch.ReplaceWritten(OpeningBrace(data) + 1, 0, from);
        }
        // Usage goes into a chunk of its own, when it was asked for; null is OpenAI's "not yet", for those who asked (C14).
        if (chunk.Usage.IsPresent && (chunk.Usage.Kind != JsonKind.Null || !_identity.IncludeUsage))
            _patch.RemoveMember(chunk.Usage, data);
        MessageEdits.Remove(chunk.Groq.Self, data, _patch);
        MessageEdits.Remove(chunk.PromptFilterResults, data, _patch);
        MessageEdits.Remove(chunk.Metadata, data, _patch);
        MessageEdits.Remove(chunk.Obfuscation, data, _patch);
    }

    private void WriteChunkHead(PooledBuffer output)
    {
        output.Write((byte)'{');
        WriteChunkMembers(output);
    }

    private void WriteChunkMembers(PooledBuffer output)
    {
        output.Write("\"id\":\""u8);
        output.Write(_identity.Id.Span);
        output.Write("\",\"object\":\"chat.completion.chunk\",\"created\":"u8);
        output.WriteNumber(_identity.Created);
        output.Write(",\"model\":"u8);
        output.Write(_identity.ModelJson.Span);
        output.Write((byte)',');
    }

    private static void WriteMetadata(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        output.Write(",\"metadata\":"u8);
        output.Write(metadata);
    }

    // On every chunk, on the last, on one of its own: the latest count stands (providers.md E).
    private void TakeUsage(in JsonValue usage, ReadOnlySpan<byte> data)
    {
        if (usage.Kind != JsonKind.Object)
            return;
        var raw = usage.Raw(data);
        var read = OpenAIUsage.Read(raw, out var corrected);
        if (!read.IsKnown)
            return;
        Usage = read;
        _usage.Truncate(0);
        if (corrected)
            OpenAIUsage.Write(read, _usage);
        else
            _usage.Write(raw);
    }

    private StreamStep Fail(UpstreamFailure failure)
    {
        Failure = failure;
        return StreamStep.Failed;
    }

    private static int OpeningBrace(ReadOnlySpan<byte> data) => data.IndexOf((byte)'{');

    private static ReadOnlySpan<byte> Quote(ReadOnlySpan<byte> text, Span<byte> into)
    {
        into[0] = (byte)'"';
        text.CopyTo(into[1..]);
        into[text.Length + 1] = (byte)'"';
        return into[..(text.Length + 2)];
    }
}
