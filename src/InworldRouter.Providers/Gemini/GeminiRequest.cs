// A call as Gemini takes it: the mapping of providers.md C.2 and D.4, member by member.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

internal readonly ref struct GeminiRequest
{
    // "stopSequences (≤5)" (providers.md C.2)
    private const int MostStops = 5;

    private readonly GeminiProvider _provider;
    private readonly UpstreamCall _call;
    private readonly UpstreamRequest _request;
    private readonly Conversation _conversation;

    // "With tools on <3 models: unsupported together → inject instructions instead"; image models have "no JSON mode" (providers.md D.4, G.1).
    private readonly bool _isFormInWords;

    public GeminiRequest(GeminiProvider provider, in UpstreamCall call, UpstreamRequest request)
    {
        _provider = provider;
        _call = call;
        _request = request;
        _conversation = request.ConversationOf(call);
        _isFormInWords = Settings.Form != AnswerForm.Text
            && (GeminiTools.HasFunctions(call, _conversation) && !call.Family.Has(ModelTraits.MixedTools) || GeminiImages.AreAskedFor(Settings, call.Body));
    }

    private ref CallSettings Settings => ref _conversation.Settings;

    private PooledBuffer Output => _request.Body;

    public UpstreamFailure? Write()
    {
        if (Unsupported() is { } unsupported)
            return unsupported;
        Output.Write((byte)'{');
        WriteSystem();
        if (new GeminiTools(_provider, _call, _conversation, _request).Write() is { } refused)
            return refused;
        Output.Write("\"contents\":["u8);
        if (new GeminiTurns(_call, _conversation, _provider.TakesCallIds(_call.Family), _request.ToolNames, Output).Write() is { } unsayable)
            return unsayable;
        Output.Write((byte)']');
        if (WriteConfig() is { } unwritable)
            return unwritable;
        WriteServiceTier();
        Output.Write((byte)'}');
        WarnOfDropped();
        return null;
    }

    private UpstreamFailure? Unsupported()
    {
        var wantsImages = GeminiImages.AreAskedFor(Settings, _call.Body);
        if (Settings.Modalities.Kind == JsonKind.Array && Settings.Modalities.Raw(_call.Body).IndexOf("\"audio\""u8) >= 0)
            return Refusal("modalities", "Gemini's chat models answer with text and images, not with audio");
        if (wantsImages && _call.Family.IsKnown && !_call.Family.Has(ModelTraits.ImageOutput))
            return Refusal("modalities", $"{_call.UpstreamModel} makes no images");
        if (!Settings.N.TryGetInt64(_call.Body, out var n) || n < 2)
            return null;
        // "candidateCount (not in stream for most)", "n must be 1" of images (providers.md D.4, G.1)
        if (_call.Stream)
            return Refusal("n", $"n is {n}; Gemini streams one answer a call");
        return wantsImages || _call.Family.Has(ModelTraits.ImageOutput) ? Refusal("n", $"n is {n}; Gemini's image models give one answer a call") : null;
    }

    // "systemInstruction.parts[] in order"; a family without it gets the words before the first user's.
    private void WriteSystem()
    {
        var from = Output.Length;
        Output.Write("\"systemInstruction\":{\"parts\":["u8);
        var opened = Output.Length;
        if (!_call.Family.Has(ModelTraits.NoSystem))
            GeminiTurns.WriteInstructions(_conversation, _call.Body, Output);
        if (_isFormInWords)
        {
            _request.Warnings.Add($"response_format is sent as an instruction: {_call.UpstreamModel} takes none beside {(GeminiTools.HasFunctions(_call, _conversation) ? "tools" : "images")}");
            WriteFormInWords(opened);
        }
        if (Output.Length == opened)
            Output.Truncate(from);
        else
            Output.Write("]},"u8);
    }

    private void WriteFormInWords(int opened)
    {
        if (Output.Length > opened)
            Output.Write((byte)',');
        if (Settings.Form == AnswerForm.JsonObject)
        {
            Output.Write("{\"text\":\"Give the final answer as one JSON object and nothing else: no prose, no code fence.\"}"u8);
            return;
        }
        Output.Write("{\"text\":\"Give the final answer as JSON that obeys the following schema, and nothing else: no prose, no code fence.\\n"u8);
        Output.WriteEscaped(Settings.Schema.Raw(_call.Body));
        Output.Write("\"}"u8);
    }

    private UpstreamFailure? WriteConfig()
    {
        var from = Output.Length;
        Output.Write(",\"generationConfig\":{"u8);
        var opened = Output.Length;
        if (Settings.MaxTokens is { } limit)
            WriteNumber("maxOutputTokens"u8, Math.Min(limit, _call.MaxOutputTokens ?? long.MaxValue));
        Copy("temperature"u8, Settings.Temperature, JsonKind.Number);
        Copy("topP"u8, Settings.TopP, JsonKind.Number);
        Copy("topK"u8, Settings.TopK, JsonKind.Number);
        // An int32 there: a larger one is folded, always to the same.
        if (Settings.Seed.TryGetInt64(_call.Body, out var seed))
            WriteNumber("seed"u8, seed is >= int.MinValue and <= int.MaxValue ? seed : seed & int.MaxValue);
        WritePenalties();
        WriteStop();
        if (Settings.N.TryGetInt64(_call.Body, out var n) && n > 1)
            WriteNumber("candidateCount"u8, n);
        if (Settings.Logprobs.IsTrue)
        {
            Output.WriteName("responseLogprobs"u8);
            Output.Write("true"u8);
            Copy("logprobs"u8, Settings.TopLogprobs, JsonKind.Number);
        }
        if (!TryWriteForm())
            return Refusal("response_format.json_schema.schema", $"the schema, its references followed, is too large for {_call.UpstreamModel}");
        GeminiImages.Write(_call, Settings, _request.Warnings, Output);
        GeminiThinking.Write(_call, Settings, _request.Warnings, Output);
        if (Output.Length == opened)
            Output.Truncate(from);
        else
            Output.Write((byte)'}');
        return null;
    }

    // "penalties rejected by some 2.5+/3 models → drop list"
    private void WritePenalties()
    {
        if (_call.Family.Has(ModelTraits.NoPenalties))
        {
            Warn("frequency_penalty", Settings.FrequencyPenalty);
            Warn("presence_penalty", Settings.PresencePenalty);
            return;
        }
        Copy("frequencyPenalty"u8, Settings.FrequencyPenalty, JsonKind.Number);
        Copy("presencePenalty"u8, Settings.PresencePenalty, JsonKind.Number);
    }

    private void WriteStop()
    {
        var from = Output.Length;
        Output.WriteName("stopSequences"u8);
        Output.Write((byte)'[');
        var count = 0;
        if (Settings.Stop.Kind == JsonKind.String)
            WriteStopSequence(Settings.Stop, ref count);
        var scanner = new JsonScanner(_call.Body, Settings.Stop.Start);
        if (Settings.Stop.Kind == JsonKind.Array && scanner.EnterArray())
        {
            do
                WriteStopSequence(scanner.SkipValue(), ref count);
            while (scanner.NextElement());
        }
        if (count > MostStops)
            _request.Warnings.Add($"stop: the first {MostStops} of {count} sequences are sent, Gemini takes no more");
        if (count == 0)
            Output.Truncate(from);
        else
            Output.Write((byte)']');
    }

    private void WriteStopSequence(in JsonValue sequence, ref int count)
    {
        if (!sequence.IsNonEmptyString || ++count > MostStops)
            return;
        if (count > 1)
            Output.Write((byte)',');
        Output.Write(sequence.Raw(_call.Body));
    }

    // "json_object → responseMimeType application/json; json_schema → + responseJsonSchema (or responseSchema)"
    private bool TryWriteForm()
    {
        if (Settings.Form == AnswerForm.Text || _isFormInWords)
            return true;
        Output.WriteName("responseMimeType"u8);
        Output.Write("\"application/json\""u8);
        if (Settings.Form != AnswerForm.JsonSchema)
            return true;
        if (!_call.Family.Has(ModelTraits.JsonSchema))
        {
            Output.WriteName("responseSchema"u8);
            return GeminiSchema.TryWrite(Settings.Schema, _call.Body, Output);
        }
        Output.WriteName("responseJsonSchema"u8);
        Output.Write(Settings.Schema.Raw(_call.Body));
        return true;
    }

    // "service_tier flex/priority → serviceTier on AI Studio"
    private void WriteServiceTier()
    {
        if (!Settings.ServiceTier.StringEquals(_call.Body, "flex"u8) && !Settings.ServiceTier.StringEquals(_call.Body, "priority"u8))
            return;
        if (_provider.TakesServiceTier)
            Copy("serviceTier"u8, Settings.ServiceTier, JsonKind.String);
        else
            Warn("service_tier", Settings.ServiceTier);
    }

    // "logit_bias, store, metadata, user, prediction: drop"; what changes the answer is told of.
    private void WarnOfDropped()
    {
        Warn("logit_bias", Settings.LogitBias);
        Warn("prediction", Settings.Prediction);
        Warn("verbosity", Settings.Verbosity);
        if (Settings.ParallelTools == false && GeminiTools.HasFunctions(_call, _conversation))
            _request.Warnings.Add("parallel_tool_calls is not sent: Gemini may call several tools at once");
    }

    private void Warn(string name, in JsonValue value)
    {
        if (value.HasValue && value.Kind != JsonKind.False && !(value.TryGetDouble(_call.Body, out var number) && number == 0))
            _request.Warnings.Add($"{name} is not sent: {_call.UpstreamModel} has no such parameter here");
    }

    private void Copy(ReadOnlySpan<byte> name, in JsonValue value, JsonKind kind)
    {
        if (value.Kind != kind)
            return;
        Output.WriteName(name);
        Output.Write(value.Raw(_call.Body));
    }

    private void WriteNumber(ReadOnlySpan<byte> name, long value)
    {
        Output.WriteName(name);
        Output.WriteNumber(value);
    }

    private static UpstreamFailure Refusal(string param, string words) => new(FailureKind.Unsupported, words) { Param = param };
}
