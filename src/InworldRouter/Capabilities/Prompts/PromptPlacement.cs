// Where a prompt's messages go in a request of each dialect: before the request's own.
using InworldRouter.DataPlane;
using InworldRouter.Plan;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Capabilities.Prompts;

internal static class PromptPlacement
{
    /// <summary>Adds the edits; the prompt is written as chat messages, which two of the three dialects take as they are.</summary>
    public static void Apply(Exchange exchange, PromptPlan prompt, in JsonValue variables)
    {
        var body = exchange.Body.Span;
        var edits = exchange.BodyEdits;
        if (exchange.Dialect == CallerDialect.Messages)
        {
            using var messages = new PooledBuffer();
            messages.Write((byte)'[');
            PromptWriter.Write(prompt, variables, body, messages, exchange.Warnings);
            messages.Write((byte)']');
            ApplyMessages(exchange, messages.Written);
            return;
        }
        var from = edits.Scratch.Length;
        var there = exchange.Fields.Messages;
        if (there.Kind == JsonKind.String)
        {
            // An input that is only a text is what the user says.
            edits.Scratch.Write((byte)'[');
            PromptWriter.Write(prompt, variables, body, edits.Scratch, exchange.Warnings);
            edits.Scratch.Write(",{\"role\":\"user\",\"content\":"u8);
            edits.Scratch.Write(there.Raw(body));
            edits.Scratch.Write("}]"u8);
            edits.ReplaceWritten(there.Start, there.Length, from);
            return;
        }
        PromptWriter.Write(prompt, variables, body, edits.Scratch, exchange.Warnings);
        Separate(there, body, edits.Scratch);
        edits.ReplaceWritten(there.Start + 1, 0, from);
    }

    // Instructions are no messages in this dialect: they are the first blocks of "system".
    private static void ApplyMessages(Exchange exchange, ReadOnlySpan<byte> prompt)
    {
        var body = exchange.Body.Span;
        var edits = exchange.BodyEdits;
        using var blocks = new PooledBuffer();
        if (Write(prompt, instructions: true, blocks, exchange.Warnings))
            PlaceSystem(blocks.Written, exchange.Fields.System, body, edits);
        var from = edits.Scratch.Length;
        if (!Write(prompt, instructions: false, edits.Scratch, exchange.Warnings))
            return;
        Separate(exchange.Fields.Messages, body, edits.Scratch);
        edits.ReplaceWritten(exchange.Fields.Messages.Start + 1, 0, from);
    }

    private static void PlaceSystem(ReadOnlySpan<byte> blocks, in JsonValue system, ReadOnlySpan<byte> body, JsonPatch edits)
    {
        var scratch = edits.Scratch;
        var from = scratch.Length;
        switch (system.Kind)
        {
            case JsonKind.Array:
                scratch.Write(blocks);
                Separate(system, body, scratch);
                edits.ReplaceWritten(system.Start + 1, 0, from);
                break;
            case JsonKind.String:
                scratch.Write((byte)'[');
                scratch.Write(blocks);
                scratch.Write((byte)',');
                WriteBlock(system.Raw(body), scratch);
                scratch.Write((byte)']');
                edits.ReplaceWritten(system.Start, system.Length, from);
                break;
            default:
                scratch.Write("\"system\":["u8);
                scratch.Write(blocks);
                scratch.Write(system.IsPresent ? "]"u8 : "],"u8);
                if (system.IsPresent)
                    edits.ReplaceWritten(system.NameStart, system.End - system.NameStart, from);
                else
                    edits.ReplaceWritten(body.IndexOf((byte)'{') + 1, 0, from);
                break;
        }
    }

    private static bool Write(ReadOnlySpan<byte> prompt, bool instructions, PooledBuffer output, List<string> warnings)
    {
        var any = false;
        var scanner = new JsonScanner(prompt);
        if (!scanner.EnterArray())
            return false;
        do
        {
            var message = default(TemplateMessageFields);
            TemplateMessageFields.Scan(ref scanner, ref message);
            var isInstruction = message.Role.StringEquals(prompt, "system"u8) || message.Role.StringEquals(prompt, "developer"u8);
            if (isInstruction != instructions)
                continue;
            if (message.ToolCalls.HasValue || message.ToolCallId.HasValue)
            {
                warnings.Add("a tool's call or result in this router's templates is left out: it is told to callers of chat completions only");
                continue;
            }
            if (any)
                output.Write((byte)',');
            any = true;
            if (!isInstruction)
                output.Write(message.Self.Raw(prompt));
            else if (message.Content.Kind == JsonKind.Array)
                output.Write(message.Content.Raw(prompt)[1..^1]);
            else
                WriteBlock(message.Content.Raw(prompt), output);
        }
        while (scanner.NextElement());
        return any;
    }

    private static void WriteBlock(ReadOnlySpan<byte> text, PooledBuffer output)
    {
        output.Write("{\"type\":\"text\",\"text\":"u8);
        output.Write(text);
        output.Write((byte)'}');
    }

    private static void Separate(in JsonValue array, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        if (body[(array.Start + 1)..(array.End - 1)].IndexOfAnyExcept(" \r\n\t"u8) >= 0)
            output.Write((byte)',');
    }
}

/// <summary>A message as a template makes it.</summary>
[JsonFields]
public partial struct TemplateMessageFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("role")] public JsonValue Role;
    [JsonField("content")] public JsonValue Content;
    [JsonField("tool_calls")] public JsonValue ToolCalls;
    [JsonField("tool_call_id")] public JsonValue ToolCallId;
}
