// generateContent, at AI Studio and on Vertex.
using System.Globalization;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.Gemini;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation.Dialects;

internal sealed class SimulatedGemini : SimulatedDialect
{
    public override Origin Origin => Origin.Gemini;

    public override ReadOnlySpan<byte> AnswerIdPrefix => default;

    /// <summary>"functionCall.id present on Gemini 3 …, absent on older" (providers.md C.4).</summary>
    public override ReadOnlySpan<byte> CallIdPrefix(string model) => model.StartsWith("gemini-2", StringComparison.Ordinal) ? default : "call_"u8;

    public override AnswerWriter CreateWriter(SimulatedCall call) => call.Stream ? new GenerateContentStreamWriter() : new GenerateContentAnswerWriter();

    public override SimulatedCall? Read(ReadOnlyMemory<byte> body, in SimulatedPath path, Conversation conversation, out SimulatedError problem)
    {
        problem = default;
        // A request to count may be about another, whole.
        if (CountRequestFields.TryScan(body.Span, out var count, out _) && count.Request.Kind == JsonKind.Object)
            body = body.Slice(count.Request.Start, count.Request.Length);
        if (!GenerateContentFields.TryScan(body.Span, out var fields, out var fault))
        {
            problem = ErrorOf(400, $"Invalid JSON payload received: {fault}");
            return null;
        }
        GenerateContentConversation.Read(body.Span, fields, conversation);
        if (fields.Contents.Kind != JsonKind.Array || conversation.Parts.IsEmpty)
        {
            problem = ErrorOf(400, "* GenerateContentRequest.contents: contents is not specified");
            return null;
        }
        return new(body, conversation) { Model = path.Model!, Stream = path.Streams == true };
    }

    public override void WriteCount(int tokens, PooledBuffer output)
    {
        output.Write("{\"totalTokens\":"u8);
        output.WriteNumber(tokens);
        output.Write(",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":"u8);
        output.WriteNumber(tokens);
        output.Write("}]}"u8);
    }

    /// <summary>The table of providers.md C.6; what others call 529 is UNAVAILABLE here.</summary>
    public override SimulatedError ErrorOf(int status, string message) => status switch
    {
        401 => new(status, "UNAUTHENTICATED", message),
        403 => new(status, "PERMISSION_DENIED", message),
        404 => new(status, "NOT_FOUND", message),
        429 => new(status, "RESOURCE_EXHAUSTED", message),
        499 => new(status, "CANCELLED", message),
        503 or 529 => new(503, "UNAVAILABLE", message),
        504 => new(status, "DEADLINE_EXCEEDED", message),
        >= 500 => new(status, "INTERNAL", message),
        _ => new(status, "INVALID_ARGUMENT", message),
    };

    /// <summary>A scenario has one word for all dialects; Google's own stand as they are.</summary>
    public override SimulatedError EventOf(string type, string message) => type switch
    {
        _ when type.StartsWith("overloaded", StringComparison.Ordinal) => ErrorOf(503, message),
        _ when type.StartsWith("rate_limit", StringComparison.Ordinal) => ErrorOf(429, message),
        _ when type.Any(char.IsAsciiLetterLower) => ErrorOf(500, message),
        _ => new(500, type, message),
    };

    public override void WriteError(in SimulatedError error, PooledBuffer output)
    {
        output.Write("{\"error\":{\"code\":"u8);
        output.WriteNumber(error.Status);
        output.Write(",\"message\":"u8);
        output.WriteJsonString(error.Message);
        output.Write(",\"status\":"u8);
        output.WriteJsonString(error.Type);
        // "parse RetryInfo.retryDelay (no retry-after header)"
        if (error.RetryAfter is { } wait)
        {
            output.Write(",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\""u8);
            output.WriteText(wait.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture));
            output.Write("s\"}]"u8);
        }
        output.Write("}}"u8);
    }

    public override void WriteErrorEvent(in SimulatedError error, PooledBuffer output)
    {
        output.Write("data: "u8);
        WriteError(error, output);
        output.Write("\r\n\r\n"u8);
    }

    public override void SetRetryAfter(IHeaderDictionary headers, TimeSpan wait)
    {
    }
}

/// <summary><c>:countTokens</c> (providers.md D.5b)</summary>
[JsonFields]
public partial struct CountRequestFields
{
    [JsonField("generateContentRequest")] public JsonValue Request;
}
