// Writes a refusal in OpenAI's dialect: as a whole answer, or as the last event of a stream.
using System.Globalization;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Egress;

public static class ErrorWriter
{
    /// <summary>The HTTP answer.</summary>
    /// <param name="metadata">The router's metadata with the attempts, when any were made; else empty.</param>
    public static void WriteAnswer(HttpResponse response, RouterError error, ReadOnlySpan<byte> metadata, PooledBuffer scratch)
    {
        scratch.Truncate(0);
        if (error.IsPlainText)
            scratch.WriteText(error.Message);
        else
            WriteBody(error, metadata, scratch);
        response.StatusCode = error.Status;
        response.ContentType = error.IsPlainText ? "text/plain" : "application/json";
        if (error.RetryAfter is { } wait)
        {
            var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            response.Headers["retry-after-ms"] = Math.Max(1, (long)wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }
        ResponseBody.Write(response, scratch.Written);
    }

    /// <summary>The last event of a stream that has begun: no <c>[DONE]</c> follows (api.md 4).</summary>
    public static void WriteEvent(RouterError error, PooledBuffer output)
    {
        output.Write("data: "u8);
        WriteBody(error, default, output);
        output.Write("\n\n"u8);
    }

    /// <summary><c>{"error":{"message","type","param","code"}}</c>, all four members always.</summary>
    public static void WriteBody(RouterError error, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        output.Write("{\"error\":{\"message\":"u8);
        output.WriteJsonString(error.Message);
        output.Write(",\"type\":"u8);
        output.WriteJsonString(error.Type);
        output.Write(",\"param\":"u8);
        WriteOrNull(error.Param, output);
        output.Write(",\"code\":"u8);
        WriteOrNull(error.Code, output);
        output.Write((byte)'}');
        if (!metadata.IsEmpty)
        {
            output.Write(",\"metadata\":"u8);
            output.Write(metadata);
        }
        output.Write((byte)'}');
    }

    private static void WriteOrNull(string? text, PooledBuffer output)
    {
        if (text is null)
            output.Write("null"u8);
        else
            output.WriteJsonString(text);
    }
}
