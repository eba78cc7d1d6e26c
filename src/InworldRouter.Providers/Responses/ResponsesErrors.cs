// Errors in the middle of a Responses stream.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

public static class ResponsesErrors
{
    /// <summary>
    /// "<c>error</c> event {code,message,param}" (providers.md A2), of a stream that has not begun; clients throw at it. One that has begun ends with
    /// <c>response.failed</c>, which they hand on with all that came before it.
    /// </summary>
    /// <param name="code">One of OpenAI's: <c>server_error</c>, <c>rate_limit_exceeded</c>, …</param>
    /// <param name="param">Null when no member of the request is at fault.</param>
    public static void WriteEvent(string code, string message, string? param, long sequenceNumber, PooledBuffer output)
    {
        output.Write("event: error\ndata: {\"type\":\"error\",\"sequence_number\":"u8);
        output.WriteNumber(sequenceNumber);
        output.Write(",\"code\":"u8);
        output.WriteJsonString(code);
        output.Write(",\"message\":"u8);
        output.WriteJsonString(message);
        output.Write(",\"param\":"u8);
        if (param is null)
            output.Write("null"u8);
        else
            output.WriteJsonString(param);
        output.Write("}\n\n"u8);
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
