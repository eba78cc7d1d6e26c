// Refusals of the management side: google.rpc.Status (api.md 6).
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Egress;

public static class RpcError
{
    /// <summary><c>{"code","message","details"}</c> with the HTTP status to match.</summary>
    public static Task WriteAsync(HttpResponse response, RouterError error)
    {
        using var body = new PooledBuffer();
        body.Write("{\"code\":"u8);
        body.WriteNumber(CodeOf(error.Status));
        body.Write(",\"message\":"u8);
        body.WriteJsonString(error.Message);
        body.Write(",\"details\":[]}"u8);
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        ResponseBody.Write(response, body.Written);
        return Task.CompletedTask;
    }

    // google/rpc/code.proto
    private static int CodeOf(int status) => status switch
    {
        400 => 3,
        401 => 16,
        403 => 7,
        404 => 5,
        409 => 6,
        412 => 9,
        429 => 8,
        503 => 14,
        504 => 4,
        _ => 13,
    };
}
