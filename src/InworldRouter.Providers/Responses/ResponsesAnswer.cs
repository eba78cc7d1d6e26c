// A whole response to a caller of the same dialect: its bytes with the router's name for the model, left open for the router's metadata.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

internal static class ResponsesAnswer
{
    public static UpstreamFailure? Translate(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage)
    {
        usage = TokenUsage.Unknown;
        if (answer.IndexOfAnyExcept(" \r\n\t"u8) < 0)
            return new UpstreamFailure(FailureKind.EmptyAnswer, "the provider answered with an empty body");
        if (!RelayedResponseFields.TryScan(answer, out var response, out var fault))
            return AnswerReader.NotJson(answer, fault);
        if (response.HasFailed(answer))
            return OpenAIErrors.InStream(answer);
        if (response.Output.Kind != JsonKind.Array)
            return new UpstreamFailure(FailureKind.MalformedAnswer, "the provider's answer has no output array");
        if (!HasContent(response.Output, answer) && !response.EndedEarly(answer))
            return new UpstreamFailure(FailureKind.EmptyAnswer, "the provider's answer has no content");
        usage = ResponsesUsage.Read(response.Usage, answer);
        WriteNamed(response, answer, response.Self.Start, response.Self.End - 1, identity, output);
        return null;
    }

    /// <summary>Writes a stretch of JSON that a response stands in, with the router's name for the model in it.</summary>
    public static void WriteNamed(in RelayedResponseFields response, ReadOnlySpan<byte> json, int start, int end, in AnswerIdentity identity, PooledBuffer output)
    {
        if (!response.Model.IsPresent)
        {
            output.Write(json[start..end]);
            return;
        }
        output.Write(json[start..response.Model.Start]);
        output.Write(identity.ModelJson.Span);
        output.Write(json[response.Model.End..end]);
    }

    /// <summary>Some item that is more than an empty beginning.</summary>
    public static bool HasContent(in JsonValue items, ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json, items.Start);
        if (items.Kind != JsonKind.Array || !scanner.EnterArray())
            return false;
        do
        {
            var item = default(OutputItemFields);
            OutputItemFields.Scan(ref scanner, ref item);
            if (IsContent(item, json))
                return true;
        }
        while (scanner.NextElement());
        return false;
    }

    /// <summary>Messages and reasoning may be empty; whatever else there is has been done.</summary>
    public static bool IsContent(in OutputItemFields item, ReadOnlySpan<byte> json) =>
        item.Type.StringEquals(json, "message"u8) ? item.Content is { Kind: JsonKind.Array, Length: > 2 }
        : item.Type.StringEquals(json, "reasoning"u8) ? item.Summary is { Kind: JsonKind.Array, Length: > 2 } || item.EncryptedContent.IsNonEmptyString
        : item.Type.HasValue;
}
