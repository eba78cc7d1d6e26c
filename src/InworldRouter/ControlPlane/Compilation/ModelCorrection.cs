// Lays what the configuration says of a model over what is known of it.
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Providers.Catalog;

namespace InworldRouter.ControlPlane.Compilation;

internal static class ModelCorrection
{
    // Where a fact comes from, as in the catalog's own rows.
    private const string Source = "configuration";

    /// <summary>A model that the catalog lacks: its upstream name is its bare name too.</summary>
    public static ModelFacts Blank(string providerId, string upstreamName) => new()
    {
        Id = $"{providerId}/{upstreamName}",
        ProviderId = providerId,
        UpstreamName = upstreamName,
        CanonicalName = upstreamName,
        Aliases = [upstreamName],
        Creator = providerId,
        Sources = "",
        HasKnownCapabilities = false,
        Input = ModelModalities.Text,
        Output = ModelModalities.Text,
    };

    public static ModelFacts Apply(ModelConfig said, ModelFacts known)
    {
        var capabilities = said.Capabilities is { } words ? Capabilities(words) : known.Capabilities;
        return known with
        {
            Aliases = [.. known.Aliases.Union((said.Aliases ?? []).OfType<string>(), StringComparer.Ordinal)],
            ContextTokens = said.Context ?? known.ContextTokens,
            MaxOutputTokens = said.MaxOutput ?? known.MaxOutputTokens,
            Capabilities = capabilities,
            HasKnownCapabilities = known.HasKnownCapabilities || said.Capabilities is not null,
            Input = said.Capabilities is null ? known.Input : InputOf(capabilities),
            Output = said.Capabilities is null ? known.Output : OutputOf(capabilities),
            Price = new TokenPrice(
                said.Price?.Input ?? known.Price.Input,
                said.Price?.Output ?? known.Price.Output,
                said.Price?.CacheRead ?? known.Price.CacheRead,
                said.Price?.CacheWrite ?? known.Price.CacheWrite),
            // A price of one's own is the price, however long the prompt.
            PriceTiers = said.Price is null ? known.PriceTiers : [],
            Scores = new ModelScores(
                said.Scores?.Intelligence ?? known.Scores.Intelligence,
                said.Scores?.Math ?? known.Scores.Math,
                said.Scores?.Coding ?? known.Scores.Coding),
            Sources = known.Sources.Length == 0 ? Source : $"{known.Sources} {Source}",
        };
    }

    private static ModelCapabilities Capabilities(IEnumerable<string?> words)
    {
        var all = ModelCapabilities.None;
        foreach (var word in words)
        {
            all |= word switch
            {
                "tools" => ModelCapabilities.Tools,
                "vision" => ModelCapabilities.Vision,
                "audio_input" => ModelCapabilities.AudioInput,
                "video_input" => ModelCapabilities.VideoInput,
                "file_input" => ModelCapabilities.FileInput,
                "image_output" => ModelCapabilities.ImageOutput,
                "json_schema" => ModelCapabilities.JsonSchema,
                "reasoning" => ModelCapabilities.Reasoning,
                "prompt_cache" => ModelCapabilities.PromptCache,
                "web_search" => ModelCapabilities.WebSearch,
                _ => throw new InvalidOperationException($"no capability {word}"),
            };
        }
        return all;
    }

    private static ModelModalities InputOf(ModelCapabilities has) =>
        ModelModalities.Text
        | (has.HasFlag(ModelCapabilities.Vision) ? ModelModalities.Image : 0)
        | (has.HasFlag(ModelCapabilities.AudioInput) ? ModelModalities.Audio : 0)
        | (has.HasFlag(ModelCapabilities.VideoInput) ? ModelModalities.Video : 0)
        | (has.HasFlag(ModelCapabilities.FileInput) ? ModelModalities.File : 0);

    private static ModelModalities OutputOf(ModelCapabilities has) =>
        ModelModalities.Text | (has.HasFlag(ModelCapabilities.ImageOutput) ? ModelModalities.Image : 0);
}
