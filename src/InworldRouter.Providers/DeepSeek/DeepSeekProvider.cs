// DeepSeek: thinking is switched by a parameter of its own and must be shown again, JSON schemas are unknown, some parameters mean nothing.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.DeepSeek;

/// <summary>Source: api-docs.deepseek.com, as told in providers.md E and D.6.</summary>
[Provider("deepseek")]
public sealed class DeepSeekProvider : OpenAIDialect
{
    private const ReasoningEfforts Levels = ReasoningEffort.LowToHigh | ReasoningEfforts.Max;

    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.deepseek.com/v1"),
        KeyVariables = ["DEEPSEEK_API_KEY"],
    };

    public override bool TakesLogitBias => false;

    public override bool TakesOpenAIsOwn => false;

    // "content must be string for assistant/tool"
    public override MessageHabits Habits => MessageHabits.Usual | MessageHabits.TextAsString;

    // "thinking{type:disabled} … thinking + reasoning_effort"
    public override void WriteEffort(in UpstreamCall call, Effort? asked, ref RequestEdits edits)
    {
        var reasons = call.Reasons != false;
        // "Thinking mode does not support this tool_choice": who forces a call without a word on thinking gets the call (C52).
        if (asked is null && reasons && ForcesACall(call))
            asked = Effort.None;
        if (asked is null)
            return;
        if (reasons)
            edits.SetUnlessSaid("\"thinking\""u8, asked == Effort.None ? """{"type":"disabled"}"""u8 : """{"type":"enabled"}"""u8);
        if (asked == Effort.None || !reasons)
            edits.Remove(call.Fields.ReasoningEffort);
        else
            base.WriteEffort(call, asked, ref edits);
    }

    protected override ReasoningEfforts UnlistedEfforts(in UpstreamCall call) => Levels;

    protected override bool TakesJsonSchema(in UpstreamCall call) => false;

    // "V4 wants the field on every assistant message (use ""), older reasoner 400s if you send it"; without thinking it is nobody's business.
    protected override void EditMessages(in UpstreamCall call, ref RequestEdits edits)
    {
        var isOld = call.UpstreamModel.Contains("-r1", StringComparison.OrdinalIgnoreCase);
        RequestMessages.Edit(
            call.Fields.Messages, call.Body, Habits | (Thinks(call) && !isOld ? MessageHabits.ReasoningAlways : MessageHabits.NoReasoning), edits.Patch);
    }

    protected override void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
        // Who asks for thinking as well gets that, and the model's own choice.
        if (ForcesACall(call) && Thinks(call))
            edits.Replace(call.Fields.ToolChoice, "\"auto\""u8);
        // "errors on logprobs"
        if (call.Reasons == true)
            edits.Remove(call.Fields.Logprobs, call.Fields.TopLogprobs);
        // "seed, n, logit_bias, user ignored": carried nowhere rather than pretended.
        edits.Remove(
            call.Fields.Seed, call.Fields.N, call.Fields.User, call.Fields.ServiceTier, call.Fields.ParallelToolCalls, call.Fields.PromptCacheKey);
    }

    private static bool Thinks(in UpstreamCall call) =>
        call.Reasons != false && (ReasoningEffort.Of(call) ?? (ForcesACall(call) ? Effort.None : Effort.Medium)) != Effort.None;

    private static bool ForcesACall(in UpstreamCall call)
    {
        var choice = call.Fields.ToolChoice;
        return OpenAIRequest.HasTools(call.Fields, call.Body) && (choice.StringEquals(call.Body, "required"u8)
            || choice.Kind == JsonKind.Object && ObjectMembers.Find(call.Body, choice.Start, "function"u8).IsPresent);
    }
}
