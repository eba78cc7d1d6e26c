// Writes a refusal in the caller's dialect: as a whole answer, or as the last event of a stream.
using System.Globalization;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Responses;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Egress;

public static class ErrorWriter
{
    private static ReadOnlySpan<byte> ThreadDetails => """{"error_code":"thread_unsupported_request","unsupported":["thread"]}"""u8;

    /// <summary>The HTTP answer.</summary>
    /// <param name="metadata">The router's metadata with the attempts, when any were made; else empty.</param>
    /// <param name="requestId">The call's, which Anthropic's envelope has in it; null for a refusal before there was a call.</param>
    public static void WriteAnswer(HttpResponse response, CallerDialect dialect, RouterError error, GenerationId? requestId, ReadOnlySpan<byte> metadata, PooledBuffer scratch)
    {
        scratch.Truncate(0);
        if (error.IsPlainText)
            scratch.WriteText(error.Message);
        else if (dialect == CallerDialect.Messages)
            WriteEnvelope(error, requestId, metadata, scratch);
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
    public static void WriteEvent(CallerDialect dialect, RouterError error, GenerationId? requestId, PooledBuffer output)
    {
        if (dialect != CallerDialect.Chat)
            output.Write("event: error\n"u8);
        output.Write("data: "u8);
        switch (dialect)
        {
            case CallerDialect.Messages:
                WriteEnvelope(error, requestId, default, output);
                break;
            case CallerDialect.Responses:
                ResponsesErrors.Write(error.Code ?? error.Type, error.Message, error.Param, 0, output);
                break;
            default:
                WriteBody(error, default, output);
                break;
        }
        output.Write("\n\n"u8);
    }

    // Types are Anthropic's: ours are OpenAI's, and by status the two say the same (providers.md B.5).
    private static void WriteEnvelope(RouterError error, GenerationId? requestId, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        var type = error.Type.Length > 0 && error.IsProvidersOwn ? error.Type : MessagesErrors.TypeOf(error.Status);
        MessagesErrors.Write(type, error.Message, error.Code == RouterError.ThreadUnsupported ? ThreadDetails : [], requestId is null ? [] : requestId.Utf8, output);
        if (metadata.IsEmpty)
            return;
        output.Truncate(output.Length - 1);
        output.Write(",\"metadata\":"u8);
        output.Write(metadata);
        output.Write((byte)'}');
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
