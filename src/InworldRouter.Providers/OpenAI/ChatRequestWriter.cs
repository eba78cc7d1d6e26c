// A call of another dialect as the chat-completions body that a chat caller would have sent: the mapping of providers.md D.5, member by member.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// Says all that this router's own dialect can say, in its own words; what the vendor calls otherwise or refuses is then edited as in any chat call.
/// </summary>
internal readonly ref struct ChatRequestWriter
{
    // "stop_sequences → stop (first 4)"
    private const int MostStops = 4;

    private readonly OpenAIDialect _vendor;
    private readonly UpstreamCall _call;
    private readonly UpstreamRequest _request;
    private readonly Conversation _conversation;

    public ChatRequestWriter(OpenAIDialect vendor, in UpstreamCall call, UpstreamRequest request)
    {
        _vendor = vendor;
        _call = call;
        _request = request;
        _conversation = request.ConversationOf(call);
    }

    private ref CallSettings Settings => ref _conversation.Settings;

    private PooledBuffer Output => _request.Said;

    /// <summary>Writes <see cref="UpstreamRequest.Said"/>.</summary>
    /// <returns>Null, or what of the call has no words there.</returns>
    public UpstreamFailure? Write()
    {
        Output.Write("{\"model\":"u8);
        Output.WriteJsonString(_call.UpstreamModel.AsSpan());
        if (_call.Stream)
            Output.Write(",\"stream\":true"u8);
        Output.Write(",\"messages\":["u8);
        if (new SaidMessages(_vendor, _call, _conversation, _request).Write() is { } unsayable)
            return unsayable;
        Output.Write((byte)']');
        if (new SaidTools(_call, _conversation, _request).Write() is { } unserved)
            return unserved;
        var limit = WriteLimit();
        WriteStops();
        Copy(",\"temperature\":"u8, Settings.Temperature);
        Copy(",\"top_p\":"u8, Settings.TopP);
        WriteTopK();
        WriteEffort(limit);
        WriteForm();
        SaidUser.Write(_call, Settings, Output);
        Copy(",\"frequency_penalty\":"u8, Settings.FrequencyPenalty);
        Copy(",\"presence_penalty\":"u8, Settings.PresencePenalty);
        Copy(",\"logit_bias\":"u8, Settings.LogitBias);
        Copy(",\"seed\":"u8, Settings.Seed);
        // OpenAI's own, which both of its dialects know. Answers are kept here (api.md 7), so store is not the vendor's business.
        Copy(",\"metadata\":"u8, Settings.Metadata);
        // Of what asked for them only the kind is meant: another dialect has no such word.
        if (Settings.Logprobs.IsTrue)
            Output.Write(",\"logprobs\":true"u8);
        Copy(",\"top_logprobs\":"u8, Settings.TopLogprobs);
        Copy(",\"verbosity\":"u8, Settings.Verbosity);
        Copy(",\"prompt_cache_retention\":"u8, Settings.PromptCacheRetention);
        Copy(",\"prompt_cache_options\":"u8, Settings.PromptCacheOptions);
        Output.Write((byte)'}');
        return null;
    }

    // "clamped to the model's limit (Claude Code sends 32000/64000; many models cap 8–16 k → 400 if not clamped)"; 0 only warms Anthropic's cache.
    private long? WriteLimit()
    {
        if (Settings.MaxTokens is not { } asked)
            return null;
        var limit = Math.Max(1, Math.Min(asked, _call.MaxOutputTokens ?? asked));
        if (limit < asked)
            _request.Warnings.Add($"max_tokens is {asked}; {limit} are asked for, which is the most that the model answers with");
        Output.Write(",\"max_tokens\":"u8);
        Output.WriteNumber(limit);
        return limit;
    }

    private void WriteStops()
    {
        var scanner = new JsonScanner(_call.Body, Settings.Stop.Start);
        if (Settings.Stop.Kind != JsonKind.Array || !scanner.EnterArray())
        {
            Copy(",\"stop\":"u8, Settings.Stop.Kind == JsonKind.String ? Settings.Stop : default);
            return;
        }
        var count = 0;
        do
        {
            var stop = scanner.SkipValue();
            if (!stop.IsNonEmptyString || ++count > MostStops)
                continue;
            Output.Write(count == 1 ? ",\"stop\":["u8 : ","u8);
            Output.Write(stop.Raw(_call.Body));
        }
        while (scanner.NextElement());
        if (count > 0)
            Output.Write((byte)']');
        if (count > MostStops)
            _request.Warnings.Add($"stop_sequences has {count}; the first {MostStops} are sent");
    }

    private void WriteTopK()
    {
        if (_vendor.TakesTopK)
            Copy(",\"top_k\":"u8, Settings.TopK);
        else
            _request.WarnOfDropped("top_k", Settings.TopK, _call.Body, "the provider has no such parameter");
    }

    // Tokens to those who take them; to all others the level that they are of what the caller, not the model, allows for the answer.
    private void WriteEffort(long? limit)
    {
        if (Settings.Effort is not { } effort)
            return;
        if (_vendor.TakesReasoningObject && Settings.ThinkingTokens is { } tokens && tokens < limit)
        {
            Output.Write(",\"reasoning\":{\"max_tokens\":"u8);
            Output.WriteNumber(tokens);
            Output.Write((byte)'}');
            return;
        }
        Output.Write(",\"reasoning_effort\":"u8);
        Output.Write(ReasoningEffort.Json(effort));
    }

    // "output_config.format → response_format json_schema{name:"output",schema,strict:false}": OpenAI's strict schemas are a subset of Anthropic's.
    private void WriteForm()
    {
        if (Settings.Form == AnswerForm.JsonObject)
            Output.Write(",\"response_format\":{\"type\":\"json_object\"}"u8);
        if (Settings.Form != AnswerForm.JsonSchema)
            return;
        Output.Write(",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":"u8);
        Output.Write(Settings.SchemaName.IsNonEmptyString ? Settings.SchemaName.Raw(_call.Body) : "\"output\""u8);
        Copy(",\"description\":"u8, Settings.SchemaDescription);
        Copy(",\"schema\":"u8, Settings.Schema);
        Output.Write(",\"strict\":"u8);
        Output.Write(Settings.SchemaStrict.IsTrue ? "true}}"u8 : "false}}"u8);
    }

    // The caller's bytes, where there are any.
    private void Copy(ReadOnlySpan<byte> name, in JsonValue value)
    {
        if (!value.HasValue)
            return;
        Output.Write(name);
        Output.Write(value.Raw(_call.Body));
    }
}
