// What a response repeats of its request.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>
/// The members of a response between its output and its usage, as OpenAI's own answers have them (R openai/responses-*): the caller's bytes, or the
/// API's default where the caller said nothing. Official clients' types demand most of them.
/// </summary>
public static class ResponsesEcho
{
    /// <summary>Of a request that says nothing.</summary>
    internal static ReadOnlyMemory<byte> Defaults { get; } = Default();

    /// <summary>Writes them with commas between them, ready for <see cref="Dialects.AnswerIdentity.Echo"/>.</summary>
    public static void Write(in ResponsesRequestFields fields, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var said = fields;
        said.OverlayExtraBody(body);
        // Nothing is done in the background here.
        output.Write("\"background\":false"u8);
        Copy(",\"instructions\":"u8, said.Instructions, "null"u8, body, output);
        Copy(",\"max_output_tokens\":"u8, said.MaxOutputTokens, "null"u8, body, output);
        Copy(",\"max_tool_calls\":"u8, said.MaxToolCalls, "null"u8, body, output);
        Copy(",\"metadata\":"u8, said.Metadata.Kind == JsonKind.Object ? said.Metadata : default, "{}"u8, body, output);
        Copy(",\"parallel_tool_calls\":"u8, said.ParallelToolCalls, "true"u8, body, output);
        Copy(",\"previous_response_id\":"u8, said.PreviousResponseId, "null"u8, body, output);
        Copy(",\"prompt_cache_key\":"u8, said.PromptCacheKey, "null"u8, body, output);
        WriteReasoning(said.Reasoning, body, output);
        Copy(",\"safety_identifier\":"u8, said.SafetyIdentifier, "null"u8, body, output);
        Copy(",\"service_tier\":"u8, said.ServiceTier, "\"auto\""u8, body, output);
        Copy(",\"store\":"u8, said.Store, "true"u8, body, output);
        Copy(",\"temperature\":"u8, said.Temperature, "1.0"u8, body, output);
        WriteText(said.Text, body, output);
        Copy(",\"tool_choice\":"u8, said.ToolChoice, "\"auto\""u8, body, output);
        Copy(",\"tools\":"u8, said.Tools.Kind == JsonKind.Array ? said.Tools : default, "[]"u8, body, output);
        Copy(",\"top_logprobs\":"u8, said.TopLogprobs, "0"u8, body, output);
        Copy(",\"top_p\":"u8, said.TopP, "1.0"u8, body, output);
        Copy(",\"truncation\":"u8, said.Truncation, "\"disabled\""u8, body, output);
        Copy(",\"user\":"u8, said.User, "null"u8, body, output);
    }

    // Its two members are always there; the router's own are not OpenAI's to repeat.
    private static void WriteReasoning(in JsonValue reasoning, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var fields = default(ResponsesReasoningFields);
        if (reasoning.Kind == JsonKind.Object)
        {
            var scanner = new JsonScanner(body, reasoning.Start);
            ResponsesReasoningFields.Scan(ref scanner, ref fields);
        }
        Copy(",\"reasoning\":{\"effort\":"u8, fields.Effort, "null"u8, body, output);
        Copy(",\"summary\":"u8, fields.Summary, "null"u8, body, output);
        output.Write((byte)'}');
    }

    private static void WriteText(in ResponsesTextFields text, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        Copy(",\"text\":{\"format\":"u8, text.Format.Self, "{\"type\":\"text\"}"u8, body, output);
        Copy(",\"verbosity\":"u8, text.Verbosity, "\"medium\""u8, body, output);
        output.Write((byte)'}');
    }

    private static void Copy(ReadOnlySpan<byte> name, in JsonValue value, ReadOnlySpan<byte> otherwise, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        output.Write(name);
        output.Write(value.HasValue ? value.Raw(body) : otherwise);
    }

    private static byte[] Default()
    {
        using var output = new PooledBuffer();
        Write(default, "{}"u8, output);
        return output.Written.ToArray();
    }
}
