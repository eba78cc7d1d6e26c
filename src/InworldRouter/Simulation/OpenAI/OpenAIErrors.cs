// Errors as OpenAI words them: all four members, the type that belongs to the status.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation.OpenAI;

internal static class OpenAIErrors
{
    /// <summary>An error with the type and code that OpenAI gives with that status (providers.md A.4).</summary>
    public static Task WriteAsync(HttpContext context, int status, string message)
    {
        var (type, code) = status switch
        {
            401 => ("invalid_request_error", "invalid_api_key"),
            402 => ("insufficient_quota", "insufficient_quota"),
            403 => ("permission_error", "unsupported_country_region_territory"),
            404 => ("invalid_request_error", "model_not_found"),
            429 => ("requests", "rate_limit_exceeded"),
            503 or 529 => ("service_unavailable_error", "slow_down"),
            >= 500 => ("server_error", null),
            _ => ("invalid_request_error", (string?)null),
        };
        return WriteAsync(context, status, type, code, message);
    }

    public static async Task WriteAsync(HttpContext context, int status, string type, string? code, string message, string? param = null)
    {
        using var body = new PooledBuffer();
        Write(body, type, code, message, param);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.WrittenMemory);
    }

    /// <summary><c>{"error":{…}}</c>, as a body or after <c>data: </c>.</summary>
    public static void Write(PooledBuffer output, string type, string? code, string message, string? param)
    {
        output.Write("{\"error\":{\"message\":"u8);
        output.WriteJsonString(message);
        output.Write(",\"type\":"u8);
        output.WriteJsonString(type);
        output.Write(",\"param\":"u8);
        WriteOrNull(output, param);
        output.Write(",\"code\":"u8);
        WriteOrNull(output, code);
        output.Write("}}"u8);
    }

    private static void WriteOrNull(PooledBuffer output, string? text)
    {
        if (text is null)
            output.Write("null"u8);
        else
            output.WriteJsonString(text);
    }
}
