// Chat completions: any provider of the OpenAI dialect.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation.Dialects;

internal class SimulatedOpenAI : SimulatedDialect
{
    public override ReadOnlySpan<byte> AnswerIdPrefix => "chatcmpl-"u8;

    public override ReadOnlySpan<byte> CallIdPrefix(string model) => "call_"u8;

    public override AnswerWriter CreateWriter(SimulatedCall call) => call.Stream ? new ChatStreamWriter() : new ChatAnswerWriter();

    public override SimulatedCall? Read(ReadOnlyMemory<byte> body, in SimulatedPath path, Conversation conversation, out SimulatedError problem)
    {
        var json = body.Span;
        problem = default;
        if (!ChatRequestFields.TryScan(json, out var fields, out var fault))
            problem = Refused(null, $"We could not parse the JSON body of your request: {fault}", null);
        else if (fields.Model.IsPresent && fields.Model.Kind != JsonKind.String)
            problem = Refused("invalid_type", "Invalid type for 'model': expected a string.", "model");
        else if (!fields.Model.IsNonEmptyString)
            problem = Refused(null, "you must provide a model parameter", null);
        else if (fields.Messages.IsPresent && fields.Messages.Kind != JsonKind.Array)
            problem = Refused("invalid_type", "Invalid type for 'messages': expected an array of objects.", "messages");
        if (problem.Message is not null)
            return null;

        var model = fields.Model.GetString(json);
        ChatConversation.Read(new UpstreamCall(json, in fields, model, fields.Stream.IsTrue), conversation);
        // providers.md A.1: "`messages` empty → 400 code `empty_array`".
        if (conversation.Messages.IsEmpty)
        {
            problem = Refused("empty_array", "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages");
            return null;
        }
        return new(body, conversation) { Model = model, Stream = fields.Stream.IsTrue, StreamUsage = fields.StreamOptions.IncludeUsage.IsTrue };
    }

    /// <summary>The type and code that OpenAI gives with a status (providers.md A.4); it has no 529.</summary>
    public override SimulatedError ErrorOf(int status, string message) => status switch
    {
        401 => new(status, "invalid_request_error", message, "invalid_api_key"),
        402 => new(status, "insufficient_quota", message, "insufficient_quota"),
        403 => new(status, "permission_error", message, "unsupported_country_region_territory"),
        404 => new(status, "invalid_request_error", message, "model_not_found"),
        429 => new(status, "requests", message, "rate_limit_exceeded"),
        503 or 529 => new(503, "service_unavailable_error", message, "slow_down"),
        >= 500 => new(status, "server_error", message),
        _ => new(status, "invalid_request_error", message),
    };

    public override SimulatedError EventOf(string type, string message) => new(200, type, message);

    /// <summary>"Errors: all four members".</summary>
    public override void WriteError(in SimulatedError error, PooledBuffer output)
    {
        output.Write("{\"error\":{\"message\":"u8);
        output.WriteJsonString(error.Message);
        output.Write(",\"type\":"u8);
        output.WriteJsonString(error.Type);
        output.Write(",\"param\":"u8);
        WriteOrNull(output, error.Param);
        output.Write(",\"code\":"u8);
        WriteOrNull(output, error.Code);
        output.Write("}}"u8);
    }

    public override void WriteErrorEvent(in SimulatedError error, PooledBuffer output)
    {
        output.Write("data: "u8);
        WriteError(error, output);
        output.Write("\n\n"u8);
    }

    public override void SetRetryAfter(IHeaderDictionary headers, TimeSpan wait)
    {
        RetryHeaders.SetSeconds(headers, wait);
        RetryHeaders.SetMilliseconds(headers, wait);
    }

    protected static SimulatedError Refused(string? code, string message, string? param) => new(400, "invalid_request_error", message, code, param);

    private static void WriteOrNull(PooledBuffer output, string? text)
    {
        if (text is null)
            output.Write("null"u8);
        else
            output.WriteJsonString(text);
    }
}
