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
        if (identity.ExcludeReasoning)
            WriteWithoutReasoning(response, answer, identity, output);
        else
            WriteNamed(response, answer, response.Self.Start, response.Self.End - 1, identity, output);
        return null;
    }

    private static void WriteWithoutReasoning(in RelayedResponseFields response, ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output)
    {
        using var hidden = new PooledBuffer();
        HiddenReasoning.Write(response.Output, answer, hidden);
        RelayedResponseFields.TryScan(hidden.Written, out var rest, out _);
        WriteNamed(rest, hidden.Written, rest.Self.Start, rest.Self.End - 1, identity, output);
    }

    /// <summary>Writes a stretch of JSON that a response stands in, with the router's name for the model in it, and what the response follows.</summary>
    public static void WriteNamed(in RelayedResponseFields response, ReadOnlySpan<byte> json, int start, int end, in AnswerIdentity identity, PooledBuffer output)
    {
        var isModelFirst = response.Model.Start < response.PreviousResponseId.Start;
        if (isModelFirst)
            start = Put(response.Model, identity.ModelJson.Span, json, start, output);
        start = Put(response.PreviousResponseId, identity.PreviousId.Span, json, start, output);
        if (!isModelFirst)
            start = Put(response.Model, identity.ModelJson.Span, json, start, output);
        output.Write(json[start..end]);
    }

    // In the place of a value, if it is there and there is something to put; where to go on.
    private static int Put(in JsonValue value, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> json, int start, PooledBuffer output)
    {
        if (!value.IsPresent || bytes.IsEmpty)
            return start;
        output.Write(json[start..value.Start]);
        output.Write(bytes);
        return value.End;
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
