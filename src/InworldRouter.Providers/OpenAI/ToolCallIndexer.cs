// Gives every tool call of a stream one stable index, and its id, type and name once, whatever the vendor does.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// OpenAI opens a call with index, id, type and name, and then sends argument pieces with the index alone. Vendors repeat the id or the
/// name in every piece, send index 0 for all calls (Ollama), or none (C20 to C22).
/// </summary>
internal sealed class ToolCallIndexer
{
    private readonly List<Call> _calls = [];
    private ChoiceFlags _called;

    private record struct Call(int Choice, int UpstreamIndex, int Index, ulong Id, bool Named);

    public bool HasCalls(int choice) => !_called.IsFirst(choice);

    public void Reset()
    {
        _calls.Clear();
        _called = default;
    }

    public void Edit(in JsonValue toolCalls, int choice, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        _called.Add(choice);
        var scanner = new JsonScanner(json, toolCalls.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            if (scanner.PeekKind() != JsonKind.Object)
            {
                scanner.SkipValue();
                continue;
            }
            var call = default(ToolCallFields);
            ToolCallFields.Scan(ref scanner, ref call);
            EditCall(call, choice, json, patch);
        }
        while (scanner.NextElement());
    }

    private void EditCall(in ToolCallFields call, int choice, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var id = call.Id.IsNonEmptyString ? Hash(call.Id.Inner(json)) : 0;
        var said = call.Index.TryGetInt64(json, out var index) ? (int)index : -1;
        var at = Find(choice, said, id, call.Function.Name.IsNonEmptyString);
        var isNew = at < 0;
        if (isNew)
        {
            var next = 0;
            foreach (var known in _calls)
            {
                if (known.Choice == choice)
                    next = Math.Max(next, known.Index + 1);
            }
            at = _calls.Count;
            _calls.Add(new Call(choice, said, next, id, false));
        }
        var ours = _calls[at];
        if (ours.Index != said)
            SetIndex(call, ours.Index, json, patch);
        if (!isNew)
        {
            MessageEdits.Remove(call.Id, json, patch);
            MessageEdits.Remove(call.Type, json, patch);
            if (ours.Named)
                MessageEdits.Remove(call.Function.Name, json, patch);
        }
        else
        {
            if (!call.Type.IsPresent)
                patch.InsertFirst(call.Self.Start, json, "\"type\":\"function\""u8);
            if (id == 0)
                MintId(call, choice, ours.Index, json, patch);
        }
        if (call.Function.Name.IsNonEmptyString && !ours.Named)
            _calls[at] = ours with { Named = true };
        if (call.Function.Arguments.Kind is JsonKind.Object)
            ArgumentsAsText(call.Function.Arguments, json, patch);
    }

    // The call that this piece continues, or -1: it opens one.
    private int Find(int choice, int said, ulong id, bool named)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
        {
            var known = _calls[i];
            if (known.Choice != choice)
                continue;
            if (id != 0)
            {
                if (known.Id == id)
                    return i;
                continue;
            }
            // Without an id: the same index, and not a second opening; without an index too: the latest call.
            if (said < 0 ? !named : known.UpstreamIndex == said)
                return i;
        }
        return -1;
    }

    private static void SetIndex(in ToolCallFields call, int index, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var scratch = patch.Scratch;
        var from = scratch.Length;
        if (call.Index.IsPresent)
        {
            scratch.WriteNumber(index);
            patch.ReplaceWritten(call.Index.Start, call.Index.Length, from);
            return;
        }
        scratch.Write("\"index\":"u8);
        scratch.WriteNumber(index);
        if (call.Self.Length > 2)
            scratch.Write((byte)',');
        patch.ReplaceWritten(call.Self.Start + 1, 0, from);
    }

    // Clients answer a call by its id; one without gets one that is unique in this answer.
    private static void MintId(in ToolCallFields call, int choice, int index, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        MessageEdits.Remove(call.Id, json, patch);
        var scratch = patch.Scratch;
        var from = scratch.Length;
        scratch.Write("\"id\":\"call_"u8);
        scratch.WriteText(Guid.NewGuid().ToString("N").AsSpan(0, 20));
        scratch.WriteNumber(choice * 100 + index);
        scratch.Write("\","u8);
        patch.ReplaceWritten(call.Self.Start + 1, 0, from);
    }

    private static void ArgumentsAsText(in JsonValue arguments, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var from = patch.Scratch.Length;
        patch.Scratch.WriteJsonString(arguments.Raw(json));
        patch.ReplaceWritten(arguments.Start, arguments.Length, from);
    }

    // FNV-1a, 64 bits: ids are compared within one answer only.
    private static ulong Hash(ReadOnlySpan<byte> id)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in id)
            hash = (hash ^ b) * 1099511628211UL;
        return hash | 1;
    }
}

[JsonFields]
public partial struct ToolCallFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("index")] public JsonValue Index;
    [JsonField("id")] public JsonValue Id;
    [JsonField("type")] public JsonValue Type;
    [JsonField("function")] public FunctionFields Function;
}

[JsonFields]
public partial struct FunctionFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("name")] public JsonValue Name;
    [JsonField("arguments")] public JsonValue Arguments;
}
