// What a call asks of a model, read off its body: only when candidates have to be compared.
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Routing;

public static class DemandReader
{
    public static CallDemand Read(Exchange exchange)
    {
        var body = exchange.Body.Span;
        var fields = CallReader.Effective(exchange.Fields, body);
        var messages = fields.Messages.Raw(body);
        // What the model is told apart from its messages.
        var told = fields.System.Length + fields.Instructions.Length;
        var needs = ModelCapabilities.None;
        if (fields.Tools.Kind == JsonKind.Array && fields.Tools.Length > 2)
            needs |= ModelCapabilities.Tools;
        if (AsksForSchema(fields.ResponseFormat, body) || AsksForSchema(fields.OutputConfig, body) || AsksForSchema(fields.Text, body))
            needs |= ModelCapabilities.JsonSchema;
        if (fields.Modalities.Kind == JsonKind.Array && fields.Modalities.Raw(body).IndexOf("\"image\""u8) >= 0)
            needs |= ModelCapabilities.ImageOutput;
        needs |= InputOf(messages);
        return new CallDemand((told + messages.Length - DataBytes(messages)) / CallAccount.BytesPerToken, OutputLimit(fields, body), needs)
        {
            WantsText = fields.Modalities.Kind != JsonKind.Array || fields.Modalities.Raw(body).IndexOf("\"text\""u8) >= 0,
        };
    }

    /// <summary>For the refusal when nothing serves it.</summary>
    public static string Words(in CallDemand demand) =>
        demand.Needs == ModelCapabilities.None ? $"about {demand.PromptTokens} prompt tokens" : $"{demand.Needs} and about {demand.PromptTokens} prompt tokens";

    private static bool AsksForSchema(in JsonValue form, ReadOnlySpan<byte> body) =>
        form.Kind == JsonKind.Object && form.Raw(body).IndexOf("\"json_schema\""u8) >= 0;

    // The types of content parts, in each dialect's words. A message that only talks about "image_url" in quotes escapes them, and is not mistaken for one.
    private static ModelCapabilities InputOf(ReadOnlySpan<byte> messages)
    {
        var needs = ModelCapabilities.None;
        if (messages.IndexOf("\"image_url\""u8) >= 0 || messages.IndexOf("\"image\""u8) >= 0)
            needs |= ModelCapabilities.Vision;
        if (messages.IndexOf("\"input_audio\""u8) >= 0)
            needs |= ModelCapabilities.AudioInput;
        if (messages.IndexOf("\"file_data\""u8) >= 0 || messages.IndexOf("\"file_id\""u8) >= 0 || messages.IndexOf("\"document\""u8) >= 0)
            needs |= ModelCapabilities.FileInput;
        return needs;
    }

    // The base64 of images and files is not prose: providers count it in tiles and pages, not in characters.
    private static int DataBytes(ReadOnlySpan<byte> messages)
    {
        var bytes = 0;
        while (messages.IndexOf("base64"u8) is >= 0 and var at)
        {
            messages = messages[(at + "base64".Length)..];
            // In a data: URL; or, in Messages, in a member beside the word.
            if (messages.StartsWith("\""u8))
            {
                at = messages.IndexOf("\"data\""u8);
                var quote = at < 0 ? -1 : messages[(at + "\"data\"".Length)..].IndexOf((byte)'"');
                if (quote < 0)
                    break;
                messages = messages[(at + "\"data\"".Length + quote + 1)..];
            }
            var end = messages.IndexOf((byte)'"');
            if (end < 0)
                break;
            bytes += end;
            messages = messages[end..];
        }
        return bytes;
    }

    private static long? OutputLimit(in ChatRequestFields fields, ReadOnlySpan<byte> body) =>
        fields.MaxCompletionTokens.TryGetInt64(body, out var limit) || fields.MaxTokens.TryGetInt64(body, out limit) || fields.MaxNewTokens.TryGetInt64(body, out limit)
        || fields.MaxOutputTokens.TryGetInt64(body, out limit)
            ? limit
            : null;
}
