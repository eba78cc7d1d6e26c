// Where the members of Anthropic's answers and events stand.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>An event of a stream but for deltas; a whole answer is a message of its own.</summary>
[JsonFields]
internal partial struct EventFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("index")] public JsonValue Index;
    [JsonField("message")] public AnthropicMessageFields Message;
    [JsonField("content_block")] public BlockFields Block;
    [JsonField("delta")] public EndingFields Delta;
    [JsonField("usage")] public AnthropicUsageFields Usage;
    [JsonField("error")] public JsonValue Error;
}

/// <summary><c>content_block_delta</c>: nearly every event of a stream is one.</summary>
[JsonFields]
internal partial struct DeltaEventFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("index")] public JsonValue Index;
    [JsonField("delta")] public BlockDeltaFields Delta;
}

[JsonFields]
internal partial struct BlockDeltaFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("text")] public JsonValue Text;
    [JsonField("partial_json")] public JsonValue PartialJson;
    [JsonField("thinking")] public JsonValue Thinking;
    [JsonField("signature")] public JsonValue Signature;
    [JsonField("citation")] public JsonValue Citation;
}

[JsonFields]
internal partial struct AnthropicMessageFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("id")] public JsonValue Id;
    [JsonField("model")] public JsonValue Model;
    [JsonField("content")] public JsonValue Content;
    [JsonField("stop_reason")] public JsonValue StopReason;
    [JsonField("stop_sequence")] public JsonValue StopSequence;
    [JsonField("stop_details")] public StopDetailFields StopDetails;
    [JsonField("usage")] public AnthropicUsageFields Usage;
    [JsonField("error")] public JsonValue Error;
}

/// <summary>The <c>delta</c> of a <c>message_delta</c>.</summary>
[JsonFields]
internal partial struct EndingFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("stop_reason")] public JsonValue StopReason;
    [JsonField("stop_sequence")] public JsonValue StopSequence;
    [JsonField("stop_details")] public StopDetailFields StopDetails;
}

[JsonFields]
internal partial struct StopDetailFields
{
    [JsonField("explanation")] public JsonValue Explanation;
}

/// <summary>A content block, beginning or whole.</summary>
[JsonFields]
internal partial struct BlockFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("text")] public JsonValue Text;
    [JsonField("thinking")] public JsonValue Thinking;
    [JsonField("signature")] public JsonValue Signature;
    [JsonField("data")] public JsonValue Data;
    [JsonField("id")] public JsonValue Id;
    [JsonField("name")] public JsonValue Name;
    [JsonField("input")] public JsonValue Input;
    [JsonField("citations")] public JsonValue Citations;
}

/// <summary>A citation of any of the five types.</summary>
[JsonFields]
internal partial struct CitationFields
{
    [JsonField("url")] public JsonValue Url;
    [JsonField("source")] public JsonValue Source;
    [JsonField("title")] public JsonValue Title;
    [JsonField("document_title")] public JsonValue DocumentTitle;
    [JsonField("document_index")] public JsonValue DocumentIndex;
    [JsonField("cited_text")] public JsonValue CitedText;
}

[JsonFields]
internal partial struct AnthropicUsageFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("input_tokens")] public JsonValue InputTokens;
    [JsonField("output_tokens")] public JsonValue OutputTokens;
    [JsonField("cache_creation_input_tokens")] public JsonValue CacheCreation;
    [JsonField("cache_read_input_tokens")] public JsonValue CacheRead;
    [JsonField("output_tokens_details")] public OutputDetailFields OutputDetails;
}

[JsonFields]
internal partial struct OutputDetailFields
{
    [JsonField("thinking_tokens")] public JsonValue ThinkingTokens;
}
