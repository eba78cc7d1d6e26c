// Arguments for the tools that the simulator calls: the smallest value that each property's schema allows.
using System.Text;
using System.Text.Json;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation;

/// <summary>Required properties (all, when none is marked): the first of an enum, the property's own name for a string, 1, true, [] or {}.</summary>
internal static class ToolArguments
{
    // A schema may nest itself without end.
    private const int DeepestNesting = 8;

    /// <summary>Adds the calls that the rules of <see cref="AnswerComposer"/> demand.</summary>
    public static void Compose(SimulatedCall call, Answer answer)
    {
        var said = Encoding.UTF8.GetString(call.Said);
        foreach (ref readonly var tool in call.Tools)
        {
            if (tool is not { Kind: ToolKind.Function, Name.Kind: JsonKind.String })
                continue;
            var name = tool.Name.GetString(call.Body);
            var wanted = call.DemandedTool is { } demanded
                ? demanded == name || (demanded.Length == 0 && answer.Calls.Count == 0)
                : !call.SaidByTool && said.Contains(name, StringComparison.Ordinal);
            if (wanted)
                Add(answer, tool, call.Body);
        }
    }

    // A schema is rare and small beside the messages: here a document is worth its cost.
    private static void Add(Answer answer, in Tool tool, ReadOnlySpan<byte> body)
    {
        using var json = new PooledBuffer();
        using (var schema = JsonDocument.Parse(Encoding.UTF8.GetString(tool.Schema.Kind == JsonKind.Object ? tool.Schema.Raw(body) : "{}"u8)))
        using (var writer = new Utf8JsonWriter(json))
            WriteObject(writer, schema.RootElement, 0);
        var start = answer.Bytes.Length;
        answer.Bytes.Write(tool.Name.Inner(body));
        var name = new Slice(start, answer.Bytes.Length - start);
        start = answer.Bytes.Length;
        answer.Bytes.WriteEscaped(json.Written);
        var arguments = new Slice(start, answer.Bytes.Length - start);
        answer.Calls.Add(new(name, arguments));
        answer.TextTokens += AnswerTokens.Count(arguments.Of(answer.Bytes)) + 1;
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement schema, int depth)
    {
        writer.WriteStartObject();
        if (depth < DeepestNesting && Member(schema, "properties") is { ValueKind: JsonValueKind.Object } properties)
        {
            var required = Member(schema, "required");
            foreach (var property in properties.EnumerateObject())
            {
                if (required.ValueKind == JsonValueKind.Array && !required.EnumerateArray().Any(r => r.ValueKind == JsonValueKind.String && r.ValueEquals(property.Name)))
                    continue;
                writer.WritePropertyName(property.Name);
                WriteValue(writer, property.Name, property.Value, depth + 1);
            }
        }
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, JsonElement schema, int depth)
    {
        if (Member(schema, "enum") is { ValueKind: JsonValueKind.Array } values && values.GetArrayLength() > 0)
        {
            values[0].WriteTo(writer);
            return;
        }
        var type = Member(schema, "type");
        switch (type.ValueKind == JsonValueKind.String ? type.GetString()!.ToLowerInvariant() : null) // Gemini's own schemas say STRING
        {
            case "integer" or "number":
                writer.WriteNumberValue(1);
                break;
            case "boolean":
                writer.WriteBooleanValue(true);
                break;
            case "array":
                writer.WriteStartArray();
                writer.WriteEndArray();
                break;
            case "object":
                WriteObject(writer, schema, depth);
                break;
            case "null":
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(name);
                break;
        }
    }

    private static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;
}
