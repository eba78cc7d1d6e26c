// A Messages body for a provider of the same dialect: the caller's bytes, and the few edits without which they would be refused.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// "Byte-exact towards Anthropic: only the value of model changes, router options are cut out, and so are thinking blocks whose signature is our own"
/// (api.md 10). What it does not know it does not touch: server tools, unknown blocks and fields (C42), cache markers (C57).
/// </summary>
internal static class MessagesPatch
{
    /// <param name="counts">The call goes to the counter, which refuses what only an answer needs.</param>
    public static void Write(AnthropicProvider provider, in UpstreamCall call, UpstreamRequest request, bool counts = false)
    {
        var extraBody = call.Fields.ExtraBody.Self;
        scoped var edits = new RequestEdits(call.Body, request.Patch, extraBody);
        if (!extraBody.IsPresent)
        {
            Write(provider, call, request, counts, ref edits);
            return;
        }
        var fields = call.Fields;
        // The variables of conditions in it are not what Anthropic calls metadata.
        ExtraBody.Merge(call.Body, ref fields, ref edits, settled: "metadata"u8);
        fields.Metadata = call.Fields.Metadata;
        Write(provider, call.With(in fields), request, counts, ref edits);
        ExtraBody.Unwrap(call.Body, extraBody, edits);
    }

    private static void Write(AnthropicProvider provider, in UpstreamCall call, UpstreamRequest request, bool counts, scoped ref RequestEdits edits)
    {
        ref readonly var fields = ref call.Fields;
        if (counts)
            AskForCount(provider, call, ref edits);
        else
            AskForAnswer(provider, call, ref edits);
        // "None of these reaches a provider" (api.md 3).
        edits.Remove(fields.Models, fields.Ignore, fields.Sort, fields.Fallback, fields.Provider, fields.PromptVariables, fields.Reasoning);
        edits.Remove(fields.WebSearch, fields.WebSearchOptions, fields.Compression, fields.ImageConfig);
        // A named router's parameters that Anthropic has no word for.
        Drop("frequency_penalty", fields.FrequencyPenalty, request, ref edits);
        Drop("presence_penalty", fields.PresencePenalty, request, ref edits);
        Drop("repetition_penalty", fields.RepetitionPenalty, request, ref edits);
        Drop("logit_bias", fields.LogitBias, request, ref edits);
        Drop("seed", fields.Seed, request, ref edits);
        if (provider.NeedsFiles)
            FetchedSources.Put(call, edits.Patch);
        if (SignedHistory.Cut(call, edits.Patch))
            EndThinking(call, request, edits);
        if (fields.Reasoning.Kind == JsonKind.Object && !fields.Thinking.HasValue)
            Think(call, request, ref edits);
    }

    private static void AskForAnswer(AnthropicProvider provider, in UpstreamCall call, scoped ref RequestEdits edits)
    {
        provider.PatchModel(call, ref edits);
        if (call.Stream != call.Fields.Stream.IsTrue)
            edits.Set(call.Fields.Stream, "\"stream\""u8, call.Stream ? "true"u8 : "false"u8);
        RemoveVariables(call.Fields.Metadata, ref edits);
    }

    // "Extra inputs are not permitted": these are the members of POST /v1/messages that MessageCountTokensParams of Anthropic's SDKs is without.
    private static void AskForCount(AnthropicProvider provider, in UpstreamCall call, scoped ref RequestEdits edits)
    {
        ref readonly var fields = ref call.Fields;
        provider.PatchCountedModel(call, ref edits);
        edits.Remove(fields.MaxTokens, fields.Stream, fields.Temperature, fields.TopP, fields.TopK, fields.StopSequences, fields.Metadata, fields.ServiceTier);
        edits.Remove(ObjectMembers.Find(call.Body, 0, "container"u8), ObjectMembers.Find(call.Body, 0, "inference_geo"u8));
    }

    private static void Drop(string name, in JsonValue value, UpstreamRequest request, ref RequestEdits edits)
    {
        request.WarnOfDropped(name, value, edits.Body, AnthropicRequest.NoSuchParameter);
        edits.Remove(value);
    }

    // "metadata{user_id}" is all that Anthropic takes (providers.md B.1); its other members are for conditions here.
    private static void RemoveVariables(in JsonValue metadata, ref RequestEdits edits)
    {
        var scanner = new JsonScanner(edits.Body, metadata.Start);
        if (metadata.Kind != JsonKind.Object || !scanner.EnterObject())
            return;
        if (!ObjectMembers.Find(edits.Body, metadata.Start, "user_id"u8).IsPresent)
        {
            edits.Remove(metadata);
            return;
        }
        do
        {
            var name = ObjectMembers.ReadName(ref scanner, out var nameStart);
            var value = scanner.SkipValue(nameStart);
            if (!name.SequenceEqual("user_id"u8))
                edits.Patch.RemoveMember(value, edits.Body);
        }
        while (scanner.NextMember());
    }

    // "Expected `thinking` or `redacted_thinking`, but found `tool_use`": with a budget the tool turn in progress must begin with it (providers.md B.5).
    private static void EndThinking(in UpstreamCall call, UpstreamRequest request, in RequestEdits edits)
    {
        var thinking = call.Fields.Thinking;
        if (thinking.Kind != JsonKind.Object || !ObjectMembers.Find(call.Body, thinking.Start, "type"u8).StringEquals(call.Body, "enabled"u8))
            return;
        edits.Replace(thinking, "{\"type\":\"disabled\"}"u8);
        request.Warnings.Add("thinking is off for this call: another provider began the tool turn in progress");
    }

    // The router's own way to ask, for a caller who has not asked in Anthropic's.
    private static void Think(in UpstreamCall call, UpstreamRequest request, ref RequestEdits edits)
    {
        ref readonly var fields = ref call.Fields;
        var choice = fields.ToolChoice.Kind == JsonKind.Object ? ObjectMembers.Find(call.Body, fields.ToolChoice.Start, "type"u8) : default;
        if (choice.StringEquals(call.Body, "any"u8) || choice.StringEquals(call.Body, "tool"u8))
        {
            // "forced tool_choice + thinking is rejected by Anthropic" (C52)
            request.Warnings.Add("reasoning is not sent: a forced tool_choice goes without it");
            return;
        }
        var conversation = request.ConversationOf(call);
        conversation.Settings.ExcludeThinking = ReasoningEffort.IsHidden(call);
        var thinking = AnthropicThinking.Of(call, conversation, fields.MaxTokens.TryGetInt64(call.Body, out var limit) ? limit : 0, request.Warnings);
        if (thinking.IsSaid)
        {
            using var words = new PooledBuffer();
            thinking.Write(call.Body, words);
            edits.Set(fields.Thinking, "\"thinking\""u8, words.Written);
        }
        if (thinking.HasEffort)
            AskFor(thinking.Effort, call, ref edits);
        if (!thinking.IsOn)
            return;
        // "`temperature` may only be set to 1 when thinking is enabled" (providers.md B.5)
        if (fields.Temperature.HasValue || fields.TopP.HasValue || fields.TopK.HasValue)
            request.Warnings.Add($"temperature, top_p and top_k are not sent: {call.UpstreamModel} takes none while it thinks");
        edits.Remove(fields.Temperature, fields.TopP, fields.TopK);
    }

    private static void AskFor(ReasoningEfforts effort, in UpstreamCall call, ref RequestEdits edits)
    {
        var config = call.Fields.OutputConfig;
        if (config.Kind != JsonKind.Object)
            edits.Set(config, "\"output_config\""u8, [.. "{\"effort\":"u8, .. ReasoningEffort.Json(effort), (byte)'}']);
        else if (!ObjectMembers.Find(call.Body, config.Start, "effort"u8).IsPresent)
            edits.Patch.InsertFirst(config.Start, call.Body, [.. "\"effort\":"u8, .. ReasoningEffort.Json(effort)]);
    }
}
