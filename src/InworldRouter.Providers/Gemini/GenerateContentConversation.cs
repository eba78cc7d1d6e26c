// A generateContent request in no dialect: where its instruction, contents, parts and tools stand.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>Of a part that this dialect has and no other (executable code, a server tool's echo) only its words are carried.</summary>
public static class GenerateContentConversation
{
    /// <param name="conversation">Empty.</param>
    public static void Read(ReadOnlySpan<byte> body, in GenerateContentFields fields, Conversation conversation)
    {
        var instruction = fields.SystemInstruction.Self.HasValue ? fields.SystemInstruction : fields.SystemInstructionSnake;
        if (instruction.Self.Kind == JsonKind.Object)
            ReadTurn(Role.System, instruction, body, conversation);
        var scanner = new JsonScanner(body, fields.Contents.Start);
        if (fields.Contents.Kind == JsonKind.Array && scanner.EnterArray())
        {
            do
            {
                var turn = default(TurnContentFields);
                TurnContentFields.Scan(ref scanner, ref turn);
                // "strictly user/model; function results go in a user content"
                if (turn.Self.Kind == JsonKind.Object)
                    ReadTurn(turn.Role.StringEquals(body, "model"u8) ? Role.Assistant : Role.User, turn, body, conversation);
            }
            while (scanner.NextElement());
        }
        GenerateContentTools.Read(fields, body, conversation);
        ReadSettings(fields.GenerationConfig.Self.HasValue ? fields.GenerationConfig : fields.GenerationConfigSnake, body, ref conversation.Settings);
    }

    private static void ReadTurn(Role role, in TurnContentFields turn, ReadOnlySpan<byte> body, Conversation conversation)
    {
        var first = conversation.Parts.Length;
        var scanner = new JsonScanner(body, turn.Parts.Start);
        if (turn.Parts.Kind == JsonKind.Array && scanner.EnterArray())
        {
            do
            {
                var part = default(ContentPartFields);
                ContentPartFields.Scan(ref scanner, ref part);
                if (part.Self.Kind == JsonKind.Object)
                    conversation.Add(PartOf(part, body));
            }
            while (scanner.NextElement());
        }
        conversation.Add(role, first, turn.Self);
    }

    private static Part PartOf(in ContentPartFields part, ReadOnlySpan<byte> body)
    {
        var signature = part.Signature.IsPresent ? part.Signature : part.SignatureSnake;
        var read = Unsigned(part, body) with { Raw = part.Self };
        return signature.IsNonEmptyString ? read with { Signature = signature, Origin = Origin.Gemini } : read;
    }

    private static Part Unsigned(in ContentPartFields part, ReadOnlySpan<byte> body)
    {
        var call = part.Call.Self.IsPresent ? part.Call : part.CallSnake;
        var result = part.Result.Self.IsPresent ? part.Result : part.ResultSnake;
        var data = part.Data.Self.IsPresent ? part.Data : part.DataSnake;
        var file = part.File.Self.IsPresent ? part.File : part.FileSnake;
        if (part.Text.Kind == JsonKind.String)
            return new Part(part.Thought.IsTrue ? PartKind.Thinking : PartKind.Text) { Text = part.Text };
        if (call.Self.Kind == JsonKind.Object)
            return new Part(PartKind.ToolCall) { Id = call.Id, Name = call.Name, Text = call.Args };
        if (result.Self.Kind == JsonKind.Object)
            return new Part(PartKind.ToolResult) { Id = result.Id, Name = result.Name, Text = result.Response };
        if (data.Self.Kind == JsonKind.Object)
            return new Part(KindOf(data.Type, body)) { Data = data.Data, MediaType = data.Type };
        if (file.Self.Kind == JsonKind.Object)
            return new Part(KindOf(file.Type, body)) { Url = file.Uri, MediaType = file.Type };
        return new Part(PartKind.Opaque);
    }

    private static PartKind KindOf(in JsonValue mediaType, ReadOnlySpan<byte> body)
    {
        var type = mediaType.Kind == JsonKind.String ? mediaType.Inner(body) : default;
        return type switch
        {
            _ when type.StartsWith("image/"u8) => PartKind.Image,
            _ when type.StartsWith("audio/"u8) => PartKind.Audio,
            _ when type.StartsWith("video/"u8) => PartKind.Video,
            _ => PartKind.File,
        };
    }

    private static void ReadSettings(in GenerationConfigFields config, ReadOnlySpan<byte> body, ref CallSettings settings)
    {
        var most = config.MaxOutputTokens.IsPresent ? config.MaxOutputTokens : config.MaxOutputTokensSnake;
        settings.MaxTokens = most.TryGetInt64(body, out var limit) ? limit : null;
        settings.Temperature = config.Temperature;
        settings.TopP = config.TopP;
        settings.TopK = config.TopK;
        settings.Seed = config.Seed;
        settings.N = config.CandidateCount;
        settings.Stop = config.StopSequences;
        settings.PresencePenalty = config.PresencePenalty;
        settings.FrequencyPenalty = config.FrequencyPenalty;
        settings.Modalities = config.ResponseModalities;
        settings.Schema = config.ResponseJsonSchema.HasValue ? config.ResponseJsonSchema : config.ResponseSchema;
        if (config.ResponseMimeType.StringEquals(body, "application/json"u8))
            settings.Form = settings.Schema.Kind == JsonKind.Object ? AnswerForm.JsonSchema : AnswerForm.JsonObject;
    }
}

/// <summary>A part of a content.</summary>
[JsonFields]
internal partial struct ContentPartFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("text")] public JsonValue Text;
    [JsonField("thought")] public JsonValue Thought;
    [JsonField("thoughtSignature")] public JsonValue Signature;
    [JsonField("thought_signature")] public JsonValue SignatureSnake;
    [JsonField("functionCall")] public ContentCallFields Call;
    [JsonField("function_call")] public ContentCallFields CallSnake;
    [JsonField("functionResponse")] public ContentCallFields Result;
    [JsonField("function_response")] public ContentCallFields ResultSnake;
    [JsonField("inlineData")] public ContentFileFields Data;
    [JsonField("inline_data")] public ContentFileFields DataSnake;
    [JsonField("fileData")] public ContentFileFields File;
    [JsonField("file_data")] public ContentFileFields FileSnake;
}

/// <summary>A call, or its result.</summary>
[JsonFields]
internal partial struct ContentCallFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("id")] public JsonValue Id;
    [JsonField("name")] public JsonValue Name;
    [JsonField("args")] public JsonValue Args;
    [JsonField("response")] public JsonValue Response;
}

[JsonFields]
internal partial struct ContentFileFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("mimeType")] public JsonValue Type;
    [JsonField("data")] public JsonValue Data;
    [JsonField("fileUri")] public JsonValue Uri;
}
