// A call as OpenAI's Responses API takes it: the mapping of providers.md A2, member by member.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

internal readonly ref struct ResponsesRequest
{
    // "integer_below_min_value: max_output_tokens … Expected a value >= 16": a shorter limit is no reason to refuse a call.
    public const long LeastMaxTokens = 16;

    public const string NoSuchParameter = "the Responses API has no such parameter";

    private readonly UpstreamCall _call;
    private readonly UpstreamRequest _request;
    private readonly Conversation _conversation;

    public ResponsesRequest(in UpstreamCall call, UpstreamRequest request)
    {
        _call = call;
        _request = request;
        _conversation = request.ConversationOf(call);
    }

    private ref CallSettings Settings => ref _conversation.Settings;

    private PooledBuffer Output => _request.Body;

    public UpstreamFailure? Write()
    {
        if (Unsupported() is { } unsupported)
            return unsupported;
        // A name that says nothing reasons when it is asked to.
        var isTrusted = !_call.Family.IsKnown && _call.Facts is null && Settings.Effort > Effort.None;
        var canReason = isTrusted || OpenAIReasoning.Can(_call);
        var reasons = isTrusted || OpenAIReasoning.IsOn(_call, Settings.Effort);

        Output.Write("{\"model\":"u8);
        Output.WriteJsonString(_call.UpstreamModel.AsSpan());
        if (_call.Stream)
        {
            // It pads its events against traffic analysis; on a server's connection that is only bytes.
            Output.Write(_call.Concedes(Concessions.StreamOptions) ? ",\"stream\":true"u8 : ",\"stream\":true,\"stream_options\":{\"include_obfuscation\":false}"u8);
        }
        new ResponsesTools(_call, _conversation, _request).Write();
        Output.Write(",\"input\":["u8);
        if (new ResponsesInput(_call, _conversation, _request.ToolNames, Output).Write() is { } unsayable)
            return unsayable;
        Output.Write((byte)']');
        WriteReasoning(reasons);
        WriteStore(canReason, reasons);
        WriteText();
        if (Settings.MaxTokens is { } most)
        {
            Output.Write(",\"max_output_tokens\":"u8);
            Output.WriteNumber(Math.Max(most, LeastMaxTokens));
        }
        WriteSampling(reasons);
        if (OpenAIRequest.IsVendorMetadata(Settings.Metadata, _call.Body))
            Copy(",\"metadata\":"u8, Settings.Metadata);
        SaidUser.Write(_call, Settings, Output);
        Copy(",\"prompt_cache_retention\":"u8, Settings.PromptCacheRetention);
        Copy(",\"prompt_cache_options\":"u8, Settings.PromptCacheOptions);
        Output.Write((byte)'}');
        WarnOfDropped();
        return null;
    }

    private UpstreamFailure? Unsupported()
    {
        if (Settings.N.TryGetInt64(_call.Body, out var n) && n > 1)
            return Refusal("n", $"n is {n}; the Responses API gives one answer a call");
        if (Settings.Modalities.Kind == JsonKind.Array && Settings.Modalities.Raw(_call.Body).IndexOf("\"audio\""u8) >= 0)
            return Refusal("modalities", "the Responses API does not answer with audio");
        return null;
    }

    // A summary only of what was asked for: "Your organization must be verified to generate reasoning summaries" refuses the whole call of those that are not.
    private void WriteReasoning(bool reasons)
    {
        if (Settings.Effort is not { } asked)
            return;
        var level = OpenAIReasoning.Fit(_call, asked);
        var isShown = reasons && asked != Effort.None && !Settings.ExcludeThinking;
        if (level is null && !isShown)
            return;
        Output.Write(",\"reasoning\":{"u8);
        if (level is not null)
        {
            Output.Write("\"effort\":"u8);
            Output.Write(ReasoningEffort.Json(level.Value));
        }
        if (isShown)
            Output.Write(level is null ? "\"summary\":\"auto\""u8 : ",\"summary\":\"auto\""u8);
        Output.Write((byte)'}');
    }

    // "store:false + include:["reasoning.encrypted_content"] for stateless use"; a model that cannot reason refuses the inclusion.
    private void WriteStore(bool canReason, bool reasons)
    {
        Output.Write(Settings.Store.IsTrue ? ",\"store\":true"u8 : ",\"store\":false"u8);
        var withLogprobs = Settings.Logprobs.IsTrue && !reasons;
        if (canReason || withLogprobs)
            Output.Write(
                !withLogprobs ? ",\"include\":[\"reasoning.encrypted_content\"]"u8
                : !canReason ? ",\"include\":[\"message.output_text.logprobs\"]"u8
                : ",\"include\":[\"reasoning.encrypted_content\",\"message.output_text.logprobs\"]"u8);
        if (withLogprobs && Settings.TopLogprobs.Kind == JsonKind.Number)
            Copy(",\"top_logprobs\":"u8, Settings.TopLogprobs);
    }

    private void WriteText()
    {
        if (Settings.Form == AnswerForm.Text && !Settings.Verbosity.IsNonEmptyString)
            return;
        Output.Write(",\"text\":{"u8);
        if (Settings.Form == AnswerForm.JsonObject)
            Output.Write("\"format\":{\"type\":\"json_object\"}"u8);
        else if (Settings.Form == AnswerForm.JsonSchema)
            WriteSchema();
        if (Settings.Verbosity.IsNonEmptyString)
        {
            Output.WriteName("verbosity"u8);
            Output.Write(Settings.Verbosity.Raw(_call.Body));
        }
        Output.Write((byte)'}');
    }

    private void WriteSchema()
    {
        Output.Write("\"format\":{\"type\":\"json_schema\",\"name\":"u8);
        Output.Write(Settings.SchemaName.IsNonEmptyString ? Settings.SchemaName.Raw(_call.Body) : "\"answer\""u8);
        Copy(",\"description\":"u8, Settings.SchemaDescription);
        Copy(",\"schema\":"u8, Settings.Schema);
        Copy(",\"strict\":"u8, Settings.SchemaStrict);
        Output.Write((byte)'}');
    }

    private void WriteSampling(bool reasons)
    {
        if (!reasons)
        {
            Copy(",\"temperature\":"u8, Settings.Temperature);
            Copy(",\"top_p\":"u8, Settings.TopP);
            return;
        }
        Warn("temperature", Settings.Temperature, "the model reasons");
        Warn("top_p", Settings.TopP, "the model reasons");
        Warn("logprobs", Settings.Logprobs, "the model reasons");
    }

    // "no stop, no n, no penalties, no seed, no logit_bias" (providers.md A2)
    private void WarnOfDropped()
    {
        Warn("stop", Settings.Stop, NoSuchParameter);
        Warn("seed", Settings.Seed, NoSuchParameter);
        Warn("frequency_penalty", Settings.FrequencyPenalty, NoSuchParameter);
        Warn("presence_penalty", Settings.PresencePenalty, NoSuchParameter);
        Warn("logit_bias", Settings.LogitBias, NoSuchParameter);
        Warn("prediction", Settings.Prediction, NoSuchParameter);
    }

    private void Warn(string name, in JsonValue value, string why) => _request.WarnOfDropped(name, value, _call.Body, why);

    // The caller's bytes, where there are any.
    private void Copy(ReadOnlySpan<byte> name, in JsonValue value)
    {
        if (!value.HasValue)
            return;
        Output.Write(name);
        Output.Write(value.Raw(_call.Body));
    }

    private static UpstreamFailure Refusal(string param, string words) => new(FailureKind.Unsupported, words) { Param = param };
}
