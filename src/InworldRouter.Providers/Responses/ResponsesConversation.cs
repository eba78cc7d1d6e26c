// A Responses request in no dialect: where its instructions, items, parts and tools stand.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>
/// One pass over <c>input</c>. What the assistant did in a row, reasoning, words and calls, is one message, as it is in every other dialect.
/// </summary>
public static class ResponsesConversation
{
    /// <param name="conversation">Empty.</param>
    public static void Read(ReadOnlySpan<byte> body, in ResponsesRequestFields fields, Conversation conversation)
    {
        var said = fields;
        said.OverlayExtraBody(body);
        RefuseStored(said, conversation);
        if (said.Instructions.HasValue)
            ReadInstructions(said.Instructions, conversation);
        ReadInput(said.Input, body, conversation);
        ResponsesToolList.Read(said, body, conversation);
        ResponsesSettings.Read(said, body, ref conversation.Settings);
    }

    // They stand for words that OpenAI alone has.
    private static void RefuseStored(in ResponsesRequestFields fields, Conversation conversation)
    {
        if (fields.Prompt.HasValue)
            conversation.Refuse("prompt", "left out: a stored prompt is known to OpenAI alone, so say it in instructions and input");
        if (fields.Conversation.HasValue)
            conversation.Refuse("conversation", "left out: a stored conversation is known to OpenAI alone, so say it in input, or use previous_response_id");
    }

    private static void ReadInstructions(in JsonValue instructions, Conversation conversation)
    {
        if (instructions.Kind != JsonKind.String)
        {
            conversation.Refuse("instructions", "a string");
            return;
        }
        var first = conversation.Parts.Length;
        conversation.Add(new Part(PartKind.Text) { Text = instructions, Raw = instructions });
        conversation.Add(Role.System, first, instructions);
    }

    private static void ReadInput(in JsonValue input, ReadOnlySpan<byte> body, Conversation conversation)
    {
        if (input.Kind == JsonKind.String)
        {
            var first = conversation.Parts.Length;
            conversation.Add(new Part(PartKind.Text) { Text = input, Raw = input });
            conversation.Add(Role.User, first, input);
            return;
        }
        if (input.Kind is not (JsonKind.Array or JsonKind.Absent or JsonKind.Null))
            conversation.Refuse("input", "a string or an array of items");
        var scanner = new JsonScanner(body, input.Start);
        if (input.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var items = new ResponsesItems(body, conversation);
        do
        {
            var item = default(InputItemFields);
            InputItemFields.Scan(ref scanner, ref item);
            items.Read(item);
        }
        while (scanner.NextElement());
        items.End();
    }
}

/// <summary>An element of <c>input</c>, of any type.</summary>
[JsonFields]
internal partial struct InputItemFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("type")] public JsonValue Type;
    [JsonField("id")] public JsonValue Id;
    [JsonField("role")] public JsonValue Role;
    [JsonField("content")] public JsonValue Content;
    [JsonField("call_id")] public JsonValue CallId;
    [JsonField("name")] public JsonValue Name;
    [JsonField("arguments")] public JsonValue Arguments;
    [JsonField("input")] public JsonValue Input;
    [JsonField("output")] public JsonValue Output;
    [JsonField("summary")] public JsonValue Summary;
    [JsonField("encrypted_content")] public JsonValue EncryptedContent;
    [JsonField("result")] public JsonValue Result;
    [JsonField("output_format")] public JsonValue OutputFormat;
    [JsonField("cache_control")] public JsonValue CacheControl;
}
