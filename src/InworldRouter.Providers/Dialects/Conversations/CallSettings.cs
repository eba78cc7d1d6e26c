// Everything of a call that is not said in its messages: limits, sampling, tools' choice, the form of the answer.
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects.Conversations;

/// <summary>Places in the caller's body, as OpenAI names them where the dialects differ; what has to be decided upon is read.</summary>
public record struct CallSettings
{
    /// <summary>The most tokens to answer with; null when the caller gave no limit.</summary>
    public long? MaxTokens { get; set; }

    public JsonValue Temperature { get; set; }

    public JsonValue TopP { get; set; }

    public JsonValue TopK { get; set; }

    public JsonValue Seed { get; set; }

    public JsonValue FrequencyPenalty { get; set; }

    public JsonValue PresencePenalty { get; set; }

    public JsonValue LogitBias { get; set; }

    public JsonValue Logprobs { get; set; }

    public JsonValue TopLogprobs { get; set; }

    /// <summary>How many answers.</summary>
    public JsonValue N { get; set; }

    /// <summary>A string or an array of strings.</summary>
    public JsonValue Stop { get; set; }

    public ToolChoice ToolChoice { get; set; }

    /// <summary>A string.</summary>
    public JsonValue ToolName { get; set; }

    /// <summary>The array of OpenAI's <c>allowed_tools</c>: the choice is among these.</summary>
    public JsonValue AllowedTools { get; set; }

    /// <summary>Whether several tools may be called at once; null when nothing was said (C27).</summary>
    public bool? ParallelTools { get; set; }

    public AnswerForm Form { get; set; }

    public JsonValue Schema { get; set; }

    /// <summary>A string.</summary>
    public JsonValue SchemaName { get; set; }

    /// <summary>A string.</summary>
    public JsonValue SchemaDescription { get; set; }

    public JsonValue SchemaStrict { get; set; }

    /// <summary>How hard to think; null when the caller asked for nothing.</summary>
    public Effort? Effort { get; set; }

    /// <summary>Tokens to think with, when they were given instead.</summary>
    public long? ThinkingTokens { get; set; }

    /// <summary>An object in Anthropic's own words, from callers who know whom they are speaking to.</summary>
    public JsonValue Thinking { get; set; }

    /// <summary><c>reasoning.exclude</c>: thinking is not to be shown.</summary>
    public bool ExcludeThinking { get; set; }

    /// <summary>A string: who the caller's user is.</summary>
    public JsonValue User { get; set; }

    public JsonValue SafetyIdentifier { get; set; }

    public JsonValue Metadata { get; set; }

    public JsonValue ServiceTier { get; set; }

    public JsonValue Store { get; set; }

    public JsonValue Verbosity { get; set; }

    public JsonValue Prediction { get; set; }

    /// <summary>An object: Anthropic's <c>cache_control</c> of the whole call, which marks the last thing that can be cached.</summary>
    public JsonValue CacheControl { get; set; }

    public JsonValue PromptCacheKey { get; set; }

    public JsonValue PromptCacheRetention { get; set; }

    public JsonValue PromptCacheOptions { get; set; }

    /// <summary>An array of <c>"text"</c>, <c>"image"</c>, <c>"audio"</c>.</summary>
    public JsonValue Modalities { get; set; }

    /// <summary>An object <c>{aspect_ratio, image_size, partial_images, n}</c>.</summary>
    public JsonValue ImageConfig { get; set; }

    public JsonValue Audio { get; set; }

    public JsonValue WebSearchOptions { get; set; }
}
