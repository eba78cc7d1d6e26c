// A JSON schema as Anthropic's structured output takes it: what it refuses goes into the description.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// "additionalProperties:false on every object, oneOf→anyOf, drop min/max/length/pattern/not → append to description" (providers.md D.1). All else, and
/// the order of properties, stays as it is written.
/// </summary>
internal static class AnthropicSchema
{
    public static void Write(in JsonValue schema, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        var scanner = new JsonScanner(json, schema.Start);
        if (schema.Kind != JsonKind.Object)
            output.Write(schema.Raw(json));
        else if (!scanner.EnterObject())
            output.Write("{}"u8);
        else
            WriteMembers(ref scanner, json, output);
    }

    private static void WriteMembers(ref JsonScanner scanner, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        using var dropped = new PooledBuffer();
        var (isObject, description) = (false, default(JsonValue));
        output.Write((byte)'{');
        do
        {
            var name = scanner.ReadName(out _, out _);
            var value = scanner.SkipValue();
            if (name.SequenceEqual("description"u8))
            {
                description = value;
                continue;
            }
            if (name.SequenceEqual("additionalProperties"u8))
                continue;
            if (IsRefused(name, value, json))
            {
                dropped.Write(dropped.IsEmpty ? ""u8 : "; "u8);
                dropped.Write(name);
                dropped.Write(": "u8);
                dropped.WriteEscaped(value.Raw(json));
                continue;
            }
            isObject |= name.SequenceEqual("properties"u8) || name.SequenceEqual("type"u8) && value.Raw(json).IndexOf("\"object\""u8) >= 0;
            output.WriteName(name.SequenceEqual("oneOf"u8) ? "anyOf"u8 : name);
            WriteKeyword(name, value, json, output);
        }
        while (scanner.NextMember());
        if (isObject)
        {
            output.WriteName("additionalProperties"u8);
            output.Write("false"u8);
        }
        WriteDescription(description, dropped, json, output);
        output.Write((byte)'}');
    }

    private static void WriteKeyword(ReadOnlySpan<byte> name, in JsonValue value, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        if (name.SequenceEqual("properties"u8) || name.SequenceEqual("$defs"u8) || name.SequenceEqual("definitions"u8))
            WriteEach(value, json, output);
        else if (name.SequenceEqual("items"u8))
            Write(value, json, output);
        else if (name.SequenceEqual("anyOf"u8) || name.SequenceEqual("oneOf"u8) || name.SequenceEqual("allOf"u8))
            WriteList(value, json, output);
        else
            output.Write(value.Raw(json));
    }

    private static void WriteEach(in JsonValue schemas, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        output.Write((byte)'{');
        var scanner = new JsonScanner(json, schemas.Start);
        if (schemas.Kind == JsonKind.Object && scanner.EnterObject())
        {
            do
            {
                output.WriteName(scanner.ReadName(out _, out _));
                Write(scanner.SkipValue(), json, output);
            }
            while (scanner.NextMember());
        }
        output.Write((byte)'}');
    }

    private static void WriteList(in JsonValue schemas, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        output.Write((byte)'[');
        var scanner = new JsonScanner(json, schemas.Start);
        if (schemas.Kind == JsonKind.Array && scanner.EnterArray())
        {
            var first = true;
            do
            {
                if (!first)
                    output.Write((byte)',');
                first = false;
                Write(scanner.SkipValue(), json, output);
            }
            while (scanner.NextElement());
        }
        output.Write((byte)']');
    }

    private static void WriteDescription(in JsonValue description, PooledBuffer dropped, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        if (!description.IsNonEmptyString && dropped.IsEmpty)
            return;
        output.WriteName("description"u8);
        output.Write((byte)'"');
        if (description.IsNonEmptyString)
            output.Write(description.Inner(json));
        if (description.IsNonEmptyString && !dropped.IsEmpty)
            output.Write(" "u8);
        if (!dropped.IsEmpty)
        {
            output.Write((byte)'(');
            output.Write(dropped.Written);
            output.Write((byte)')');
        }
        output.Write((byte)'"');
    }

    private static bool IsRefused(ReadOnlySpan<byte> name, in JsonValue value, ReadOnlySpan<byte> json) =>
        name.SequenceEqual("minimum"u8) || name.SequenceEqual("maximum"u8) || name.SequenceEqual("exclusiveMinimum"u8) || name.SequenceEqual("exclusiveMaximum"u8)
        || name.SequenceEqual("multipleOf"u8) || name.SequenceEqual("minLength"u8) || name.SequenceEqual("maxLength"u8) || name.SequenceEqual("pattern"u8)
        || name.SequenceEqual("maxItems"u8) || name.SequenceEqual("uniqueItems"u8) || name.SequenceEqual("minProperties"u8) || name.SequenceEqual("maxProperties"u8)
        || name.SequenceEqual("not"u8)
        // An array may be asked not to be empty, and no more.
        || name.SequenceEqual("minItems"u8) && !(value.TryGetInt64(json, out var least) && least <= 1);
}
