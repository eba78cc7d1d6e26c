// The part of a chat-completions request that is the same at every OpenAI-shaped vendor: the model's name in, the router's options out.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class OpenAIRequest
{
    // OpenAI's limits of metadata (providers.md A.1); what is beyond them was meant for conditions here.
    private const int MostMetadata = 16;
    private const int LongestMetadataKey = 64;
    private const int LongestMetadataValue = 512;

    public static void Write(OpenAIDialect provider, in UpstreamCall call, ref RequestEdits edits)
    {
        ref readonly var fields = ref call.Fields;
        var patch = edits.Patch;

        var from = patch.Scratch.Length;
        patch.Scratch.WriteJsonString(call.UpstreamModel.AsSpan());
        patch.ReplaceWritten(fields.Model.Start, fields.Model.Length, from);

        // The router's own options (api.md 3): "None of these reaches a provider, except what a provider itself defines".
        edits.Remove(fields.Models, fields.Ignore, fields.Sort, fields.Fallback, fields.Provider, fields.PromptVariables, fields.WebSearch, fields.Compression);
        if (!provider.TakesImageConfig)
            edits.Remove(fields.ImageConfig);
        if (!provider.TakesWebSearchOptions)
            edits.Remove(fields.WebSearchOptions);
        if (!provider.TakesRepetitionPenalty)
            edits.Remove(fields.RepetitionPenalty);
        if (!provider.TakesMetadata || !IsVendorMetadata(fields.Metadata, call.Body))
            edits.Remove(fields.Metadata);
        if (!provider.TakesOpenAIsOwn)
            edits.Remove(fields.Store, fields.Verbosity, fields.SafetyIdentifier, fields.Moderation, fields.PromptCacheOptions, fields.PromptCacheRetention);
        if (provider.TakesReasoningObject && fields.Reasoning.Kind == JsonKind.Object)
        {
            // Of two ways to ask only the stronger goes on.
            edits.Remove(fields.ReasoningEffort);
        }
        else
        {
            edits.Remove(fields.Reasoning);
            provider.WriteEffort(call, ReasoningEffort.Of(call), ref edits);
        }
        Stream(provider, call, ref edits);
        MaxTokens(provider.MaxTokensName, fields, ref edits);
        Tools(provider, fields, call.Body, ref edits);
        if (!provider.TakesLogitBias)
            edits.Remove(fields.LogitBias);
        else if (fields.LogitBias.Kind == JsonKind.Array)
            LogitBias.ArrayToMap(fields.LogitBias, call.Body, patch);
    }

    private static void Stream(OpenAIDialect provider, in UpstreamCall call, ref RequestEdits edits)
    {
        ref readonly var fields = ref call.Fields;
        if (!call.Stream)
            edits.Remove(fields.Stream);
        else if (!fields.Stream.IsTrue)
            edits.Set(fields.Stream, "\"stream\""u8, "true"u8);

        // The usage is always asked for, whether or not the caller gets it (C14), unless the vendor refuses the question (C15).
        var options = fields.StreamOptions;
        if (!call.Stream || call.Concedes(Concessions.StreamOptions) || !provider.TakesStreamOptions)
            edits.Remove(options.Self);
        else if (options.Self.Kind != JsonKind.Object)
            edits.Set(options.Self, "\"stream_options\""u8, provider.StreamOptions);
        else if (!options.IncludeUsage.IsPresent)
            edits.Patch.InsertFirst(options.Self.Start, call.Body, "\"include_usage\":true"u8);
        else if (!options.IncludeUsage.IsTrue)
            edits.Replace(options.IncludeUsage, "true"u8);
    }

    // max_new_tokens = max_tokens (api.md 9); max_completion_tokens wins over max_tokens; one name goes on (C45).
    private static void MaxTokens(ReadOnlySpan<byte> name, in ChatRequestFields fields, ref RequestEdits edits)
    {
        var limit = fields.MaxCompletionTokens.HasValue ? fields.MaxCompletionTokens : fields.MaxTokens.HasValue ? fields.MaxTokens : fields.MaxNewTokens;
        var limitName = fields.MaxCompletionTokens.HasValue ? "\"max_completion_tokens\""u8 : fields.MaxTokens.HasValue ? "\"max_tokens\""u8 : "\"max_new_tokens\""u8;
        foreach (ref readonly var other in (ReadOnlySpan<JsonValue>)[fields.MaxCompletionTokens, fields.MaxTokens, fields.MaxNewTokens])
        {
            if (other != limit || !limit.HasValue)
                edits.Remove(other);
        }
        if (limit.HasValue && !limitName.SequenceEqual(name))
            edits.Patch.Rename(limit, edits.Body, name);
    }

    // OpenAI refuses both an empty list and a choice without tools; strict vendors too (C28).
    private static void Tools(OpenAIDialect provider, in ChatRequestFields fields, ReadOnlySpan<byte> body, ref RequestEdits edits)
    {
        if (!HasTools(fields, body))
        {
            edits.Remove(fields.Tools, fields.ToolChoice, fields.ParallelToolCalls);
            return;
        }
        if ((provider.Habits & MessageHabits.NoCacheMarkers) != 0)
            CacheMarks.RemoveFromTools(fields.Tools, body, edits.Patch);
        if (fields.ToolChoice.Kind == JsonKind.Object && !provider.TakesAllowedTools)
            AllowAll(fields.ToolChoice, body, edits);
    }

    // {"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[…]}} (providers.md A.1): elsewhere the mode alone has a word.
    private static void AllowAll(in JsonValue choice, ReadOnlySpan<byte> body, in RequestEdits edits)
    {
        var allowed = ObjectMembers.Find(body, choice.Start, "allowed_tools"u8);
        if (allowed.Kind == JsonKind.Object)
            edits.Replace(choice, ObjectMembers.Find(body, allowed.Start, "mode"u8).StringEquals(body, "required"u8) ? "\"required\""u8 : "\"auto\""u8);
    }

    public static bool HasTools(in ChatRequestFields fields, ReadOnlySpan<byte> body) =>
        fields.Tools.HasValue && (fields.Tools.Kind != JsonKind.Array || fields.Tools.Raw(body)[1..^1].IndexOfAnyExcept(" \r\n\t"u8) >= 0);

    // "metadata as strings" is OpenAI's own; anything else in it is for conditions here.
    public static bool IsVendorMetadata(in JsonValue metadata, ReadOnlySpan<byte> json)
    {
        if (metadata.Kind != JsonKind.Object)
            return false;
        var scanner = new JsonScanner(json, metadata.Start);
        if (!scanner.EnterObject())
            return true;
        var count = 0;
        do
        {
            var name = scanner.ReadName(out _, out _);
            var value = scanner.SkipValue();
            if (value.Kind != JsonKind.String || value.Length - 2 > LongestMetadataValue || name.Length > LongestMetadataKey || ++count > MostMetadata)
                return false;
        }
        while (scanner.NextMember());
        return true;
    }
}
