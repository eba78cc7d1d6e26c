// What a call asks of a model: how much room, and which abilities.
using InworldRouter.Plan;
using InworldRouter.Providers.Catalog;

namespace InworldRouter.DataPlane.Routing;

/// <param name="PromptTokens">Estimate: bytes of text / 4; the data of images and files does not count.</param>
/// <param name="OutputLimit">The call's own token limit; null = none.</param>
/// <param name="Needs">Of tools, image, audio and file input, image output, JSON schema: those that the call uses.</param>
public readonly record struct CallDemand(long PromptTokens, long? OutputLimit, ModelCapabilities Needs)
{
    // The mean answer of ShareGPT conversations, from the vLLM paper (arXiv 2309.06180, section 6.1).
    private const long TypicalAnswer = 338;

    /// <summary>The answer is to have text in it: false for <c>modalities:["image"]</c>.</summary>
    public bool WantsText { get; init; } = true;

    /// <summary>Tokens that the answer is expected to have, for pricing.</summary>
    public long ExpectedOutput => OutputLimit ?? TypicalAnswer;

    /// <summary>
    /// False only when the model is known to be unfit (api.md 3.3: "minus models that cannot serve the request"). A model
    /// that nobody has described gets the benefit of the doubt.
    /// </summary>
    public bool CanBeServedBy(ModelPlan model)
    {
        if (model.Facts is not { } facts)
            return true;
        if (facts.HasKnownCapabilities && ((facts.Capabilities & Needs) != Needs || WantsText && (facts.Output | ModelModalities.Text) != facts.Output))
            return false;
        return facts.ContextTokens is not { } window || PromptTokens + (OutputLimit ?? 0) <= window;
    }
}
