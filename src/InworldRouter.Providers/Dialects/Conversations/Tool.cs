// A tool that the model may call.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects.Conversations;

public enum ToolKind : byte
{
    /// <summary>Called with JSON that obeys <see cref="Tool.Schema"/>.</summary>
    Function,

    /// <summary>OpenAI's custom tool: called with free text.</summary>
    Custom,

    /// <summary>One that a provider runs itself, known by its <see cref="Tool.Raw"/> words only.</summary>
    Server,
}

/// <summary>Places in the caller's body. <see cref="Schema"/> is copied byte for byte wherever a dialect takes it whole (C58).</summary>
public record struct Tool(ToolKind Kind)
{
    public JsonValue Raw { get; init; }

    public JsonValue Name { get; init; }

    public JsonValue Description { get; init; }

    /// <summary>The JSON schema of its arguments; absent for a tool without.</summary>
    public JsonValue Schema { get; init; }

    public JsonValue Strict { get; init; }

    public JsonValue CacheControl { get; set; }
}

/// <summary>Whether the model must, may or must not call tools.</summary>
public enum ToolChoice : byte
{
    /// <summary>Nothing was said.</summary>
    Unsaid,
    None,
    Auto,

    /// <summary>Any of them: OpenAI's <c>required</c>, Anthropic's and Gemini's <c>any</c>.</summary>
    Any,

    /// <summary>The one called <see cref="CallSettings.ToolName"/>.</summary>
    Named,
}

/// <summary>What form the answer must have.</summary>
public enum AnswerForm : byte
{
    Text,

    /// <summary>Any JSON object.</summary>
    JsonObject,

    /// <summary>JSON that obeys <see cref="CallSettings.Schema"/>.</summary>
    JsonSchema,
}
