// The rules that a whole family of models shares: what its API demands, takes or refuses beyond its dialect's common words.
namespace InworldRouter.Providers.Catalog;

/// <summary>One rule a flag; the words of families.json in the order of providers.md. A flag that is not set is a rule that is not there.</summary>
[Flags]
public enum ModelTraits
{
    None = 0,

    /// <summary>Anthropic: <c>thinking{adaptive}</c> instead of a budget, steered by <c>output_config.effort</c>.</summary>
    AdaptiveThinking = 1 << 0,

    /// <summary>Thinks up to a number of tokens: Anthropic's <c>thinking{enabled,budget_tokens}</c>, Gemini's <c>thinkingBudget</c>.</summary>
    BudgetThinking = 1 << 1,

    /// <summary>Anthropic: takes <c>output_config.effort</c>.</summary>
    EffortParameter = 1 << 2,

    /// <summary>Gemini: <c>thinkingLevel</c>, "never with thinkingBudget".</summary>
    LevelThinking = 1 << 3,

    /// <summary>Thinks unless it is told not to.</summary>
    ThinksByDefault = 1 << 4,

    /// <summary>Thinks whatever it is told: to ask for none is refused, or taken for the least there is.</summary>
    AlwaysThinks = 1 << 5,

    /// <summary>OpenAI: thinks only when a level above <c>none</c> is asked for.</summary>
    ReasonsOnRequest = 1 << 6,

    /// <summary>Anthropic: thinking is switched off only beside an effort of <c>high</c> or less.</summary>
    OffUpToHighEffort = 1 << 7,

    /// <summary>Anthropic: <c>thinking{disabled}</c> is refused, <c>thinking{between_tools}</c> is the least there is.</summary>
    OffIsBetweenTools = 1 << 8,

    /// <summary><c>temperature</c>, <c>top_p</c> and <c>top_k</c> are refused; by OpenAI's models while they reason.</summary>
    NoSampling = 1 << 9,

    /// <summary><c>temperature</c> or <c>top_p</c>, not both.</summary>
    OneSampling = 1 << 10,

    /// <summary>Presence and frequency penalties are refused; by OpenAI's models while they reason.</summary>
    NoPenalties = 1 << 11,

    /// <summary>A <c>tool_choice</c> that forces a tool is refused, thinking or not.</summary>
    NoForcedTools = 1 << 12,

    /// <summary>Anthropic: <c>output_config.format</c> takes a JSON schema.</summary>
    StructuredOutput = 1 << 13,

    /// <summary>A conversation that ends with an assistant's turn is refused.</summary>
    NoPrefill = 1 << 14,

    /// <summary>Anthropic: messages of role <c>system</c> after the first turn.</summary>
    MidConversationSystem = 1 << 15,

    /// <summary>There is no system prompt: its text goes before the first user's.</summary>
    NoSystem = 1 << 16,

    /// <summary>Gemini: <c>parametersJsonSchema</c> and <c>responseJsonSchema</c> take JSON Schema as it is.</summary>
    JsonSchema = 1 << 17,

    /// <summary>Gemini: function tools and built-in ones in one request, and function tools beside a response schema.</summary>
    MixedTools = 1 << 18,

    /// <summary>Gemini: a function call of the history must carry the signature it was issued with.</summary>
    SignaturesRequired = 1 << 19,

    /// <summary>Makes images.</summary>
    ImageOutput = 1 << 20,

    /// <summary>OpenAI: is no chat model; <c>/v1/images/generations</c> and <c>/v1/images/edits</c>.</summary>
    ImagesEndpoint = 1 << 21,

    /// <summary>OpenAI: <c>/v1/chat/completions</c> takes function tools only with <c>reasoning_effort:"none"</c>; <c>/v1/responses</c> takes both.</summary>
    ResponsesForTools = 1 << 22,

    /// <summary>OpenAI: <c>/v1/chat/completions</c> does not have the model at all.</summary>
    ResponsesOnly = 1 << 23,

    /// <summary>OpenAI: searches by itself and takes <c>web_search_options</c>, which no other model does.</summary>
    WebSearchOptions = 1 << 24,

    /// <summary>OpenAI: makes images of any size, not of three.</summary>
    AnyImageSize = 1 << 25,
}
