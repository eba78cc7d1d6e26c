// Errors of a Responses stream, before it has a response and after.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>"<c>error</c> event {code,message,param}" (providers.md A2): for a failure before there is a response that could have failed.</summary>
public static class ResponsesErrors
{
    /// <summary>The event's data.</summary>
    public static void Write(string code, string message, string? param, long sequenceNumber, PooledBuffer output)
    {
        output.Write("{\"type\":\"error\",\"code\":"u8);
        output.WriteJsonString(code);
        output.Write(",\"message\":"u8);
        output.WriteJsonString(message);
        output.Write(",\"param\":"u8);
        if (param is null)
            output.Write("null"u8);
        else
            output.WriteJsonString(param);
        output.Write(",\"sequence_number\":"u8);
        output.WriteNumber(sequenceNumber);
        output.Write((byte)'}');
    }

    /// <summary>A response's <c>error</c>.</summary>
    internal static void WriteObject(string code, string message, PooledBuffer output)
    {
        output.Write("{\"code\":"u8);
        output.WriteJsonString(code);
        output.Write(",\"message\":"u8);
        output.WriteJsonString(message);
        output.Write((byte)'}');
    }
}
