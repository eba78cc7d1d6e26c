// A whole OpenAI-shaped answer as OpenAI's own: the vendor's bytes, patched, left open for the router's metadata.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class OpenAIAnswer
{
    // Both are reused on their thread; an answer is translated without a pause, so no two share one.
    [ThreadStatic]
    private static JsonPatch? _patch;

    [ThreadStatic]
    private static ChunkHead? _head;

    public static UpstreamFailure? Translate(OpenAIDialect provider, ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage)
    {
        usage = TokenUsage.Unknown;
        // DeepSeek keeps a waiting connection alive with blank lines in front of its answer (providers.md E).
        answer = answer.TrimStart(" \r\n\t"u8);
        if (answer.IsEmpty)
            return new UpstreamFailure(FailureKind.EmptyAnswer, "the provider answered with an empty body");
        if (!ChunkFields.TryScan(answer, out var fields, out var fault))
            return NotAnObject(provider, answer, fault);
        if (OpenAIErrors.IsTruthy(fields.Error, answer))
            return provider.Classify(200, answer);
        if (fields.Choices.Kind != JsonKind.Array)
            return new UpstreamFailure(FailureKind.MalformedAnswer, "the provider's answer has no choices");
        var patch = _patch ??= new JsonPatch();
        patch.Clear();
        if (EditChoices(fields, answer, identity, patch) is { } failure)
            return failure;
        var head = _head ??= new ChunkHead();
        head.Begin(identity, "chat.completion"u8);
        head.Edit(fields, answer, patch);
        MessageEdits.RemovePrivate(fields, answer, patch);
        usage = EditUsage(fields, answer, identity, patch);
        patch.Apply(answer, output);
        output.Truncate(output.Written.LastIndexOf((byte)'}'));
        return null;
    }

    private static UpstreamFailure NotAnObject(OpenAIDialect provider, ReadOnlySpan<byte> answer, JsonFault fault)
    {
        // Google's door puts even a single error into an array.
        if (answer[0] == '[' && ErrorBody.Read(answer).Message is not null)
            return provider.Classify(200, answer);
        return new UpstreamFailure(FailureKind.MalformedAnswer, answer[0] == '<'
            ? "the provider answered with an HTML page instead of JSON"
            : $"the provider's answer is not JSON: {fault}");
    }

    private static UpstreamFailure? EditChoices(in ChunkFields fields, ReadOnlySpan<byte> json, in AnswerIdentity identity, JsonPatch patch)
    {
        var answered = false;
        var position = 0;
        var scanner = new JsonScanner(json, fields.Choices.Start);
        if (!scanner.EnterArray())
            return NoContent();
        do
        {
            var choice = default(ChoiceFields);
            ChoiceFields.Scan(ref scanner, ref choice);
            if (choice.Self.Kind != JsonKind.Object)
                continue;
            var finish = choice.FinishReason.IsNonEmptyString ? FinishReason.Parse(choice.FinishReason.Inner(json)) : Finish.Stop;
            if (finish == Finish.Error)
                return FinishReason.Failure(choice.FinishReason, json);
            // A limit, a refusal or a filter explains an answer without content (api.md 10).
            answered |= choice.Message.HasContent || finish is Finish.Length or Finish.ContentFilter;
            AddSources(fields, choice.Message, json, patch);
            EditChoice(choice, finish, position++, json, identity, patch);
        }
        while (scanner.NextElement());
        return answered ? null : NoContent();
    }

    // A list of its own beside annotations says the same again.
    private static void AddSources(in ChunkFields fields, in MessageFields message, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var hasList = fields.Citations.IsPresent || fields.SearchResults.IsPresent || message.ExecutedTools.IsPresent || message.Content.Kind == JsonKind.Array;
        if (!hasList || message.Self.Kind != JsonKind.Object || message.Annotations is { Kind: JsonKind.Array, Length: > 2 })
            return;
        var scratch = patch.Scratch;
        var from = scratch.Length;
        scratch.Write("\"annotations\":["u8);
        var first = scratch.Length;
        foreach (ref readonly var list in (ReadOnlySpan<JsonValue>)[message.ExecutedTools, message.Content, fields.SearchResults, fields.Citations])
            Sources.Write(list, json, scratch, first, first);
        if (scratch.Length == first)
        {
            scratch.Truncate(from);
            return;
        }
        scratch.Write("],"u8);
        MessageEdits.Remove(message.Annotations, json, patch);
        patch.ReplaceWritten(message.Self.Start + 1, 0, from);
    }

    private static UpstreamFailure NoContent() => new(FailureKind.EmptyAnswer, "the provider's answer has no content");

    private static void EditChoice(in ChoiceFields choice, Finish finish, int position, ReadOnlySpan<byte> json, in AnswerIdentity identity, JsonPatch patch)
    {
        if (!choice.Index.HasValue)
            MessageEdits.SetIndex(choice.Index, choice.Self.Start, position, json, patch);
        MessageEdits.RemovePrivate(choice, json, patch);
        Logprobs.Edit(choice, choice.Message, json, patch);
        var message = choice.Message;
        if (message.Self.Kind == JsonKind.Object)
        {
            if (!message.Role.IsPresent)
                patch.InsertFirst(message.Self.Start, json, "\"role\":\"assistant\""u8);
            if (!message.Content.IsPresent)
                patch.InsertFirst(message.Self.Start, json, "\"content\":null"u8);
            MessageEdits.Apply(message, json, identity, patch);
            if (message.HasToolCalls)
                EditToolCalls(message.ToolCalls, position, json, identity, patch);
        }
        var word = FinishReason.Json(FinishReason.WithTools(finish, message.HasToolCalls));
        if (!choice.FinishReason.IsPresent)
        {
            var from = patch.Scratch.Length;
            patch.Scratch.Write(",\"finish_reason\":"u8);
            patch.Scratch.Write(word);
            patch.ReplaceWritten(message.Self.IsPresent ? message.Self.End : choice.Self.Start + 1, 0, from);
        }
        else if (!choice.FinishReason.Raw(json).SequenceEqual(word))
        {
            patch.Replace(choice.FinishReason, word);
        }
    }

    // Every call has an id, a type and arguments that are the text of an object (C24); some stacks leave them out or send the object itself.
    private static void EditToolCalls(in JsonValue calls, int choice, ReadOnlySpan<byte> json, in AnswerIdentity identity, JsonPatch patch)
    {
        var position = 0;
        var scanner = new JsonScanner(json, calls.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            var call = default(ToolCallFields);
            ToolCallFields.Scan(ref scanner, ref call);
            if (call.Self.Kind == JsonKind.Object)
                EditToolCall(call, choice, position++, json, identity, patch);
        }
        while (scanner.NextElement());
    }

    private static void EditToolCall(in ToolCallFields call, int choice, int position, ReadOnlySpan<byte> json, in AnswerIdentity identity, JsonPatch patch)
    {
        MessageEdits.Remove(call.Index, json, patch);
        if (!call.Id.IsNonEmptyString)
        {
            MessageEdits.Remove(call.Id, json, patch);
            using var id = new PooledBuffer();
            id.Write("\"id\":\""u8);
            ToolCallIndexer.WriteOwnId(choice, position, identity.Id.Span, id);
            id.Write((byte)'"');
            patch.InsertFirst(call.Self.Start, json, id.Written);
        }
        var isCustom = call.Custom.Self.IsPresent;
        if (!call.Type.IsPresent)
            patch.InsertFirst(call.Self.Start, json, isCustom ? "\"type\":\"custom\""u8 : "\"type\":\"function\""u8);
        var arguments = call.Function.Arguments;
        if (isCustom || !call.Function.Self.IsPresent || arguments.IsNonEmptyString)
            return;
        if (!arguments.IsPresent)
            patch.InsertFirst(call.Function.Self.Start, json, "\"arguments\":\"{}\""u8);
        else if (arguments.Kind is JsonKind.Null or JsonKind.String)
            patch.Replace(arguments, "\"{}\""u8);
        else
            MessageEdits.AsText(arguments, json, patch);
    }

    // "usage (always …)" (api.md 4): a provider that does not count gets an estimate of four bytes a token.
    private static TokenUsage EditUsage(in ChunkFields fields, ReadOnlySpan<byte> json, in AnswerIdentity identity, JsonPatch patch)
    {
        var raw = fields.Usage.Kind == JsonKind.Object ? fields.Usage : fields.Groq.Usage;
        MessageEdits.Remove(fields.Usage, json, patch);
        var from = patch.Scratch.Length;
        patch.Scratch.Write(",\"usage\":"u8);
        var usage = raw.Kind == JsonKind.Object ? OpenAIUsage.Copy(raw.Raw(json), patch.Scratch) : TokenUsage.Unknown;
        if (!usage.IsKnown)
            OpenAIUsage.Write(new TokenUsage(identity.PromptEstimate, Math.Max(1, fields.Choices.Length / 4)), patch.Scratch);
        patch.ReplaceWritten(fields.Choices.End, 0, from);
        return usage;
    }
}
