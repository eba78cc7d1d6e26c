// Errors as Anthropic words them, before an answer and in the middle of a stream.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>"Errors on /v1/messages use {type:"error",error:{type,message},request_id} and, mid-stream, event: error" (C38).</summary>
public static class MessagesErrors
{
    /// <summary>The type that belongs to a status (providers.md B.5).</summary>
    public static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        503 or 529 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };

    /// <param name="details">A JSON value; empty when there is nothing to add.</param>
    /// <param name="requestId">Empty when there is none to tell.</param>
    public static void Write(string type, string message, ReadOnlySpan<byte> details, ReadOnlySpan<byte> requestId, PooledBuffer output)
    {
        output.Write("{\"type\":\"error\",\"error\":{\"type\":"u8);
        output.WriteJsonString(type);
        output.Write(",\"message\":"u8);
        output.WriteJsonString(message);
        if (!details.IsEmpty)
        {
            output.Write(",\"details\":"u8);
            output.Write(details);
        }
        output.Write((byte)'}');
        if (!requestId.IsEmpty)
        {
            output.Write(",\"request_id\":"u8);
            output.WriteJsonString(requestId);
        }
        output.Write((byte)'}');
    }

    /// <summary>The same as the last event of a stream.</summary>
    public static void WriteEvent(string type, string message, ReadOnlySpan<byte> requestId, PooledBuffer output)
    {
        output.Write("event: error\ndata: "u8);
        Write(type, message, [], requestId, output);
        output.Write("\n\n"u8);
    }
}
