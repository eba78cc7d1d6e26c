// The words in which vendors say why they stopped, as OpenAI's own.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal enum Finish : byte
{
    Stop,
    Length,
    ToolCalls,
    ContentFilter,
    FunctionCall,

    /// <summary>The vendor says that it failed.</summary>
    Error,
}

internal static class FinishReason
{
    /// <summary>Official clients refuse words that they do not know, so each becomes one of OpenAI's five (providers.md E, "generic parser tolerances").</summary>
    public static Finish Parse(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("stop"u8) => Finish.Stop,
        _ when word.SequenceEqual("length"u8) || word.SequenceEqual("model_length"u8) || word.SequenceEqual("max_tokens"u8) => Finish.Length,
        _ when word.SequenceEqual("tool_calls"u8) || word.SequenceEqual("tool_call"u8) || word.SequenceEqual("tool_use"u8) => Finish.ToolCalls,
        _ when word.SequenceEqual("content_filter"u8) || word.SequenceEqual("refusal"u8) => Finish.ContentFilter,
        _ when word.SequenceEqual("function_call"u8) => Finish.FunctionCall,
        _ when word.SequenceEqual("error"u8) || word.SequenceEqual("insufficient_system_resource"u8) => Finish.Error,
        _ => Finish.Stop,
    };

    /// <summary>As a JSON string.</summary>
    public static ReadOnlySpan<byte> Json(Finish finish) => finish switch
    {
        Finish.Stop => "\"stop\""u8,
        Finish.Length => "\"length\""u8,
        Finish.ToolCalls => "\"tool_calls\""u8,
        Finish.ContentFilter => "\"content_filter\""u8,
        Finish.FunctionCall => "\"function_call\""u8,
        Finish.Error => "\"error\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(finish)),
    };

    /// <summary>What <see cref="Finish.Error"/> means.</summary>
    public static UpstreamFailure Failure(in JsonValue word, ReadOnlySpan<byte> json) =>
        new(FailureKind.ServerError, $"the provider ended its answer with finish_reason \"{word.GetString(json)}\"");

    /// <summary>
    /// "tool_calls" when calls were made, unless the upstream says "length" (C16, api.md 10); a filter's verdict stands too.
    /// </summary>
    public static Finish WithTools(Finish said, bool calledTools) => calledTools && said == Finish.Stop ? Finish.ToolCalls : said;
}
