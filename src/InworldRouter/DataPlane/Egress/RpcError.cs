// Refusals of the management side: google.rpc.Status (api.md 6).
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Egress;

public static class RpcError
{
    /// <summary><c>{"code","message","details"}</c> with the HTTP status to match.</summary>
    public static Task WriteAsync(HttpResponse response, RouterError error)
    {
        Write(response, error.Status, CodeOf(error.Status), error.Message, default);
        return Task.CompletedTask;
    }

    /// <param name="details">JSON values with commas between; may be empty.</param>
    public static void Write(HttpResponse response, int status, int code, string message, ReadOnlySpan<byte> details)
    {
        using var body = new PooledBuffer();
        body.Write("{\"code\":"u8);
        body.WriteNumber(code);
        body.Write(",\"message\":"u8);
        body.WriteJsonString(message);
        body.Write(",\"details\":["u8);
        body.Write(details);
        body.Write("]}"u8);
        response.StatusCode = status;
        response.ContentType = "application/json";
        ResponseBody.Write(response, body.Written);
    }

    /// <summary>google/rpc/code.proto</summary>
    public static int CodeOf(int status) => status switch
    {
        400 or 413 or 415 => 3,
        401 => 16,
        403 => 7,
        404 => 5,
        405 => 12,
        409 => 6,
        412 => 9,
        429 => 8,
        503 => 14,
        504 => 4,
        _ => 13,
    };
}
