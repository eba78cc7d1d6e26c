// Builds one whole answer from the chunks of a stream: for JSON calls whose upstream was streamed to see its first token.
using System.Globalization;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.DataPlane.Attempts;

/// <summary>
/// Reads chunks as our own translators write them, so it need not know any vendor. Strings are joined as they are escaped. Allocates
/// freely: such calls are rare.
/// </summary>
internal static class AnswerAssembler
{
    /// <summary>Writes the answer, its object left open for the metadata.</summary>
    /// <param name="stream">The client's stream, framed, up to and including <c>[DONE]</c>.</param>
    public static void Assemble(ReadOnlySpan<byte> stream, PooledBuffer output)
    {
        using var reader = new SseReader();
        reader.Write(stream);
        var choices = new SortedDictionary<long, AssembledChoice>();
        byte[] top = [];
        byte[] usage = [];
        while (reader.TryRead(out var found))
        {
            if (!ChunkFields.TryScan(found.Data, out var chunk, out _))
                continue;
            if (top.Length == 0)
                top = TopMembers(found.Data);
            if (chunk.Usage.Kind == JsonKind.Object)
                usage = chunk.Usage.Raw(found.Data).ToArray();
            var scanner = new JsonScanner(found.Data, chunk.Choices.Start);
            if (chunk.Choices.Kind != JsonKind.Array || !scanner.EnterArray())
                continue;
            do
            {
                var choice = default(ChoiceFields);
                ChoiceFields.Scan(ref scanner, ref choice);
                choice.Index.TryGetInt64(found.Data, out var index);
                if (!choices.TryGetValue(index, out var assembled))
                    choices[index] = assembled = new AssembledChoice();
                assembled.Add(choice, found.Data);
            }
            while (scanner.NextElement());
        }
        output.Write((byte)'{');
        output.Write(top);
        output.Write(",\"choices\":["u8);
        var first = true;
        foreach (var (index, choice) in choices)
        {
            if (!first)
                output.Write((byte)',');
            first = false;
            choice.Write(index, output);
        }
        output.Write((byte)']');
        if (usage.Length > 0)
        {
            output.Write(",\"usage\":"u8);
            output.Write(usage);
        }
    }

    // The first chunk's own members, whatever they are; only "object" is that of an answer, and choices and usage are gathered.
    private static byte[] TopMembers(ReadOnlySpan<byte> json)
    {
        using var members = new PooledBuffer();
        members.Write("\"object\":\"chat.completion\""u8);
        var scanner = new JsonScanner(json);
        if (!scanner.EnterObject())
            return members.Written.ToArray();
        do
        {
            var name = scanner.ReadName(out var nameStart, out _);
            var value = scanner.SkipValue(nameStart);
            if (name.SequenceEqual("object"u8) || name.SequenceEqual("choices"u8) || name.SequenceEqual("usage"u8) || name.SequenceEqual("metadata"u8))
                continue;
            members.Write((byte)',');
            members.Write(json[nameStart..value.End]);
        }
        while (scanner.NextMember());
        return members.Written.ToArray();
    }
}

/// <summary>One choice, as far as it has come.</summary>
internal sealed class AssembledChoice
{
    private readonly PooledBuffer _content = new();
    private readonly PooledBuffer _reasoning = new();
    private readonly PooledBuffer _refusal = new();
    private readonly SortedDictionary<long, AssembledCall> _calls = [];
    private readonly List<byte[]> _images = [];
    private readonly List<byte[]> _annotations = [];
    private readonly List<byte[]> _details = [];
    private readonly List<byte[]> _logprobs = [];
    private byte[] _finish = "\"stop\""u8.ToArray();

    public void Add(in ChoiceFields choice, ReadOnlySpan<byte> json)
    {
        var delta = choice.Delta;
        Append(delta.Content, json, _content);
        Append(delta.ReasoningContent, json, _reasoning);
        Append(delta.Refusal, json, _refusal);
        // A preview is for those who watch: the image itself follows it at the same index (providers.md G.3).
        if (delta.Images.Kind == JsonKind.Array && !delta.Images.Raw(json).EndsWith(",\"partial\":true}]"u8))
            Collect(delta.Images, json, _images);
        Collect(delta.Annotations, json, _annotations);
        Collect(delta.ReasoningDetails, json, _details);
        var scored = default(ScoredFields);
        var scanner = new JsonScanner(json, choice.Self.Start);
        ScoredFields.Scan(ref scanner, ref scored);
        Collect(scored.Logprobs.Content, json, _logprobs);
        if (delta.HasToolCalls)
            AddCalls(delta.ToolCalls, json);
        if (choice.FinishReason.Kind == JsonKind.String)
            _finish = choice.FinishReason.Raw(json).ToArray();
    }

    public void Write(long index, PooledBuffer output)
    {
        output.Write("{\"index\":"u8);
        output.WriteText(index.ToString(CultureInfo.InvariantCulture));
        output.Write(",\"message\":{\"role\":\"assistant\",\"content\":"u8);
        // "content null when only tool_calls" (providers.md D.2).
        WriteString(_content, _calls.Count > 0 || !_refusal.IsEmpty, output);
        output.Write(",\"refusal\":"u8);
        WriteString(_refusal, nullWhenEmpty: true, output);
        if (!_reasoning.IsEmpty)
        {
            output.Write(",\"reasoning_content\":"u8);
            WriteString(_reasoning, nullWhenEmpty: false, output);
        }
        WriteList(",\"reasoning_details\":["u8, _details, output);
        WriteList(",\"images\":["u8, _images, output);
        WriteList(",\"annotations\":["u8, _annotations, output);
        if (_calls.Count > 0)
            WriteCalls(output);
        output.Write((byte)'}');
        WriteList(",\"logprobs\":{\"content\":["u8, _logprobs, output);
        output.Write(_logprobs.Count > 0 ? "},\"finish_reason\":"u8 : ",\"logprobs\":null,\"finish_reason\":"u8);
        output.Write(_finish);
        output.Write((byte)'}');
    }

    private static void Append(in JsonValue text, ReadOnlySpan<byte> json, PooledBuffer to)
    {
        if (text.Kind == JsonKind.String)
            to.Write(text.Inner(json));
    }

    private static void Collect(in JsonValue list, ReadOnlySpan<byte> json, List<byte[]> to)
    {
        if (list.Kind == JsonKind.Array && list.Length > 2)
            to.Add(json[(list.Start + 1)..(list.End - 1)].ToArray());
    }

    private static void WriteString(PooledBuffer text, bool nullWhenEmpty, PooledBuffer output)
    {
        if (text.IsEmpty && nullWhenEmpty)
        {
            output.Write("null"u8);
            return;
        }
        output.Write((byte)'"');
        output.Write(text.Written);
        output.Write((byte)'"');
    }

    private static void WriteList(ReadOnlySpan<byte> opening, List<byte[]> parts, PooledBuffer output)
    {
        if (parts.Count == 0)
            return;
        output.Write(opening);
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0)
                output.Write((byte)',');
            output.Write(parts[i]);
        }
        output.Write((byte)']');
    }

    private void AddCalls(in JsonValue calls, ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json, calls.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            var call = default(ToolCallFields);
            ToolCallFields.Scan(ref scanner, ref call);
            call.Index.TryGetInt64(json, out var index);
            if (!_calls.TryGetValue(index, out var assembled))
                _calls[index] = assembled = new AssembledCall();
            Append(call.Id, json, assembled.Id);
            assembled.IsCustom |= call.Custom.Self.Kind == JsonKind.Object;
            Append(assembled.IsCustom ? call.Custom.Name : call.Function.Name, json, assembled.Name);
            Append(assembled.IsCustom ? call.Custom.Input : call.Function.Arguments, json, assembled.Arguments);
        }
        while (scanner.NextElement());
    }

    private void WriteCalls(PooledBuffer output)
    {
        output.Write(",\"tool_calls\":["u8);
        var first = true;
        foreach (var call in _calls.Values)
        {
            if (!first)
                output.Write((byte)',');
            first = false;
            output.Write("{\"id\":\""u8);
            output.Write(call.Id.Written);
            output.Write(call.IsCustom ? "\",\"type\":\"custom\",\"custom\":{\"name\":\""u8 : "\",\"type\":\"function\",\"function\":{\"name\":\""u8);
            output.Write(call.Name.Written);
            output.Write(call.IsCustom ? "\",\"input\":\""u8 : "\",\"arguments\":\""u8);
            output.Write(call.Arguments.Written);
            output.Write("\"}}"u8);
        }
        output.Write((byte)']');
    }

    private sealed class AssembledCall
    {
        /// <summary>Free text instead of JSON arguments.</summary>
        public bool IsCustom { get; set; }

        public PooledBuffer Id { get; } = new();

        public PooledBuffer Name { get; } = new();

        public PooledBuffer Arguments { get; } = new();
    }
}

/// <summary>A choice's <c>logprobs</c>.</summary>
[JsonFields]
public partial struct ScoredFields
{
    [JsonField("logprobs")] public LogprobFields Logprobs;
}

[JsonFields]
public partial struct LogprobFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("content")] public JsonValue Content;
}
