// A response object in other circumstances: announced, under way, under another id, failed.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Responses;

/// <summary>For what runs in the background: one id and one time from its announcement to its end.</summary>
internal static class ResponseObject
{
    public static ReadOnlySpan<byte> Queued => "queued"u8;
    public static ReadOnlySpan<byte> InProgress => "in_progress"u8;
    public static ReadOnlySpan<byte> Cancelled => "cancelled"u8;

    /// <summary>The call's answer before there is one.</summary>
    public static byte[] Announce(Exchange exchange, string id)
    {
        using var output = new PooledBuffer();
        output.Write("{\"id\":\""u8);
        output.WriteText(id);
        output.Write("\",\"object\":\"response\",\"created_at\":"u8);
        output.WriteNumber(exchange.Id.Created);
        output.Write(",\"status\":\"queued\",\"error\":null,\"incomplete_details\":null,\"model\":"u8);
        output.Write(exchange.Fields.Model.Raw(exchange.Body.Span));
        output.Write(",\"output\":[],"u8);
        output.Write(exchange.Echo.Written);
        output.Write(",\"usage\":null}"u8);
        // An answer's echo says that nothing is done in the background.
        return Edit(output.Written, new ResponseEdit { Background = "true"u8 });
    }

    /// <summary>The same with another status, in JSON without quotes.</summary>
    public static byte[] WithStatus(ReadOnlySpan<byte> response, ReadOnlySpan<byte> status)
    {
        using var quoted = new PooledBuffer();
        quoted.WriteJsonString(status);
        return Edit(response, new ResponseEdit { Status = quoted.Written });
    }

    /// <summary>The announced response, failed: "response.error{code,message}" (providers.md A2).</summary>
    public static byte[] Failed(ReadOnlySpan<byte> announced, string code, string message)
    {
        using var error = new PooledBuffer();
        error.Write("{\"code\":"u8);
        error.WriteJsonString(code);
        error.Write(",\"message\":"u8);
        error.WriteJsonString(message);
        error.Write((byte)'}');
        return Edit(announced, new ResponseEdit { Status = "\"failed\""u8, Error = error.Written });
    }

    /// <summary>An answer under the id and the time that were announced.</summary>
    public static byte[] Adopted(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> announced)
    {
        ResponseObjectFields.TryScan(announced, out var first, out _);
        return Edit(answer, new ResponseEdit { Id = first.Id.Raw(announced), Created = first.CreatedAt.Raw(announced), Background = "true"u8 });
    }

    /// <summary>The status, in JSON without quotes; empty when it has none.</summary>
    public static ReadOnlySpan<byte> StatusOf(ReadOnlySpan<byte> response) =>
        ResponseObjectFields.TryScan(response, out var fields, out _) && fields.Status.Kind == JsonKind.String ? fields.Status.Inner(response) : default;

    public static bool IsInBackground(ReadOnlySpan<byte> response) => ResponseObjectFields.TryScan(response, out var fields, out _) && fields.Background.IsTrue;

    public static bool IsUnderWay(ReadOnlySpan<byte> response) => StatusOf(response) is var status && (status.SequenceEqual(Queued) || status.SequenceEqual(InProgress));

    private static byte[] Edit(ReadOnlySpan<byte> response, in ResponseEdit edit)
    {
        ResponseObjectFields.TryScan(response, out var fields, out _);
        using var patch = new JsonPatch();
        Put(fields.Id, "\"id\":"u8, edit.Id, response, fields, patch);
        Put(fields.CreatedAt, "\"created_at\":"u8, edit.Created, response, fields, patch);
        Put(fields.Status, "\"status\":"u8, edit.Status, response, fields, patch);
        Put(fields.Background, "\"background\":"u8, edit.Background, response, fields, patch);
        Put(fields.Error, "\"error\":"u8, edit.Error, response, fields, patch);
        using var output = new PooledBuffer();
        patch.Apply(response, output);
        return output.Written.ToArray();
    }

    private static void Put(in JsonValue there, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ReadOnlySpan<byte> response, in ResponseObjectFields fields, JsonPatch patch)
    {
        if (value.IsEmpty)
            return;
        if (there.IsPresent)
            patch.Replace(there, value);
        else
            patch.InsertFirst(fields.Self.Start, response, [.. name, .. value]);
    }

    // What is empty stays as it is.
    private readonly ref struct ResponseEdit
    {
        public ReadOnlySpan<byte> Id { get; init; }

        public ReadOnlySpan<byte> Created { get; init; }

        public ReadOnlySpan<byte> Status { get; init; }

        public ReadOnlySpan<byte> Background { get; init; }

        public ReadOnlySpan<byte> Error { get; init; }
    }
}

/// <summary>The members of a response that tell what has become of it.</summary>
[JsonFields]
internal partial struct ResponseObjectFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("id")] public JsonValue Id;
    [JsonField("created_at")] public JsonValue CreatedAt;
    [JsonField("status")] public JsonValue Status;
    [JsonField("background")] public JsonValue Background;
    [JsonField("error")] public JsonValue Error;
    [JsonField("output")] public JsonValue Output;
}
