// A whole answer of Anthropic's to a Messages caller: its bytes with the name that was asked for, left open for the router's metadata.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal static class MessagesAnswer
{
    public static UpstreamFailure? Translate(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage)
    {
        usage = TokenUsage.Unknown;
        if (answer.IndexOfAnyExcept(" \r\n\t"u8) < 0)
            return new UpstreamFailure(FailureKind.EmptyAnswer, "the provider answered with an empty body");
        if (!AnthropicMessageFields.TryScan(answer, out var message, out var fault))
            return AnswerReader.NotJson(answer, fault);
        if (message.Error.Kind == JsonKind.Object || message.Type.StringEquals(answer, "error"u8))
            return AnthropicErrors.InStream(answer);
        if (message.Content.Kind != JsonKind.Array)
            return new UpstreamFailure(FailureKind.MalformedAnswer, "the provider's answer has no content array");
        if (!HasContent(message.Content, answer) && !(message.StopReason.Kind == JsonKind.String && AnthropicStops.IsEarly(message.StopReason.Inner(answer))))
            return new UpstreamFailure(FailureKind.EmptyAnswer, "the provider's answer has no content");
        var counted = AnthropicUsage.Unknown;
        counted.Add(message.Usage, answer);
        usage = counted.Total;
        WriteNamed(message, answer, identity, output);
        output.Truncate(output.Written.LastIndexOf((byte)'}'));
        return null;
    }

    /// <summary>Writes what a message stands in, with the caller's name for the model in it (C44).</summary>
    public static void WriteNamed(in AnthropicMessageFields message, ReadOnlySpan<byte> json, in AnswerIdentity identity, PooledBuffer output)
    {
        var model = message.Model;
        if (model.IsPresent)
        {
            output.Write(json[..model.Start]);
            output.Write(identity.ModelJson.Span);
            output.Write(json[model.End..]);
            return;
        }
        var inside = message.Self.Start + 1;
        output.Write(json[..inside]);
        output.Write("\"model\":"u8);
        output.Write(identity.ModelJson.Span);
        if (json[inside..].TrimStart(" \r\n\t"u8) is not [(byte)'}', ..])
            output.Write((byte)',');
        output.Write(json[inside..]);
    }

    private static bool HasContent(in JsonValue content, ReadOnlySpan<byte> answer)
    {
        var scanner = new JsonScanner(answer, content.Start);
        if (!scanner.EnterArray())
            return false;
        do
        {
            var block = default(BlockFields);
            BlockFields.Scan(ref scanner, ref block);
            if (MessagesEvents.IsContent(block, answer))
                return true;
        }
        while (scanner.NextElement());
        return false;
    }
}
