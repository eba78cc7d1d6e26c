// A call as Anthropic's Messages API takes it: the mapping of providers.md D.1, member by member.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal readonly ref struct AnthropicRequest
{
    /// <summary>Why something is left out.</summary>
    public const string NoSuchParameter = "Anthropic's API has no such parameter";

    // Asked for when neither the caller nor the catalog knows a limit: every model takes it (providers.md D.1, "config default e.g. 8192").
    private const long DefaultMaxTokens = 8192;

    // Of prose and code; a token is hardly ever shorter on average.
    private const int LeastBytesPerToken = 3;

    // "max 4 breakpoints" (providers.md B.1)
    private const int MostMarkers = 4;

    // "metadata.user_id … ≤256" in the API's reference.
    private const int LongestUserId = 256;

    private readonly AnthropicProvider _provider;
    private readonly UpstreamCall _call;
    private readonly UpstreamRequest _request;
    private readonly Conversation _conversation;

    public AnthropicRequest(AnthropicProvider provider, in UpstreamCall call, UpstreamRequest request)
    {
        _provider = provider;
        _call = call;
        _request = request;
        _conversation = request.ConversationOf(call);
        if (CacheMarkers.Limit(_conversation, MostMarkers))
            request.Warnings.Add($"more than {MostMarkers} cache_control markers: the last {MostMarkers} are sent");
    }

    private ref CallSettings Settings => ref _conversation.Settings;

    private PooledBuffer Output => _request.Body;

    public UpstreamFailure? Write()
    {
        if (Unsupported() is { } unsupported)
            return unsupported;
        var thinking = AnthropicThinking.Of(_call, _conversation, MaxTokens(), _request.Warnings);
        var tools = new AnthropicTools(_call, _conversation, _request, thinking.IsOn, _provider.TakesSchemas);

        Output.Write((byte)'{');
        _provider.WriteModel(_call, Output);
        Output.Write(",\"max_tokens\":"u8);
        Output.WriteNumber(MaxTokens());
        if (_call.Stream)
            Output.Write(",\"stream\":true"u8);
        WriteSystem();
        if (tools.Write() is { } refused)
            return refused;
        Output.Write(",\"messages\":["u8);
        if (new AnthropicTurns(_call, _conversation, Output).Write() is { } unsayable)
            return unsayable;
        Output.Write((byte)']');
        if (thinking.IsSaid)
        {
            Output.Write(",\"thinking\":"u8);
            thinking.Write(_call.Body, Output);
        }
        WriteOutputConfig(thinking, tools);
        WriteSampling(thinking.IsOn);
        WriteStop();
        WriteUser();
        if (Settings.ServiceTier.StringEquals(_call.Body, "auto"u8) || Settings.ServiceTier.StringEquals(_call.Body, "default"u8) || Settings.ServiceTier.StringEquals(_call.Body, "priority"u8))
            Output.Write(",\"service_tier\":\"auto\""u8);
        Output.Write((byte)'}');
        WarnOfDropped();
        return null;
    }

    private UpstreamFailure? Unsupported()
    {
        if (Settings.N.TryGetInt64(_call.Body, out var n) && n > 1)
            return Refusal("n", $"n is {n}; Anthropic's models give one answer a call");
        if (Settings.Modalities.Kind == JsonKind.Array && Settings.Modalities.Raw(_call.Body) is var wanted && (wanted.IndexOf("\"audio\""u8) >= 0 || wanted.IndexOf("\"image\""u8) >= 0))
            return Refusal("modalities", "Anthropic's models answer with text only");
        return null;
    }

    // Required upstream. A caller of chat completions who says nothing has no limit but the model's (C45); what is not used is not paid for.
    private long MaxTokens()
    {
        if (_call.MaxOutputTokens is not { } most)
            return Settings.MaxTokens ?? DefaultMaxTokens;
        if (Settings.MaxTokens is { } limit)
            return Math.Min(limit, most);
        // "input length and max_tokens exceed context limit": older models refuse a call whose prompt leaves no room for the most they could say.
        var room = (_call.Facts?.ContextTokens ?? int.MaxValue) - _call.Body.Length / LeastBytesPerToken;
        return Math.Min(most, Math.Max(DefaultMaxTokens, room));
    }

    // "concatenate in order, one block per message (keeps cache breakpoints); drop empty"; those later in the list too: "hoist to system – safe everywhere".
    private void WriteSystem()
    {
        var isOpen = false;
        foreach (ref readonly var message in _conversation.Messages)
        {
            if (!message.IsInstruction)
                continue;
            foreach (ref readonly var part in _conversation.PartsOf(message))
            {
                if (part.Kind != PartKind.Text || !AnthropicBlocks.IsSaid(part.Text, _call.Body))
                    continue;
                Output.Write(isOpen ? ","u8 : ",\"system\":["u8);
                AnthropicBlocks.WriteText(part, _call.Body, Output);
                isOpen = true;
            }
        }
        // "json_object: no native mode → system hint"; a schema that is asked for by a tool needs no words.
        if (Settings.Form == AnswerForm.JsonObject)
        {
            Output.Write(isOpen ? ","u8 : ",\"system\":["u8);
            Output.Write("{\"type\":\"text\",\"text\":\"Answer with one JSON object and nothing else: no prose, no code fence.\"}"u8);
            isOpen = true;
        }
        if (isOpen)
            Output.Write((byte)']');
    }

    private void WriteOutputConfig(in AnthropicThinking thinking, in AnthropicTools tools)
    {
        var hasFormat = Settings.Form == AnswerForm.JsonSchema && !_request.IsSchemaInTool;
        if (!thinking.HasEffort && !hasFormat)
            return;
        Output.Write(",\"output_config\":{"u8);
        if (thinking.HasEffort)
        {
            Output.Write("\"effort\":"u8);
            Output.Write(ReasoningEffort.Json(thinking.Effort));
        }
        if (hasFormat)
        {
            Output.Write(thinking.HasEffort ? ",\"format\":{\"type\":\"json_schema\",\"schema\":"u8 : "\"format\":{\"type\":\"json_schema\",\"schema\":"u8);
            AnthropicSchema.Write(Settings.Schema, _call.Body, Output);
            Output.Write((byte)'}');
        }
        Output.Write((byte)'}');
    }

    private void WriteSampling(bool thinks)
    {
        if (_call.Family.Has(ModelTraits.NoSampling) || thinks)
        {
            if (Settings.Temperature.HasValue || Settings.TopP.HasValue || Settings.TopK.HasValue)
                _request.Warnings.Add($"temperature, top_p and top_k are not sent: {_call.UpstreamModel} takes none{(thinks ? " while it thinks" : "")}");
            return;
        }
        if (Settings.Temperature.TryGetDouble(_call.Body, out var temperature))
        {
            // "clamp to ≤1 (do not rescale)"
            Output.Write(",\"temperature\":"u8);
            Output.Write(temperature > 1 ? "1"u8 : Settings.Temperature.Raw(_call.Body));
            if (temperature > 1)
                _request.Warnings.Add("temperature is sent as 1, Anthropic's highest");
        }
        if (Settings.Temperature.HasValue && _call.Family.Has(ModelTraits.OneSampling))
            _request.WarnOfDropped("top_p", Settings.TopP, _call.Body, $"{_call.UpstreamModel} takes temperature or top_p, not both");
        else if (Settings.TopP.Kind == JsonKind.Number)
            WriteNumber(",\"top_p\":"u8, Settings.TopP);
        if (Settings.TopK.Kind == JsonKind.Number)
            WriteNumber(",\"top_k\":"u8, Settings.TopK);
    }

    private void WriteNumber(ReadOnlySpan<byte> name, in JsonValue number)
    {
        Output.Write(name);
        Output.Write(number.Raw(_call.Body));
    }

    // "drop whitespace-only entries (400)"
    private void WriteStop()
    {
        var from = Output.Length;
        Output.Write(",\"stop_sequences\":["u8);
        var opened = Output.Length;
        if (Settings.Stop.Kind == JsonKind.String)
            WriteStopSequence(Settings.Stop, opened);
        var scanner = new JsonScanner(_call.Body, Settings.Stop.Start);
        if (Settings.Stop.Kind == JsonKind.Array && scanner.EnterArray())
        {
            do
                WriteStopSequence(scanner.SkipValue(), opened);
            while (scanner.NextElement());
        }
        if (Output.Length == opened)
            Output.Truncate(from);
        else
            Output.Write((byte)']');
    }

    private void WriteStopSequence(in JsonValue sequence, int opened)
    {
        if (!AnthropicBlocks.IsSaid(sequence, _call.Body))
            return;
        if (Output.Length > opened)
            Output.Write((byte)',');
        Output.Write(sequence.Raw(_call.Body));
    }

    private void WriteUser()
    {
        var user = Settings.User.IsNonEmptyString ? Settings.User : Settings.SafetyIdentifier;
        if (!user.IsNonEmptyString || user.Length - 2 > LongestUserId)
            return;
        Output.Write(",\"metadata\":{\"user_id\":"u8);
        Output.Write(user.Raw(_call.Body));
        Output.Write((byte)'}');
    }

    // "seed, logit_bias, logprobs, penalties, prediction, store, verbosity: drop … record in metadata.warnings"
    private void WarnOfDropped()
    {
        Warn("seed", Settings.Seed);
        Warn("logit_bias", Settings.LogitBias);
        Warn("logprobs", Settings.Logprobs);
        Warn("frequency_penalty", Settings.FrequencyPenalty);
        Warn("presence_penalty", Settings.PresencePenalty);
        Warn("prediction", Settings.Prediction);
        Warn("verbosity", Settings.Verbosity);
    }

    private void Warn(string name, in JsonValue value) => _request.WarnOfDropped(name, value, _call.Body, NoSuchParameter);

    private static UpstreamFailure Refusal(string param, string words) => new(FailureKind.Unsupported, words) { Param = param };
}
