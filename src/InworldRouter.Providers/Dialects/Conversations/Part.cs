// One piece of a message as every dialect can say it.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects.Conversations;

public enum PartKind : byte
{
    Text,
    Refusal,

    /// <summary>An image: <see cref="Part.Data"/>, <see cref="Part.Url"/> or a file's <see cref="Part.Id"/>.</summary>
    Image,
    Audio,
    Video,

    /// <summary>A document, in the same three ways or as plain <see cref="Part.Text"/>.</summary>
    File,
    ToolCall,

    /// <summary>A call's result; what it holds are the <see cref="Part.Children"/> parts that follow.</summary>
    ToolResult,

    /// <summary>A titled text in pieces, its <see cref="Part.Children"/>: something found, whose source is <see cref="Part.Id"/>, or a document told as content.</summary>
    Passage,

    /// <summary>Reasoning text, signed or not.</summary>
    Thinking,

    /// <summary>Reasoning that only its provider can read: Anthropic's redacted thinking, OpenAI's encrypted reasoning. <see cref="Part.Text"/> is its data.</summary>
    SealedThinking,

    /// <summary>Something that only the caller's dialect knows: <see cref="Part.Raw"/> goes back to that dialect untouched.</summary>
    Opaque,
}

/// <summary>Whose reasoning or signature it is: each provider refuses what another has signed.</summary>
public enum Origin : byte
{
    /// <summary>Nobody's: unsigned, or unknown.</summary>
    None,
    Anthropic,
    Gemini,
    OpenAIResponses,
    Mistral,
}

/// <summary>
/// Places in the caller's body; nothing is copied or unescaped. Of <see cref="Data"/> and <see cref="MediaType"/>, and of what belongs to reasoning
/// (<see cref="Signature"/>, a sealed <see cref="Text"/>, their <see cref="Id"/>), only <see cref="JsonValue.Inner"/> is meant: when they are cut out of
/// a longer string the bytes at their ends are not quotes.
/// </summary>
public record struct Part(PartKind Kind)
{
    /// <summary>The part as written; a message's bare string when it is nothing but that.</summary>
    public JsonValue Raw { get; init; }

    /// <summary>A string: text, refusal, thinking. Of a tool call its arguments: a string with JSON in it, or the JSON itself.</summary>
    public JsonValue Text { get; init; }

    /// <summary>Base64, inner bytes.</summary>
    public JsonValue Data { get; init; }

    /// <summary><c>image/png</c>, inner bytes. Of OpenAI's audio only <c>wav</c> or <c>mp3</c>.</summary>
    public JsonValue MediaType { get; init; }

    /// <summary>A string: http(s), gs or a file URI.</summary>
    public JsonValue Url { get; init; }

    /// <summary>A string: of a call, of the call that a result answers, of an uploaded file.</summary>
    public JsonValue Id { get; init; }

    /// <summary>A string: of a tool, of a file.</summary>
    public JsonValue Name { get; init; }

    /// <summary>A string: what proves to <see cref="Origin"/> that it said this.</summary>
    public JsonValue Signature { get; set; }

    public Origin Origin { get; set; }

    /// <summary>An object: Anthropic's <c>cache_control</c>, which callers of other dialects send too (C57).</summary>
    public JsonValue CacheControl { get; set; }

    /// <summary>A string: OpenAI's <c>detail</c> of an image.</summary>
    public JsonValue Detail { get; init; }

    /// <summary>A tool that failed.</summary>
    public bool IsError { get; init; }

    /// <summary>A call of OpenAI's <c>"type":"custom"</c>: <see cref="Text"/> is free text.</summary>
    public bool IsCustom { get; init; }

    /// <summary>A further piece of the thinking before it: some clients keep what a stream told them piece by piece.</summary>
    public bool Continues { get; init; }

    /// <summary>How many of the parts that follow are this one's content.</summary>
    public int Children { get; set; }

    /// <summary>Its URL is one that has to be fetched by whoever needs the data.</summary>
    public readonly bool IsRemote(ReadOnlySpan<byte> body) =>
        Url.Kind == JsonKind.String && IsWebAddress(Url.Inner(body));

    /// <summary>http or https, in any case of letters.</summary>
    public static bool IsWebAddress(ReadOnlySpan<byte> url) =>
        System.Text.Ascii.EqualsIgnoreCase(url[..Math.Min(url.Length, 7)], "http://"u8) || System.Text.Ascii.EqualsIgnoreCase(url[..Math.Min(url.Length, 8)], "https://"u8);
}
