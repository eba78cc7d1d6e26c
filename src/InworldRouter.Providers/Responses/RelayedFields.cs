// What the router looks for in an answer of the caller's own dialect; all else only passes.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>Any event of a stream.</summary>
[JsonFields]
internal partial struct RelayedEventFields
{
    [JsonField("type")] public JsonValue Type;
    [JsonField("sequence_number")] public JsonValue SequenceNumber;
    [JsonField("delta")] public JsonValue Delta;
    [JsonField("item")] public OutputItemFields Item;
    [JsonField("response")] public RelayedResponseFields Response;
    [JsonField("error")] public JsonValue Error;
}

/// <summary>A response, whole or as it stands at an event.</summary>
[JsonFields]
internal partial struct RelayedResponseFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("model")] public JsonValue Model;
    [JsonField("previous_response_id")] public JsonValue PreviousResponseId;
    [JsonField("status")] public JsonValue Status;
    [JsonField("error")] public JsonValue Error;
    [JsonField("output")] public JsonValue Output;
    [JsonField("usage")] public ResponseUsageFields Usage;

    /// <summary>Cut by a limit or a filter: then it may be without content.</summary>
    public readonly bool EndedEarly(ReadOnlySpan<byte> json) => Status.StringEquals(json, "incomplete"u8);

    public readonly bool HasFailed(ReadOnlySpan<byte> json) =>
        OpenAI.OpenAIErrors.IsTruthy(Error, json) || Status.StringEquals(json, "failed"u8) || Status.StringEquals(json, "cancelled"u8);
}
