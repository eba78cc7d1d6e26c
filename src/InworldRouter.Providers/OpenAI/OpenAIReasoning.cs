// Whether a model of OpenAI's reasons in a call, and at which levels it can: the same at each of OpenAI's APIs.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Providers.OpenAI;

/// <summary>The rows of providers.md D.6 for OpenAI; which of them holds for a model is data (families.json).</summary>
internal static class OpenAIReasoning
{
    /// <summary>A name that says nothing (a deployment, a model behind a gateway) is sent what was asked for.</summary>
    public static ReasoningEfforts Unlisted(in UpstreamCall call) => call.Family.IsKnown ? call.Family.ReasoningEfforts : ReasoningEffort.AllLevels;

    /// <summary>The model's level for what was asked for.</summary>
    /// <returns>Null when the parameter is better left out.</returns>
    public static ReasoningEfforts? Fit(in UpstreamCall call, Effort asked)
    {
        var levels = LevelsOf(call);
        // "o-series: – (drop)": none is no level there, and low is not what was asked for; gpt-5 comes near with minimal.
        return asked == Effort.None && (levels & (ReasoningEfforts.Off | ReasoningEfforts.Minimal)) == 0 ? null : ReasoningEffort.Fit(asked, levels);
    }

    /// <summary>It can reason; a name that says nothing cannot, as far as is known.</summary>
    public static bool Can(in UpstreamCall call) => call.Reasons ?? call.Family.Reasons;

    /// <summary>It will reason in this call: "temperature, top_p, logprobs: rejected while reasoning is on" (providers.md A.1).</summary>
    /// <param name="asked">Null when the caller asked for nothing: then some do and some do not.</param>
    public static bool IsOn(in UpstreamCall call, Effort? asked)
    {
        if (!Can(call))
            return false;
        var isOff = asked == Effort.None || asked is null && call.Family.Has(ModelTraits.ReasonsOnRequest);
        return !isOff || (LevelsOf(call) & ReasoningEfforts.Off) == 0;
    }

    private static ReasoningEfforts LevelsOf(in UpstreamCall call) => ReasoningEffort.LevelsOf(call) ?? Unlisted(call);
}
