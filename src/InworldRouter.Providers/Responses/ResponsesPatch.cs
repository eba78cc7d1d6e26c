// A Responses call to a vendor of the same dialect: the caller's bytes, without what is the router's.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

internal static class ResponsesPatch
{
    public static void Write(in UpstreamCall call, UpstreamRequest request)
    {
        ResponsesRequestFields.TryScan(call.Body, out var fields, out _);
        var extra = fields.ExtraBody.Self;
        scoped var edits = new RequestEdits(call.Body, request.Patch, extra);
        if (extra.Kind == JsonKind.Object)
        {
            ExtraBody.RemoveOverridden(call.Body, extra, "input"u8, ref edits);
            fields.OverlayExtraBody(call.Body);
        }
        Write(call, fields, request, ref edits);
        if (extra.IsPresent)
            ExtraBody.Unwrap(call.Body, extra, edits);
    }

    private static void Write(in UpstreamCall call, in ResponsesRequestFields fields, UpstreamRequest request, ref RequestEdits edits)
    {
        var from = edits.Patch.Scratch.Length;
        edits.Patch.Scratch.WriteJsonString(call.UpstreamModel.AsSpan());
        edits.Patch.ReplaceWritten(fields.Model.Start, fields.Model.Length, from);

        // "None of these reaches a provider, except what a provider itself defines" (api.md 3). Nothing is done in the background through the router.
        edits.Remove(fields.Models, fields.Ignore, fields.Sort, fields.Fallback, fields.Provider, fields.PromptVariables, fields.WebSearch, fields.Compression);
        edits.Remove(fields.ImageConfig, fields.Modalities, fields.Background);
        if (call.HasHistory)
            edits.Remove(fields.PreviousResponseId);
        if (!OpenAIRequest.IsVendorMetadata(fields.Metadata, call.Body))
            edits.Remove(fields.Metadata);
        if (fields.WebSearchOptions.HasValue)
            request.Warnings.Add("web_search_options is not sent: the Responses API has a tool for it, {\"type\":\"web_search\"}");
        edits.Remove(fields.WebSearchOptions);

        // A named router's parameters that the API has no word for.
        Drop("stop", fields.Stop, request, ref edits);
        Drop("seed", fields.Seed, request, ref edits);
        Drop("logit_bias", fields.LogitBias, request, ref edits);
        Drop("frequency_penalty", fields.FrequencyPenalty, request, ref edits);
        Drop("presence_penalty", fields.PresencePenalty, request, ref edits);
        Drop("repetition_penalty", fields.RepetitionPenalty, request, ref edits);

        if (!call.Stream)
            edits.Remove(fields.Stream, fields.StreamOptions);
        else if (!fields.Stream.IsTrue)
            edits.Set(fields.Stream, "\"stream\""u8, "true"u8);
        if (call.Stream && call.Concedes(Concessions.StreamOptions))
            edits.Remove(fields.StreamOptions);
        // As for callers of other dialects (ResponsesRequest): a shorter limit is no reason to refuse a call.
        if (fields.MaxOutputTokens.TryGetInt64(call.Body, out var most) && most < ResponsesRequest.LeastMaxTokens)
            edits.Replace(fields.MaxOutputTokens, "16"u8);
        WriteReasoning(call, fields, request, ref edits);
        CarriedItems.Restore(call, fields.Input, edits.Patch);
        CacheMarks.RemoveFromTools(fields.Tools, call.Body, edits.Patch);
    }

    private static void Drop(string name, in JsonValue value, UpstreamRequest request, ref RequestEdits edits)
    {
        request.WarnOfDropped(name, value, edits.Body, ResponsesRequest.NoSuchParameter);
        edits.Remove(value);
    }

    // "unsupported level degrades, not 400" (C51); exclude and max_tokens are the router's words.
    private static void WriteReasoning(in UpstreamCall call, in ResponsesRequestFields fields, UpstreamRequest request, ref RequestEdits edits)
    {
        var said = default(ResponsesReasoningFields);
        if (fields.Reasoning.Kind == JsonKind.Object)
        {
            var scanner = new JsonScanner(call.Body, fields.Reasoning.Start);
            ResponsesReasoningFields.Scan(ref scanner, ref said);
        }
        Effort? asked = said.MaxTokens.TryGetInt64(call.Body, out var tokens)
            ? ReasoningEffort.OfBudget(tokens, fields.MaxOutputTokens.TryGetInt64(call.Body, out var limit) ? limit : call.MaxOutputTokens)
            : said.Effort.Kind == JsonKind.String ? ReasoningEffort.Parse(said.Effort.Inner(call.Body))
            : null;
        // A name that says nothing reasons when it is asked to.
        var isTrusted = !call.Family.IsKnown && call.Facts is null;
        if (!isTrusted && !OpenAIReasoning.Can(call))
            edits.Remove(fields.Reasoning);
        else if (said.Self.IsPresent)
            EditReasoning(call, said, asked, edits.Patch);
        if (isTrusted || !OpenAIReasoning.IsOn(call, asked))
            return;
        // "temperature, top_p, logprobs: rejected while reasoning is on" (providers.md A.1)
        request.WarnOfDropped("temperature", fields.Temperature, call.Body, "the model reasons");
        request.WarnOfDropped("top_p", fields.TopP, call.Body, "the model reasons");
        edits.Remove(fields.Temperature, fields.TopP, fields.TopLogprobs);
    }

    private static void EditReasoning(in UpstreamCall call, in ResponsesReasoningFields said, Effort? asked, JsonPatch patch)
    {
        Cut(said.Exclude, call.Body, patch);
        Cut(said.MaxTokens, call.Body, patch);
        // What nobody is to see need not be told.
        if (said.Exclude.IsTrue)
            Cut(said.Summary, call.Body, patch);
        if (asked is not { } effort)
            return;
        var level = OpenAIReasoning.Fit(call, effort);
        if (level is null)
            Cut(said.Effort, call.Body, patch);
        else if (!said.Effort.IsPresent)
            InsertEffort(said.Self, ReasoningEffort.Json(level.Value), call.Body, patch);
        else if (!said.Effort.Raw(call.Body).SequenceEqual(ReasoningEffort.Json(level.Value)))
            patch.Replace(said.Effort, ReasoningEffort.Json(level.Value));
    }

    private static void InsertEffort(in JsonValue reasoning, ReadOnlySpan<byte> level, ReadOnlySpan<byte> body, JsonPatch patch)
    {
        Span<byte> member = stackalloc byte[32];
        "\"effort\":"u8.CopyTo(member);
        level.CopyTo(member["\"effort\":"u8.Length..]);
        patch.InsertFirst(reasoning.Start, body, member[..("\"effort\":"u8.Length + level.Length)]);
    }

    private static void Cut(in JsonValue value, ReadOnlySpan<byte> body, JsonPatch patch)
    {
        if (value.IsPresent)
            patch.RemoveMember(value, body);
    }
}
