// One thing that an answer says, in no dialect: a kind and spans over the upstream's bytes.
using InworldRouter.Providers.Dialects.Conversations;

namespace InworldRouter.Providers.Dialects.Answers;

public enum AnswerEventKind : byte
{
    /// <summary>A piece of visible text.</summary>
    Text,

    /// <summary>A piece of reasoning.</summary>
    Thinking,

    /// <summary>What signs the reasoning since the last block ended.</summary>
    ThinkingSignature,

    /// <summary>Reasoning that only its provider can read, whole.</summary>
    SealedThinking,

    /// <summary>What signs visible text (Gemini).</summary>
    TextSignature,

    Refusal,

    /// <summary>A tool call begins; or stands here whole, when it has an <see cref="AnswerEvent.Input"/>.</summary>
    ToolCall,

    /// <summary>A piece of its arguments, JSON text that stands in a string.</summary>
    ToolArguments,

    /// <summary>A source of the text before it.</summary>
    Citation,

    /// <summary>An image, whole or a preview.</summary>
    Image,

    /// <summary>How likely the tokens of the text before it were: elements of OpenAI's <c>logprobs.content</c>, which is the only form that callers know.</summary>
    Logprobs,

    /// <summary>A block of text, thinking or a call has ended; another of the same kind is another block.</summary>
    BlockEnd,

    /// <summary>Why the answer ended.</summary>
    Finish,
}

/// <summary>Why an answer ended, as finely as any dialect tells.</summary>
public enum AnswerFinish : byte
{
    Stop,

    /// <summary>At one of the caller's stop sequences.</summary>
    StopSequence,
    Length,
    ToolCalls,

    /// <summary>Refused or filtered.</summary>
    Filter,

    /// <summary>The provider interrupts its own tools' turn; the caller may send it back to go on (Anthropic's <c>pause_turn</c>).</summary>
    Pause,
}

/// <summary>
/// Valid until the reader goes on. Strings are as escaped as they stand between JSON quotes, so a writer puts them between quotes of its own
/// without looking at them: no dialect here is anything but JSON.
/// </summary>
public readonly ref struct AnswerEvent
{
    private AnswerEvent(AnswerEventKind kind, ReadOnlySpan<byte> text)
    {
        Kind = kind;
        Text = text;
    }

    public AnswerEventKind Kind { get; }

    /// <summary>Text, thinking, signature, arguments; of an image its base64; of a citation the words cited; of a finish the stop sequence or the refusal's words.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>A call's id, may be empty; a citation's or image's URL; an OpenAI reasoning item's id.</summary>
    public ReadOnlySpan<byte> Id { get; private init; }

    /// <summary>A tool's name; a citation's title; an image's media type.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>A whole call's arguments: the JSON object itself, not as it stands in a string.</summary>
    public ReadOnlySpan<byte> Input { get; private init; }

    /// <summary>What signs a call or an image (Gemini).</summary>
    public ReadOnlySpan<byte> Signature { get; init; }

    /// <summary>Which of several answers (<c>n</c>).</summary>
    public int Choice { get; init; }

    /// <summary>Which call, counted from 0 over client tools only; which image.</summary>
    public int Index { get; private init; }

    public Origin Origin { get; init; }

    public AnswerFinish Finish { get; private init; }

    /// <summary>An image that will be followed by a better one at the same index.</summary>
    public bool IsPreview { get; private init; }

    /// <summary>A call of OpenAI's custom tools, or a piece of its input: free text instead of JSON.</summary>
    public bool IsCustom { get; private init; }

    /// <summary>The words that the provider made an image from, when they are not the caller's.</summary>
    public ReadOnlySpan<byte> RevisedPrompt { get; private init; }

    /// <summary>Characters of the answer's text that a citation belongs to; both -1 when the provider does not say.</summary>
    public (int Start, int End) Range { get; private init; }

    /// <summary>It proves that the answer has begun.</summary>
    public bool IsContent => Kind is AnswerEventKind.ToolCall or AnswerEventKind.Image or AnswerEventKind.SealedThinking
        || !Text.IsEmpty && Kind is AnswerEventKind.Text or AnswerEventKind.Thinking or AnswerEventKind.Refusal or AnswerEventKind.ToolArguments;

    public static AnswerEvent BlockEnd => new(AnswerEventKind.BlockEnd, default);

    public static AnswerEvent Say(ReadOnlySpan<byte> text) => new(AnswerEventKind.Text, text);

    public static AnswerEvent Think(ReadOnlySpan<byte> text, Origin origin) => new(AnswerEventKind.Thinking, text) { Origin = origin };

    public static AnswerEvent SignThinking(ReadOnlySpan<byte> signature, Origin origin) => new(AnswerEventKind.ThinkingSignature, signature) { Origin = origin };

    /// <param name="id">The provider's id of it, if it has one.</param>
    public static AnswerEvent Seal(ReadOnlySpan<byte> data, Origin origin, ReadOnlySpan<byte> id = default) => new(AnswerEventKind.SealedThinking, data) { Origin = origin, Id = id };

    public static AnswerEvent SignText(ReadOnlySpan<byte> signature, Origin origin) => new(AnswerEventKind.TextSignature, signature) { Origin = origin };

    public static AnswerEvent Refuse(ReadOnlySpan<byte> text) => new(AnswerEventKind.Refusal, text);

    /// <summary>A call whose arguments follow.</summary>
    public static AnswerEvent Call(
        int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> signature = default, Origin origin = Origin.None, bool isCustom = false) =>
        new(AnswerEventKind.ToolCall, default) { Index = index, Id = id, Name = name, Signature = signature, Origin = origin, IsCustom = isCustom };

    public static AnswerEvent Argue(int index, ReadOnlySpan<byte> piece, bool isCustom = false) => new(AnswerEventKind.ToolArguments, piece) { Index = index, IsCustom = isCustom };

    /// <param name="input">The arguments' object; what is no object is an empty one.</param>
    public static AnswerEvent WholeCall(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature = default, Origin origin = Origin.None) =>
        new(AnswerEventKind.ToolCall, default) { Index = index, Id = id, Name = name, Input = input.IsEmpty || input[0] != '{' ? "{}"u8 : input, Signature = signature, Origin = origin };

    public static AnswerEvent Cite(ReadOnlySpan<byte> url, ReadOnlySpan<byte> title, ReadOnlySpan<byte> words, int start = -1, int end = -1) =>
        new(AnswerEventKind.Citation, words) { Id = url, Name = title, Range = (start, end) };

    /// <param name="base64">The data.</param>
    public static AnswerEvent Show(int index, ReadOnlySpan<byte> mediaType, ReadOnlySpan<byte> base64, bool isPreview = false, ReadOnlySpan<byte> revisedPrompt = default) =>
        new(AnswerEventKind.Image, base64) { Index = index, Name = mediaType, IsPreview = isPreview, RevisedPrompt = revisedPrompt };

    /// <summary>An image that the provider keeps.</summary>
    public static AnswerEvent ShowAt(int index, ReadOnlySpan<byte> url, bool isPreview = false) => new(AnswerEventKind.Image, default) { Index = index, Id = url, IsPreview = isPreview };

    /// <param name="elements">JSON objects with commas between them.</param>
    public static AnswerEvent Weigh(ReadOnlySpan<byte> elements) => new(AnswerEventKind.Logprobs, elements);

    /// <summary>The same call of a tool by another name.</summary>
    public AnswerEvent Named(ReadOnlySpan<byte> name) => this with { Name = name };

    /// <param name="words">The stop sequence that ended it, or why it was refused.</param>
    public static AnswerEvent End(AnswerFinish finish, ReadOnlySpan<byte> words = default) => new(AnswerEventKind.Finish, words) { Finish = finish };
}
