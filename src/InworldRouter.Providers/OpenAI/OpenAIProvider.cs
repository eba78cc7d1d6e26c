// OpenAI itself: the dialect's newer words, and the rules of its reasoning models.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.Images;
using InworldRouter.Providers.Responses;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>Source: openai-openapi f85dbe22 and recorded traffic, as told in providers.md A and D.6.</summary>
[Provider("openai")]
public class OpenAIProvider : OpenAIDialect
{
    private static readonly ResponsesProvider Responses = new();
    private static readonly ImagesProvider Images = new();

    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.openai.com/v1"),
        KeyVariables = ["OPENAI_API_KEY"],
    };

    // OpenAI pads its chunks against traffic analysis; on a server's connection that is only bytes.
    public override ReadOnlySpan<byte> StreamOptions => """{"include_usage":true,"include_obfuscation":false}"""u8;

    // "max_tokens: 400 unsupported_parameter on o-series/gpt-5+ → always send max_completion_tokens to OpenAI proper"
    public override ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    public override MessageHabits Habits => MessageHabits.NoReasoning | MessageHabits.NoSignatures | MessageHabits.NoCacheMarkers | MessageHabits.NoAnnotations | MessageHabits.NoResultImages;

    public override bool TakesAllowedTools => true;

    public override bool TakesMetadata => true;

    public override bool TakesWebSearchOptions => true;

    /// <summary>
    /// "/v1/chat/completions … To use function tools, use /v1/responses or set reasoning_effort to 'none'" (providers.md A2): tools with reasoning go there,
    /// and what chat has no parameter for, a search (F.4) or a picture beside the text (G.2). Which models it holds for is data (families.json). A caller
    /// of that dialect is at home there.
    /// </summary>
    public override Provider DoorFor(in UpstreamCall call)
    {
        if (call.Family.Has(ModelTraits.ImagesEndpoint))
            return Images;
        if (call.Family.Has(ModelTraits.ResponsesOnly) || call.Caller == CallerDialect.Responses)
            return Responses;
        // A name that says nothing (a deployment) is called as it always was.
        if (!call.Family.IsKnown)
            return this;
        if (call.Caller == CallerDialect.Messages)
            return call.Family.Has(ModelTraits.ResponsesForTools) && ReasonsWithTools(call) ? Responses : this;
        if (!call.Fields.ExtraBody.Self.IsPresent)
            return NeedsResponses(call) ? Responses : this;
        var fields = call.Fields;
        ExtraBody.Overlay(call.Body, ref fields);
        return NeedsResponses(call.With(in fields)) ? Responses : this;
    }

    public sealed override void WriteEffort(in UpstreamCall call, Effort? asked, ref RequestEdits edits)
    {
        if (asked == Effort.None && OpenAIReasoning.Fit(call, Effort.None) is null)
            edits.Remove(call.Fields.ReasoningEffort);
        else
            base.WriteEffort(call, asked, ref edits);
    }

    protected sealed override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) => OpenAIReasoning.Unlisted(call);

    // "temperature, top_p, logprobs: rejected while reasoning is on"; penalties and stop "by reasoning models" (providers.md A.1).
    protected sealed override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        // "Search models reject temperature"
        if (call.Family.Has(ModelTraits.WebSearchOptions | ModelTraits.NoSampling))
            edits.Remove(call.Fields.Temperature, call.Fields.TopP);
        if (!OpenAIReasoning.IsOn(call, ReasoningEffort.Of(call)))
            return;
        edits.Remove(
            call.Fields.Temperature, call.Fields.TopP, call.Fields.Logprobs, call.Fields.TopLogprobs, call.Fields.FrequencyPenalty,
            call.Fields.PresencePenalty, call.Fields.Stop);
    }

    private bool NeedsResponses(in UpstreamCall call)
    {
        ref readonly var fields = ref call.Fields;
        if (TakesWebSearchOptions && fields.WebSearchOptions.Kind == JsonKind.Object && !call.Family.Has(ModelTraits.WebSearchOptions))
            return true;
        if (fields.Modalities.Kind == JsonKind.Array && fields.Modalities.Raw(call.Body).IndexOf("\"image\""u8) >= 0)
            return true;
        return call.Family.Has(ModelTraits.ResponsesForTools)
            && (OpenAIRequest.HasTools(fields, call.Body) || fields.Functions.Kind == JsonKind.Array)
            && OpenAIReasoning.IsOn(call, ReasoningEffort.Of(call));
    }

    private static bool ReasonsWithTools(in UpstreamCall call)
    {
        if (!OpenAIRequest.HasTools(call.Fields, call.Body))
            return false;
        MessagesRequestFields.TryScan(call.Body, out var fields, out _);
        fields.OverlayExtraBody(call.Body);
        var settings = default(CallSettings);
        MessagesSettings.Read(fields, call.Body, ref settings);
        return OpenAIReasoning.IsOn(call, settings.Effort);
    }
}
