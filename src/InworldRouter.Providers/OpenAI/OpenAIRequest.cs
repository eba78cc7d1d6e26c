// The part of a chat-completions request that is the same at every OpenAI-shaped vendor: the model's name in, the router's options out.
using System.Text;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class OpenAIRequest
{
    public static void Write(OpenAIProvider provider, in UpstreamCall call, JsonPatch patch)
    {
        ref readonly var fields = ref call.Fields;
        var body = call.Body;
        var edits = new RequestEdits(body, patch);

        var from = patch.Scratch.Length;
        patch.Scratch.WriteJsonString(call.UpstreamModel.AsSpan());
        patch.ReplaceWritten(fields.Model.Start, fields.Model.Length, from);

        // The router's own options (api.md 3): "None of these reaches a provider".
        edits.Remove(fields.Models, fields.Ignore, fields.Sort, fields.Fallback, fields.Provider, fields.PromptVariables, fields.WebSearch, fields.Compression, fields.ImageConfig);
        Reasoning(provider, call, edits);
        Metadata(provider, call, edits);
        if (!provider.TakesWebSearchOptions)
            edits.Remove(fields.WebSearchOptions);
        ExtraBody(call, patch, edits);

        Stream(provider, call, edits, patch);
        MaxTokens(provider, call, edits);
        if (fields.LogitBias.Kind == JsonKind.Array)
            LogitBias.ArrayToMap(fields.LogitBias, body, patch);
        // OpenAI refuses both an empty list and a choice without tools; strict vendors too (C28).
        if (fields.Tools.Kind == JsonKind.Array && body[(fields.Tools.Start + 1)..(fields.Tools.End - 1)].IndexOfAnyExcept(" \r\n\t"u8) < 0)
            edits.Remove(fields.Tools, fields.ToolChoice, fields.ParallelToolCalls);
        else if (!fields.Tools.HasValue)
            edits.Remove(fields.ToolChoice, fields.ParallelToolCalls);
        if (!provider.KnowsDeveloperRole)
            Roles.DeveloperToSystem(fields.Messages, body, patch);
    }

    private static void Stream(OpenAIProvider provider, in UpstreamCall call, RequestEdits edits, JsonPatch patch)
    {
        ref readonly var fields = ref call.Fields;
        if (call.Stream != fields.Stream.IsTrue)
        {
            if (call.Stream)
                edits.Set(fields.Stream, "true"u8, "\"stream\":true"u8);
            else
                edits.Remove(fields.Stream);
        }
        // The usage is always asked for, whether or not the caller gets it (C14), unless the vendor refuses the question (C15).
        var options = fields.StreamOptions;
        if (!call.Stream || call.WithoutStreamOptions || !provider.TakesStreamOptions)
        {
            edits.Remove(options.Self);
        }
        else if (options.Self.Kind != JsonKind.Object)
        {
            edits.Set(options.Self, provider.StreamOptionsJson, provider.StreamOptionsMember);
        }
        else if (!options.IncludeUsage.IsTrue)
        {
            if (options.IncludeUsage.IsPresent)
                edits.Replace(options.IncludeUsage, "true"u8);
            else
                patch.InsertFirst(options.Self.Start, call.Body, "\"include_usage\":true"u8);
        }
    }

    // max_new_tokens = max_tokens (api.md 9); max_completion_tokens wins over max_tokens; one name goes on (C45).
    private static void MaxTokens(OpenAIProvider provider, in UpstreamCall call, RequestEdits edits)
    {
        ref readonly var fields = ref call.Fields;
        var name = provider.MaxTokensName;
        if (fields.MaxCompletionTokens.HasValue)
        {
            edits.Remove(fields.MaxTokens, fields.MaxNewTokens);
            if (!name.SequenceEqual("\"max_completion_tokens\""u8))
                edits.Rename(fields.MaxCompletionTokens, name);
        }
        else if (fields.MaxTokens.HasValue)
        {
            edits.Remove(fields.MaxCompletionTokens, fields.MaxNewTokens);
            if (!name.SequenceEqual("\"max_tokens\""u8))
                edits.Rename(fields.MaxTokens, name);
        }
        else
        {
            edits.Remove(fields.MaxTokens, fields.MaxCompletionTokens);
            edits.Rename(fields.MaxNewTokens, name);
        }
    }

    private static void Reasoning(OpenAIProvider provider, in UpstreamCall call, RequestEdits edits)
    {
        ref readonly var fields = ref call.Fields;
        var reasoning = fields.ExtraBody.Reasoning.HasValue ? fields.ExtraBody.Reasoning : fields.Reasoning;
        if (provider.TakesReasoningObject && reasoning.Kind == JsonKind.Object)
        {
            if (fields.ExtraBody.Reasoning.HasValue)
                edits.Set(fields.Reasoning, reasoning.Raw(call.Body), [.. "\"reasoning\":"u8, .. reasoning.Raw(call.Body)]);
            return;
        }
        edits.Remove(fields.Reasoning);
        var effort = ReasoningEffort.Of(reasoning, fields.ReasoningEffort, call);
        if (effort is null)
            return;
        var word = provider.EffortWord(effort.Value, call.Facts);
        if (word is null)
            edits.Remove(fields.ReasoningEffort);
        else
            edits.Set(fields.ReasoningEffort, Encoding.ASCII.GetBytes($"\"{word}\""), Encoding.ASCII.GetBytes($"\"reasoning_effort\":\"{word}\""));
    }

    // "metadata as strings" is OpenAI's own; anything else in it is for conditions here.
    private static void Metadata(OpenAIProvider provider, in UpstreamCall call, RequestEdits edits)
    {
        var metadata = call.Fields.Metadata;
        if (!provider.TakesMetadata || metadata.Kind != JsonKind.Object || !AllStrings(metadata, call.Body))
            edits.Remove(metadata);
    }

    private static bool AllStrings(in JsonValue map, ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json, map.Start);
        if (!scanner.EnterObject())
            return true;
        do
        {
            scanner.ReadName(out _, out _);
            if (scanner.SkipValue().Kind != JsonKind.String)
                return false;
        }
        while (scanner.NextMember());
        return true;
    }

    // A literal extra_body holds router options, which stay here, and vendor parameters, which belong at the root.
    private static void ExtraBody(in UpstreamCall call, JsonPatch patch, RequestEdits edits)
    {
        var self = call.Fields.ExtraBody.Self;
        if (!self.IsPresent)
            return;
        edits.Remove(self);
        if (self.Kind != JsonKind.Object)
            return;
        var scanner = new JsonScanner(call.Body, self.Start);
        if (!scanner.EnterObject())
            return;
        do
        {
            var name = scanner.ReadName(out var nameStart, out _);
            var value = scanner.SkipValue(nameStart);
            if (!RouterOptions.IsOption(name))
                edits.Add(call.Body[nameStart..value.End]);
        }
        while (scanner.NextMember());
    }
}
