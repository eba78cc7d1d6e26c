// OpenAI's Responses API.
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.Responses;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Simulation.Dialects;

/// <summary>Errors, ids of calls and waits are those of OpenAI's other API.</summary>
internal sealed class SimulatedResponses : SimulatedOpenAI
{
    public override Origin Origin => Origin.OpenAIResponses;

    public override ReadOnlySpan<byte> AnswerIdPrefix => "resp_"u8;

    public override AnswerWriter CreateWriter(SimulatedCall call) => call.Stream ? new ResponsesStreamWriter() : new ResponsesAnswerWriter();

    public override void Open(AnswerWriter writer, PooledBuffer output) => ((ResponsesStreamWriter)writer).Start(output);

    public override SimulatedCall? Read(ReadOnlyMemory<byte> body, in SimulatedPath path, Conversation conversation, out SimulatedError problem)
    {
        var json = body.Span;
        problem = default;
        if (!ResponsesRequestFields.TryScan(json, out var fields, out var fault))
            problem = Refused(null, $"We could not parse the JSON body of your request: {fault}", null);
        else if (!fields.Model.IsNonEmptyString)
            problem = Refused("missing_required_parameter", "Missing required parameter: 'model'.", "model");
        else if (!fields.Input.HasValue)
            problem = Refused("missing_required_parameter", "Missing required parameter: 'input'.", "input");
        if (problem.Message is not null)
            return null;
        ResponsesConversation.Read(json, fields, conversation);
        if (conversation.Fault is { } wrong)
        {
            problem = Refused(wrong.Code, wrong.Message, wrong.Param);
            return null;
        }
        using var echo = new PooledBuffer();
        ResponsesEcho.Write(fields, json, echo);
        return new(body, conversation) { Model = fields.Model.GetString(json), Stream = fields.Stream.IsTrue, Echo = echo.Written.ToArray() };
    }

    /// <summary>As recorded: the error stands in an object of its own (R openai/responses-stream-error).</summary>
    public override void WriteErrorEvent(in SimulatedError error, PooledBuffer output)
    {
        output.Write("event: error\ndata: {\"type\":\"error\",\"sequence_number\":2,"u8);
        using var body = new PooledBuffer();
        WriteError(error, body);
        output.Write(body.Written[1..]);
        output.Write("\n\n"u8);
    }
}
