// Where the members of the Responses API's answers and events stand.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>An event of a stream but for deltas.</summary>
[JsonFields]
internal partial struct ResponseEventFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("object")] public JsonValue Object; // of a whole answer in an event's place
    [JsonField("output_index")] public JsonValue OutputIndex;
    [JsonField("content_index")] public JsonValue ContentIndex;
    [JsonField("item")] public OutputItemFields Item;
    [JsonField("annotation")] public AnnotationFields Annotation;
    [JsonField("arguments")] public JsonValue Arguments;
    [JsonField("input")] public JsonValue Input;
    [JsonField("partial_image_b64")] public JsonValue PartialImage;
    [JsonField("output_format")] public JsonValue OutputFormat;
    [JsonField("response")] public JsonValue Response;
    [JsonField("error")] public JsonValue Error;
}

/// <summary><c>response.….delta</c>: nearly every event of a stream is one.</summary>
[JsonFields]
internal partial struct ResponseDeltaFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("output_index")] public JsonValue OutputIndex;
    [JsonField("content_index")] public JsonValue ContentIndex;
    [JsonField("summary_index")] public JsonValue SummaryIndex;
    [JsonField("delta")] public JsonValue Delta;
    [JsonField("logprobs")] public JsonValue Logprobs;
}

/// <summary>A whole answer, or how it stands at an event.</summary>
[JsonFields]
internal partial struct ResponseFields
{
    [JsonField("status")] public JsonValue Status;
    [JsonField("error")] public JsonValue Error;
    [JsonField("incomplete_details")] public IncompleteFields Incomplete;
    [JsonField("output")] public JsonValue Output;
    [JsonField("usage")] public ResponseUsageFields Usage;
}

[JsonFields]
internal partial struct IncompleteFields
{
    [JsonField("reason")] public JsonValue Reason;
}

/// <summary>One of <c>output</c>, beginning or whole, of any type.</summary>
[JsonFields]
internal partial struct OutputItemFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("id")] public JsonValue Id;
    [JsonField("call_id")] public JsonValue CallId;
    [JsonField("name")] public JsonValue Name;
    [JsonField("arguments")] public JsonValue Arguments;
    [JsonField("input")] public JsonValue Input;
    [JsonField("content")] public JsonValue Content;
    [JsonField("summary")] public JsonValue Summary;
    [JsonField("encrypted_content")] public JsonValue EncryptedContent;
    [JsonField("result")] public JsonValue Result;
    [JsonField("output_format")] public JsonValue OutputFormat;
    [JsonField("revised_prompt")] public JsonValue RevisedPrompt;
}

/// <summary>One of a message's <c>content</c>, or of a reasoning item's <c>summary</c> or <c>content</c>.</summary>
[JsonFields]
internal partial struct OutputPartFields
{
    [JsonField("text")] public JsonValue Text;
    [JsonField("refusal")] public JsonValue Refusal;
    [JsonField("annotations")] public JsonValue Annotations;
    [JsonField("logprobs")] public JsonValue Logprobs;
}

[JsonFields]
internal partial struct AnnotationFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("url")] public JsonValue Url;
    [JsonField("title")] public JsonValue Title;
    [JsonField("start_index")] public JsonValue Start;
    [JsonField("end_index")] public JsonValue End;
}

[JsonFields]
internal partial struct ResponseUsageFields
{
    [JsonField("input_tokens")] public JsonValue InputTokens;
    [JsonField("input_tokens_details")] public InputDetailFields InputDetails;
    [JsonField("output_tokens")] public JsonValue OutputTokens;
    [JsonField("output_tokens_details")] public OutputDetailFields OutputDetails;
}

[JsonFields]
internal partial struct InputDetailFields
{
    [JsonField("cached_tokens")] public JsonValue CachedTokens;
    [JsonField("cache_write_tokens")] public JsonValue CacheWriteTokens;
}

[JsonFields]
internal partial struct OutputDetailFields
{
    [JsonField("reasoning_tokens")] public JsonValue ReasoningTokens;
    [JsonField("image_tokens")] public JsonValue ImageTokens;
}
