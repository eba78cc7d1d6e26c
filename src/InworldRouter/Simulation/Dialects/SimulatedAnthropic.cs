// The Messages API, at Anthropic and on a cloud.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation.Dialects;

internal sealed class SimulatedAnthropic : SimulatedDialect
{
    private static ReadOnlySpan<byte> RequestId => "req_simulator"u8;

    public override Origin Origin => Origin.Anthropic;

    public override ReadOnlySpan<byte> AnswerIdPrefix => "msg_"u8;

    public override ReadOnlySpan<byte> CallIdPrefix(string model) => "toolu_"u8;

    public override AnswerWriter CreateWriter(SimulatedCall call) => call.Stream ? new MessagesStreamWriter() : new MessagesAnswerWriter();

    public override void Open(AnswerWriter writer, PooledBuffer output) => ((MessagesStreamWriter)writer).Start(output);

    public override SimulatedCall? Read(ReadOnlyMemory<byte> body, in SimulatedPath path, Conversation conversation, out SimulatedError problem)
    {
        var json = body.Span;
        var words = MessagesRequestFields.TryScan(json, out var fields, out var fault) ? Refusal(fields, json, path) : $"The request body is not valid JSON: {fault}";
        problem = words is null ? default : ErrorOf(400, words);
        if (words is not null)
            return null;
        MessagesConversation.Read(json, fields, conversation);
        return new(body, conversation) { Model = path.Model ?? fields.Model.GetString(json), Stream = path.Streams ?? fields.Stream.IsTrue };
    }

    /// <summary>providers.md B.6</summary>
    public override void WriteCount(int tokens, PooledBuffer output)
    {
        output.Write("{\"input_tokens\":"u8);
        output.WriteNumber(tokens);
        output.Write((byte)'}');
    }

    /// <summary>"529 overloaded_error" where others say 503 (providers.md B.5).</summary>
    public override SimulatedError ErrorOf(int status, string message) => new(status == 503 ? 529 : status, MessagesErrors.TypeOf(status), message);

    /// <summary>All its types end alike: <c>overloaded</c> is <c>overloaded_error</c>.</summary>
    public override SimulatedError EventOf(string type, string message) =>
        new(200, type.EndsWith("_error", StringComparison.Ordinal) || type == "request_too_large" ? type : $"{type}_error", message);

    public override void WriteError(in SimulatedError error, PooledBuffer output) => MessagesErrors.Write(error.Type, error.Message, [], RequestId, output);

    public override void WriteErrorEvent(in SimulatedError error, PooledBuffer output) => MessagesErrors.WriteEvent(error.Type, error.Message, RequestId, output);

    public override void SetRetryAfter(IHeaderDictionary headers, TimeSpan wait) => RetryHeaders.SetSeconds(headers, wait);

    // "max_tokens (required)", but for a count; on a cloud the version stands in the body instead of the model (providers.md B.1, B.8).
    private static string? Refusal(in MessagesRequestFields fields, ReadOnlySpan<byte> json, in SimulatedPath path) => fields switch
    {
        _ when path.Model is null && !fields.Model.IsNonEmptyString => "model: Field required",
        { MaxTokens.Kind: not JsonKind.Number } when path.Work == SimulatedWork.Answer => "max_tokens: Field required",
        _ when path.Model is not null && !fields.AnthropicVersion.StringEquals(json, "vertex-2023-10-16"u8) => "anthropic_version: Field required",
        { Messages.Kind: not JsonKind.Array } => "messages: Field required",
        _ when IsEmpty(fields.Messages.Raw(json)) => "messages: at least one message is required",
        { Stream.Kind: not (JsonKind.Absent or JsonKind.True or JsonKind.False) } => "stream: Input should be a valid boolean",
        _ => null,
    };

    private static bool IsEmpty(ReadOnlySpan<byte> array) => array[1..^1].IndexOfAnyExcept(" \r\n\t"u8) < 0;
}
