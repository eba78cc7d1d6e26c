// A kept response as a file's content: one JSON object, the response and its input byte for byte in it.
using InworldRouter.DataPlane.Responses;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.ControlPlane.Responses.Files;

internal static class ResponseFile
{
    public static void Write(StoredResponse response, PooledBuffer output)
    {
        output.Write("{\"id\":"u8);
        output.WriteJsonString(response.Id);
        output.Write(",\"owner\":"u8);
        output.WriteJsonString(response.Owner);
        output.Write(",\"created\":"u8);
        output.WriteNumber(response.Created.ToUnixTimeMilliseconds());
        output.Write(",\"expires\":"u8);
        output.WriteNumber(response.Expires.ToUnixTimeMilliseconds());
        output.Write(",\"response\":"u8);
        output.Write(response.Response.Span);
        output.Write(",\"input\":"u8);
        output.Write(response.Input.Span);
        output.Write((byte)'}');
    }

    /// <returns>Null: it is none, or not that of this id.</returns>
    public static StoredResponse? Read(ReadOnlyMemory<byte> content, string id)
    {
        var json = content.Span;
        return ResponseFileFields.TryScan(json, out var fields, out _)
            && fields.Id.StringEquals(json, System.Text.Encoding.ASCII.GetBytes(id))
            && fields.Owner.Kind == JsonKind.String
            && fields.Created.TryGetInt64(json, out var created)
            && fields.Expires.TryGetInt64(json, out var expires)
            && fields.Response.Kind == JsonKind.Object
            && fields.Input.Kind == JsonKind.Array
            ? new StoredResponse(
                id,
                fields.Owner.GetString(json),
                DateTimeOffset.FromUnixTimeMilliseconds(created),
                DateTimeOffset.FromUnixTimeMilliseconds(expires),
                content.Slice(fields.Response.Start, fields.Response.Length),
                content.Slice(fields.Input.Start, fields.Input.Length))
            : null;
    }
}

/// <summary>The file's members; times in milliseconds since 1970.</summary>
[JsonFields]
internal partial struct ResponseFileFields
{
    [JsonField("id")] public JsonValue Id;
    [JsonField("owner")] public JsonValue Owner;
    [JsonField("created")] public JsonValue Created;
    [JsonField("expires")] public JsonValue Expires;
    [JsonField("response")] public JsonValue Response;
    [JsonField("input")] public JsonValue Input;
}
