// A JSON schema as the older Gemini models take it: OpenAPI's subset of it.
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>
/// "$ref/$defs (inline them; recursion impossible), oneOf→anyOf, allOf→flatten, const→enum, type arrays→anyOf+nullable" (providers.md C.2). A schema is
/// read as layers: itself, what its <c>$ref</c> names, and the elements of its <c>allOf</c>; the first layer that has a keyword says it, and properties
/// and required names are of all of them. What the subset does not have is left out.
/// </summary>
internal ref struct GeminiSchema
{
    // Deeper than any schema that a person wrote; a chain of references longer than this goes in circles.
    private const int MostDepth = 32;
    private const int MostLayers = 16;

    // Bytes looked through for one schema: a hundred times a large one. Definitions that refer to each other twice and twice again have no end else.
    private const long MostWork = 32 << 20;

    private readonly ReadOnlySpan<byte> _json;
    private readonly JsonValue _root;
    private readonly PooledBuffer _output;
    private readonly Span<int> _open; // where the schemas stand that are being written
    private int _depth;
    private long _work = MostWork;

    private GeminiSchema(in JsonValue root, ReadOnlySpan<byte> json, PooledBuffer output, Span<int> open)
    {
        _root = root;
        _json = json;
        _output = output;
        _open = open;
    }

    /// <returns>False when it is too large, its references followed, to be said at all.</returns>
    public static bool TryWrite(in JsonValue schema, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        Span<int> open = stackalloc int[MostDepth];
        var writer = new GeminiSchema(schema, json, output, open);
        writer.Write(schema, nullable: false);
        return writer._work > 0;
    }

    private void Write(in JsonValue schema, bool nullable)
    {
        Span<JsonValue> room = stackalloc JsonValue[MostLayers];
        var count = 0;
        // A schema inside itself, or "true": nothing can be said of the value but that there is one.
        if (schema.Kind != JsonKind.Object || _depth == MostDepth || !TryCollect(schema, room, ref count))
        {
            _output.Write(schema.Kind == JsonKind.Object ? "{\"type\":\"object\"}"u8 : "{\"type\":\"string\"}"u8);
            return;
        }
        var depth = _depth;
        for (var i = 0; i < count && _depth < MostDepth; i++)
            _open[_depth++] = room[i].Start;
        _output.Write((byte)'{');
        WriteMembers(room[..count], nullable);
        _output.Write((byte)'}');
        _depth = depth;
    }

    // False when the schema stands inside itself.
    private bool TryCollect(in JsonValue schema, scoped Span<JsonValue> layers, ref int count)
    {
        if (schema.Kind != JsonKind.Object || count == layers.Length)
            return true;
        if (_open[.._depth].Contains(schema.Start))
            return false;
        layers[count++] = schema;
        var reference = Member(schema, "$ref"u8);
        if (reference.IsNonEmptyString && !TryCollect(Resolve(reference.Inner(_json)), layers, ref count))
            return false;
        var parts = Member(schema, "allOf"u8);
        var scanner = new JsonScanner(_json, parts.Start);
        if (parts.Kind != JsonKind.Array || !scanner.EnterArray())
            return true;
        do
        {
            if (!TryCollect(scanner.SkipValue(), layers, ref count))
                return false;
        }
        while (scanner.NextElement());
        return true;
    }

    // "#/$defs/Name": names as they are written; one with ~ or % in it is nobody's habit.
    private JsonValue Resolve(ReadOnlySpan<byte> reference)
    {
        var value = reference is [(byte)'#', ..] ? _root : default;
        var path = reference is [(byte)'#', (byte)'/', ..] ? reference[2..] : default;
        while (!path.IsEmpty && value.Kind == JsonKind.Object)
        {
            var slash = path.IndexOf((byte)'/');
            value = Member(value, slash < 0 ? path : path[..slash]);
            path = slash < 0 ? default : path[(slash + 1)..];
        }
        return value;
    }

    private void WriteMembers(scoped ReadOnlySpan<JsonValue> layers, bool nullable)
    {
        var type = Find(layers, "type"u8);
        nullable |= Find(layers, "nullable"u8).IsTrue;
        if (type.Kind == JsonKind.Array)
        {
            nullable |= HasType(type, "null"u8);
            if (CountTypes(type) > 1)
            {
                WriteTypesApart(layers, type, nullable);
                return;
            }
        }
        WriteOneType(layers, TypeOf(layers, type), nullable);
    }

    // ["integer","string"] is a choice of two schemas.
    private void WriteTypesApart(scoped ReadOnlySpan<JsonValue> layers, in JsonValue types, bool nullable)
    {
        WriteCopies(layers, "title"u8, "description"u8);
        _output.WriteName("anyOf"u8);
        _output.Write((byte)'[');
        var opened = _output.Length;
        var scanner = new JsonScanner(_json, types.Start);
        scanner.EnterArray();
        do
        {
            var type = scanner.SkipValue();
            if (!type.IsNonEmptyString || type.StringEquals(_json, "null"u8))
                continue;
            _output.Write(_output.Length > opened ? ",{"u8 : "{"u8);
            WriteOneType(layers, type.Inner(_json), nullable: false, isBranch: true);
            _output.Write((byte)'}');
        }
        while (scanner.NextElement());
        _output.Write((byte)']');
        WriteNullable(nullable);
    }

    private void WriteOneType(scoped ReadOnlySpan<JsonValue> layers, ReadOnlySpan<byte> type, bool nullable, bool isBranch = false)
    {
        if (!isBranch)
            WriteCopies(layers, "title"u8, "description"u8, "default"u8);
        var choices = Find(layers, "anyOf"u8) is { Kind: JsonKind.Array } any ? any : Find(layers, "oneOf"u8);
        if (choices.Kind == JsonKind.Array && !isBranch)
            nullable |= WriteChoices(choices);
        if (!type.IsEmpty && !WriteEnum(layers, type, ref nullable))
        {
            _output.WriteName("type"u8);
            _output.Write((byte)'"');
            _output.Write(type);
            _output.Write((byte)'"');
        }
        if (IsType(type, "object"u8))
            WriteObject(layers);
        else if (IsType(type, "array"u8))
            WriteArray(layers);
        else if (IsType(type, "string"u8))
            WriteCopies(layers, "minLength"u8, "maxLength"u8, "pattern"u8);
        else if (IsType(type, "integer"u8) || IsType(type, "number"u8))
            WriteCopies(layers, "minimum"u8, "maximum"u8);
        WriteFormat(layers);
        WriteNullable(nullable);
    }

    // The null among them becomes nullable.
    private bool WriteChoices(in JsonValue choices)
    {
        var hasNull = false;
        _output.WriteName("anyOf"u8);
        _output.Write((byte)'[');
        var opened = _output.Length;
        var scanner = new JsonScanner(_json, choices.Start);
        if (scanner.EnterArray())
        {
            do
            {
                var choice = scanner.SkipValue();
                if (choice.Kind == JsonKind.Object && Member(choice, "type"u8).StringEquals(_json, "null"u8))
                {
                    hasNull = true;
                    continue;
                }
                if (_output.Length > opened)
                    _output.Write((byte)',');
                Write(choice, nullable: false);
            }
            while (scanner.NextElement());
        }
        _output.Write((byte)']');
        return hasNull;
    }

    // "enum (strings only; non-string enums need format:"enum" + stringified values)"; of two truth values there is nothing to choose.
    private bool WriteEnum(scoped ReadOnlySpan<JsonValue> layers, ReadOnlySpan<byte> type, ref bool nullable)
    {
        var values = Find(layers, "enum"u8);
        var single = Find(layers, "const"u8);
        if (values.Kind != JsonKind.Array && !single.HasValue || IsType(type, "boolean"u8))
            return false;
        _output.WriteName("type"u8);
        _output.Write("\"string\""u8);
        _output.WriteName("enum"u8);
        _output.Write((byte)'[');
        var opened = _output.Length;
        var areStrings = true;
        var scanner = new JsonScanner(_json, values.Start);
        if (values.Kind != JsonKind.Array)
        {
            areStrings = WriteText(single, opened);
        }
        else if (scanner.EnterArray())
        {
            do
            {
                var value = scanner.SkipValue();
                nullable |= value.Kind == JsonKind.Null;
                areStrings &= value.Kind == JsonKind.Null || WriteText(value, opened);
            }
            while (scanner.NextElement());
        }
        _output.Write((byte)']');
        if (!areStrings)
        {
            _output.WriteName("format"u8);
            _output.Write("\"enum\""u8);
        }
        return true;
    }

    private readonly bool WriteText(in JsonValue value, int opened)
    {
        if (_output.Length > opened)
            _output.Write((byte)',');
        if (value.Kind == JsonKind.String)
            _output.Write(value.Raw(_json));
        else
            _output.WriteJsonString(value.Raw(_json));
        return value.Kind == JsonKind.String;
    }

    private void WriteObject(scoped ReadOnlySpan<JsonValue> layers)
    {
        var from = _output.Length;
        _output.WriteName("properties"u8);
        _output.Write((byte)'{');
        var opened = _output.Length;
        for (var i = 0; i < layers.Length; i++)
            WriteProperties(layers, i);
        // "should be non-empty for OBJECT type"
        if (_output.Length == opened)
        {
            _output.Truncate(from);
            return;
        }
        _output.Write((byte)'}');
        WriteRequired(layers);
        WriteCopies(layers, "propertyOrdering"u8, "minProperties"u8, "maxProperties"u8);
    }

    private void WriteProperties(scoped ReadOnlySpan<JsonValue> layers, int layer)
    {
        var properties = Member(layers[layer], "properties"u8);
        var scanner = new JsonScanner(_json, properties.Start);
        if (properties.Kind != JsonKind.Object || !scanner.EnterObject())
            return;
        do
        {
            var name = scanner.ReadName(out _, out _);
            var value = scanner.SkipValue();
            if (HasProperty(layers[..layer], name))
                continue;
            _output.WriteName(name);
            Write(value, nullable: false);
        }
        while (scanner.NextMember());
    }

    // A name that is no property is refused.
    private void WriteRequired(scoped ReadOnlySpan<JsonValue> layers)
    {
        var from = _output.Length;
        _output.WriteName("required"u8);
        _output.Write((byte)'[');
        var opened = _output.Length;
        foreach (ref readonly var layer in layers)
        {
            var names = Member(layer, "required"u8);
            var scanner = new JsonScanner(_json, names.Start);
            if (names.Kind != JsonKind.Array || !scanner.EnterArray())
                continue;
            do
            {
                var name = scanner.SkipValue();
                if (!name.IsNonEmptyString || !HasProperty(layers, name.Inner(_json)) || _output.Written[opened..].IndexOf(name.Raw(_json)) >= 0)
                    continue;
                if (_output.Length > opened)
                    _output.Write((byte)',');
                _output.Write(name.Raw(_json));
            }
            while (scanner.NextElement());
        }
        if (_output.Length == opened)
            _output.Truncate(from);
        else
            _output.Write((byte)']');
    }

    private void WriteArray(scoped ReadOnlySpan<JsonValue> layers)
    {
        _output.WriteName("items"u8);
        Write(Find(layers, "items"u8), nullable: false); // "items: missing field"
        WriteCopies(layers, "minItems"u8, "maxItems"u8);
    }

    // Of the formats of JSON Schema the subset has one, and some of its own for numbers; the rest is refused.
    private void WriteFormat(scoped ReadOnlySpan<JsonValue> layers)
    {
        var format = Find(layers, "format"u8);
        if (!format.IsNonEmptyString)
            return;
        var word = format.Inner(_json);
        if (!word.SequenceEqual("date-time"u8) && !word.SequenceEqual("int32"u8) && !word.SequenceEqual("int64"u8) && !word.SequenceEqual("float"u8) && !word.SequenceEqual("double"u8))
            return;
        _output.WriteName("format"u8);
        _output.Write(format.Raw(_json));
    }

    private readonly void WriteNullable(bool nullable)
    {
        if (!nullable)
            return;
        _output.WriteName("nullable"u8);
        _output.Write("true"u8);
    }

    private void WriteCopies(scoped ReadOnlySpan<JsonValue> layers, ReadOnlySpan<byte> one, ReadOnlySpan<byte> two, ReadOnlySpan<byte> three = default)
    {
        WriteCopy(layers, one);
        WriteCopy(layers, two);
        if (!three.IsEmpty)
            WriteCopy(layers, three);
    }

    private void WriteCopy(scoped ReadOnlySpan<JsonValue> layers, ReadOnlySpan<byte> name)
    {
        var value = Find(layers, name);
        if (!value.HasValue)
            return;
        _output.WriteName(name);
        _output.Write(value.Raw(_json));
    }

    // What a schema without a type must be.
    private ReadOnlySpan<byte> TypeOf(scoped ReadOnlySpan<JsonValue> layers, scoped in JsonValue type)
    {
        if (type.IsNonEmptyString)
            return type.Inner(_json);
        if (type.Kind == JsonKind.Array)
        {
            var scanner = new JsonScanner(_json, type.Start);
            for (var more = scanner.EnterArray(); more; more = scanner.NextElement())
            {
                if (scanner.SkipValue() is { IsNonEmptyString: true } one && !one.StringEquals(_json, "null"u8))
                    return one.Inner(_json);
            }
        }
        if (Find(layers, "properties"u8).IsPresent)
            return "object"u8;
        if (Find(layers, "items"u8).IsPresent)
            return "array"u8;
        if (Find(layers, "const"u8).Kind is JsonKind.True or JsonKind.False)
            return "boolean"u8;
        return Find(layers, "anyOf"u8).IsPresent || Find(layers, "oneOf"u8).IsPresent ? default : "string"u8;
    }

    private JsonValue Find(scoped ReadOnlySpan<JsonValue> layers, ReadOnlySpan<byte> name)
    {
        foreach (ref readonly var layer in layers)
        {
            if (Member(layer, name) is { IsPresent: true } found)
                return found;
        }
        return default;
    }

    private bool HasProperty(scoped ReadOnlySpan<JsonValue> layers, ReadOnlySpan<byte> name)
    {
        foreach (ref readonly var layer in layers)
        {
            var properties = Member(layer, "properties"u8);
            if (properties.Kind == JsonKind.Object && Member(properties, name).IsPresent)
                return true;
        }
        return false;
    }

    private JsonValue Member(scoped in JsonValue schema, ReadOnlySpan<byte> name)
    {
        _work -= schema.Length;
        return _work > 0 ? ObjectMembers.Find(_json, schema.Start, name) : default;
    }

    private readonly bool HasType(in JsonValue types, ReadOnlySpan<byte> type) => types.Raw(_json).IndexOf(type) is var at and > 0 && types.Raw(_json)[at - 1] == '"';

    private readonly int CountTypes(in JsonValue types)
    {
        var count = 0;
        var scanner = new JsonScanner(_json, types.Start);
        for (var more = scanner.EnterArray(); more; more = scanner.NextElement())
            count += scanner.SkipValue() is { IsNonEmptyString: true } type && !type.StringEquals(_json, "null"u8) ? 1 : 0;
        return count;
    }

    private static bool IsType(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(type, name);
}
