// A whole OpenAI-shaped answer as OpenAI's own: the vendor's bytes, patched, left open for the router's metadata.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class OpenAIAnswer
{
    // Patches are reused on their thread; an answer is translated without a pause, so no two share one.
    [ThreadStatic]
    private static JsonPatch? _patch;

    public static UpstreamFailure? Translate(OpenAIProvider provider, ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage)
    {
        usage = TokenUsage.Unknown;
        if (answer.IndexOfAnyExcept(" \r\n\t"u8) < 0)
            return new UpstreamFailure(FailureKind.EmptyAnswer, "the provider answered with an empty body");
        if (!ChunkFields.TryScan(answer, out var fields, out var fault))
            return new UpstreamFailure(FailureKind.MalformedAnswer, $"the provider's answer is not JSON: {fault}");
        if (fields.Error.HasValue && fields.Error.Kind != JsonKind.False)
            return provider.Classify(200, answer);
        if (fields.Choices.Kind != JsonKind.Array)
            return new UpstreamFailure(FailureKind.MalformedAnswer, "the provider's answer has no choices");
        var patch = _patch ??= new JsonPatch();
        patch.Clear();
        if (!EditChoices(fields.Choices, answer, identity, patch))
            return new UpstreamFailure(FailureKind.EmptyAnswer, "the provider's answer has no content");
        EditTop(fields, answer, identity, patch);
        usage = EditUsage(fields, answer, patch);
        patch.Apply(answer, output);
        output.Truncate(output.Written.LastIndexOf((byte)'}'));
        return null;
    }

    // False when no choice says anything and none has a reason to be silent.
    private static bool EditChoices(in JsonValue choices, ReadOnlySpan<byte> json, in AnswerIdentity identity, JsonPatch patch)
    {
        var answered = false;
        var scanner = new JsonScanner(json, choices.Start);
        if (!scanner.EnterArray())
            return false;
        do
        {
            if (scanner.PeekKind() != JsonKind.Object)
            {
                scanner.SkipValue();
                continue;
            }
            var choice = default(ChoiceFields);
            ChoiceFields.Scan(ref scanner, ref choice);
            var message = choice.Message;
            MessageEdits.Remove(choice.ContentFilterResults, json, patch);
            if (message.Self.Kind == JsonKind.Object)
            {
                answered |= message.HasContent;
                MessageEdits.Apply(message, json, identity, patch);
                EditToolCalls(message.ToolCalls, json, patch);
                if (!message.Role.IsPresent)
                    patch.InsertFirst(message.Self.Start, json, "\"role\":\"assistant\""u8);
            }
            answered |= EditFinish(choice.FinishReason, message.HasToolCalls, json, patch);
        }
        while (scanner.NextElement());
        return answered;
    }

    // True when the reason explains an answer without content: a limit, a refusal, a filter (api.md 10).
    private static bool EditFinish(in JsonValue reason, bool calledTools, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var said = reason.IsNonEmptyString ? FinishReason.Parse(reason.Inner(json)) : Finish.Stop;
        var finish = FinishReason.WithTools(said, calledTools);
        var word = FinishReason.Json(finish == Finish.Error ? Finish.Stop : finish);
        if (reason.IsPresent && !reason.Raw(json).SequenceEqual(word))
            patch.Replace(reason, word);
        return finish is Finish.Length or Finish.ContentFilter;
    }

    // Arguments are a string for every client; some stacks send the object itself.
    private static void EditToolCalls(in JsonValue calls, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (calls.Kind != JsonKind.Array)
            return;
        var scanner = new JsonScanner(json, calls.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            if (scanner.PeekKind() != JsonKind.Object)
            {
                scanner.SkipValue();
                continue;
            }
            var call = default(ToolCallFields);
            ToolCallFields.Scan(ref scanner, ref call);
            var arguments = call.Function.Arguments;
            if (arguments.Kind != JsonKind.Object)
                continue;
            var from = patch.Scratch.Length;
            patch.Scratch.WriteJsonString(arguments.Raw(json));
            patch.ReplaceWritten(arguments.Start, arguments.Length, from);
        }
        while (scanner.NextElement());
    }

    private static void EditTop(in ChunkFields fields, ReadOnlySpan<byte> json, in AnswerIdentity identity, JsonPatch patch)
    {
        MessageEdits.Remove(fields.Id, json, patch);
        MessageEdits.Remove(fields.Object, json, patch);
        MessageEdits.Remove(fields.Model, json, patch);
        MessageEdits.Remove(fields.Created, json, patch);
        MessageEdits.Remove(fields.Metadata, json, patch);
        MessageEdits.Remove(fields.Groq.Self, json, patch);
        MessageEdits.Remove(fields.PromptFilterResults, json, patch);
        var from = patch.Scratch.Length;
        patch.Scratch.Write("\"id\":\""u8);
        patch.Scratch.Write(identity.Id.Span);
        patch.Scratch.Write("\",\"object\":\"chat.completion\",\"created\":"u8);
        patch.Scratch.WriteNumber(identity.Created);
        patch.Scratch.Write(",\"model\":"u8);
        patch.Scratch.Write(identity.ModelJson.Span);
        patch.Scratch.Write((byte)',');
        patch.ReplaceWritten(json.IndexOf((byte)'{') + 1, 0, from);
    }

    // "usage (always …)" (api.md 4): a provider that does not count gets an estimate of four bytes a token.
    private static TokenUsage EditUsage(in ChunkFields fields, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var raw = fields.Usage.Kind == JsonKind.Object ? fields.Usage : fields.Groq.Usage;
        if (raw.Kind == JsonKind.Object)
        {
            var read = OpenAIUsage.Read(raw.Raw(json), out var corrected);
            if (read.IsKnown)
            {
                if (corrected && fields.Usage.Kind == JsonKind.Object)
                {
                    var from = patch.Scratch.Length;
                    OpenAIUsage.Write(read, patch.Scratch);
                    patch.ReplaceWritten(fields.Usage.Start, fields.Usage.Length, from);
                }
                else if (fields.Usage.Kind != JsonKind.Object)
                {
                    Insert(fields, read, json, patch);
                }
                return read;
            }
        }
        Insert(fields, new TokenUsage(0, Math.Max(1, fields.Choices.Length / 4)), json, patch);
        return TokenUsage.Unknown;
    }

    private static void Insert(in ChunkFields fields, in TokenUsage usage, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        MessageEdits.Remove(fields.Usage, json, patch);
        var from = patch.Scratch.Length;
        patch.Scratch.Write(",\"usage\":"u8);
        OpenAIUsage.Write(usage, patch.Scratch);
        patch.ReplaceWritten(json.LastIndexOf((byte)'}'), 0, from);
    }
}
