// Gives every tool call of a stream one stable index, and its id, type and name once, whatever the vendor does.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// OpenAI opens a call with index, id, type and name, and then sends argument pieces with the index alone. Vendors repeat the id or the
/// name in every piece, send index 0 for all calls (Ollama), or none, or arguments before the name (C20 to C22).
/// </summary>
internal sealed class ToolCallIndexer
{
    // Ids, names and arguments that wait, as they are escaped; every range below is into it.
    private readonly PooledBuffer _text = new();
    private ToolCall[] _calls = new ToolCall[2];
    private int _count;
    private int _chunk;

    public void Reset()
    {
        _text.Reset();
        _count = _chunk = 0;
    }

    /// <summary>The choice has called at least one tool.</summary>
    public bool HasCalls(int choice)
    {
        foreach (ref readonly var call in _calls.AsSpan(0, _count))
        {
            if (call.Choice == choice && call.IsOpen)
                return true;
        }
        return false;
    }

    /// <summary>Edits the tool calls of one delta.</summary>
    /// <param name="answerId">What an id is made of for a call that has none: it is unique among answers.</param>
    /// <returns>The arguments of the only call, when the delta does nothing but continue them.</returns>
    public JsonValue Edit(in JsonValue toolCalls, int choice, ReadOnlySpan<byte> answerId, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        _chunk++;
        var scanner = new JsonScanner(json, toolCalls.Start);
        var continued = default(JsonValue);
        var pieces = 0;
        if (!scanner.EnterArray())
            return default;
        do
        {
            var piece = default(ToolCallFields);
            ToolCallFields.Scan(ref scanner, ref piece);
            if (piece.Self.Kind != JsonKind.Object)
                continue;
            pieces++;
            if (EditPiece(piece, toolCalls, choice, answerId, json, patch))
                continued = piece.Function.Arguments;
        }
        while (scanner.NextElement());
        return pieces == 1 ? continued : default;
    }

    /// <summary>"Tool without arguments ⇒ "{}", not "" nor missing" (C24): the pieces that say so, for the calls that have said nothing.</summary>
    /// <returns>False when there is none.</returns>
    public bool WriteMissingArguments(int choice, PooledBuffer output)
    {
        var any = false;
        foreach (ref var call in _calls.AsSpan(0, _count))
        {
            if (call.Choice != choice || !call.IsOpen || call.HasArguments || call.IsCustom)
                continue;
            call.HasArguments = true;
            output.Write(any ? ",{\"index\":"u8 : "{\"index\":"u8);
            output.WriteNumber(call.Index);
            output.Write(",\"function\":{\"arguments\":\"{}\"}}"u8);
            any = true;
        }
        return any;
    }

    // True when the piece only continued the arguments of its call.
    private bool EditPiece(in ToolCallFields piece, in JsonValue toolCalls, int choice, ReadOnlySpan<byte> answerId, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var id = piece.Id.IsNonEmptyString ? piece.Id.Inner(json) : default;
        var name = piece.Function.Name.IsNonEmptyString ? piece.Function.Name.Inner(json)
            : piece.Custom.Name.IsNonEmptyString ? piece.Custom.Name.Inner(json) : default;
        var said = piece.Index.TryGetInt64(json, out var index) ? (int)index : -1;
        var at = Find(choice, said, id, name);
        if (at < 0)
            at = Add(choice, said);
        ref var call = ref _calls[at];
        call.Chunk = _chunk;
        var continues = call.IsOpen && call.HasArguments && name.IsEmpty && piece.Function.Arguments.IsNonEmptyString;
        if (call.IsOpen)
            Continue(ref call, piece, name, json, patch);
        else if (name.IsEmpty)
            Wait(ref call, piece, id, toolCalls, json, patch);
        else
            Open(ref call, piece, id, name, answerId, json, patch);
        return continues;
    }

    // The call that this piece belongs to, or -1: it begins another one.
    private int Find(int choice, int said, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name)
    {
        var latest = -1;
        for (var i = _count - 1; i >= 0; i--)
        {
            ref readonly var known = ref _calls[i];
            if (known.Choice != choice)
                continue;
            if (!id.IsEmpty && Text(known.Id).SequenceEqual(id))
                return i;
            if (latest < 0 && (said < 0 || known.UpstreamIndex == said))
                latest = i;
        }
        if (latest < 0)
            return -1;
        ref readonly var call = ref _calls[latest];
        if (name.IsEmpty)
        {
            // A new call says its name at once or has an index of its own; an id that changes from piece to piece says nothing.
            return id.IsEmpty || said >= 0 ? latest : -1;
        }
        if (!call.IsOpen)
            return id.IsEmpty || call.Id.IsEmpty ? latest : -1;
        var isRepeated = Text(call.Name).SequenceEqual(name);
        if (!id.IsEmpty)
            return isRepeated && call.Id.IsEmpty && !call.HasArguments ? latest : -1;
        // Two elements of one chunk are two calls.
        if (call.Chunk == _chunk)
            return -1;
        if (said < 0)
            return isRepeated && !call.HasArguments ? latest : -1;
        return isRepeated || !call.HasArguments ? latest : -1;
    }

    private int Add(int choice, int said)
    {
        var index = 0;
        foreach (ref readonly var known in _calls.AsSpan(0, _count))
        {
            if (known.Choice == choice)
                index++;
        }
        if (_count == _calls.Length)
            Array.Resize(ref _calls, _count * 2);
        _calls[_count] = new ToolCall { Choice = choice, UpstreamIndex = said, Index = index };
        return _count++;
    }

    // "args before id/name: … buffer args until name" (C21).
    private void Wait(ref ToolCall call, in ToolCallFields piece, ReadOnlySpan<byte> id, in JsonValue toolCalls, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (call.Id.IsEmpty && !id.IsEmpty)
            call.Id = Append(default, id);
        if (piece.Function.Arguments.IsNonEmptyString)
            call.Waiting = Append(call.Waiting, piece.Function.Arguments.Inner(json));
        if (IsOnlyElement(piece.Self, toolCalls, json))
            patch.RemoveMember(toolCalls, json);
        else
            patch.RemoveMember(piece.Self, json);
    }

    private void Open(ref ToolCall call, in ToolCallFields piece, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> answerId, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        call.IsOpen = true;
        call.IsCustom = piece.Custom.Self.IsPresent;
        call.Name = Append(default, name);
        MessageEdits.SetIndex(piece.Index, piece.Self.Start, call.Index, json, patch);
        if (call.Id.IsEmpty && !id.IsEmpty)
            call.Id = Append(default, id);
        else if (id.IsEmpty)
            InsertId(call, piece, answerId, json, patch);
        if (!piece.Type.IsPresent)
            patch.InsertFirst(piece.Self.Start, json, call.IsCustom ? "\"type\":\"custom\""u8 : "\"type\":\"function\""u8);
        if (!call.IsCustom)
            OpenArguments(ref call, piece.Function, json, patch);
    }

    private void OpenArguments(ref ToolCall call, in FunctionFields function, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var arguments = function.Arguments;
        call.HasArguments = !call.Waiting.IsEmpty || arguments.IsNonEmptyString || arguments.Kind is JsonKind.Object;
        if (call.Waiting.IsEmpty && arguments.Kind == JsonKind.String)
            return;
        if (call.Waiting.IsEmpty && arguments.HasValue)
        {
            MessageEdits.AsText(arguments, json, patch);
            return;
        }
        var from = patch.Scratch.Length;
        if (!arguments.IsPresent)
            patch.Scratch.Write(",\"arguments\":"u8);
        patch.Scratch.Write((byte)'"');
        patch.Scratch.Write(Text(call.Waiting));
        if (arguments.Kind == JsonKind.String)
            patch.Scratch.Write(arguments.Inner(json));
        patch.Scratch.Write((byte)'"');
        if (arguments.IsPresent)
            patch.ReplaceWritten(arguments.Start, arguments.Length, from);
        else
            patch.ReplaceWritten(function.Name.End, 0, from); // behind the name, which an opening piece always has
    }

    private void Continue(ref ToolCall call, in ToolCallFields piece, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        MessageEdits.SetIndex(piece.Index, piece.Self.Start, call.Index, json, patch);
        MessageEdits.Remove(piece.Id, json, patch);
        MessageEdits.Remove(piece.Type, json, patch);
        var spelled = call.IsCustom ? piece.Custom.Name : piece.Function.Name;
        // "a name equal to what is known is a repetition; anything else is appended until the first argument byte" (api.md 10)
        if (name.IsEmpty || call.HasArguments || Text(call.Name).SequenceEqual(name))
            MessageEdits.Remove(spelled, json, patch);
        else
            call.Name = Append(call.Name, name);
        var arguments = piece.Function.Arguments;
        call.HasArguments |= arguments.IsNonEmptyString || arguments.Kind == JsonKind.Object;
        if (arguments.Kind == JsonKind.Null)
            patch.RemoveMember(arguments, json);
        else if (arguments.IsPresent && arguments.Kind != JsonKind.String)
            MessageEdits.AsText(arguments, json, patch);
    }

    // Clients answer a call by its id. One that came without gets the answer's own, which no other answer has, and its place in it.
    private void InsertId(in ToolCall call, in ToolCallFields piece, ReadOnlySpan<byte> answerId, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        MessageEdits.Remove(piece.Id, json, patch);
        var from = _text.Length;
        _text.Write("\"id\":\""u8);
        if (call.Id.IsEmpty)
            WriteOwnId(call.Choice, call.Index, answerId, _text);
        else
            _text.Write(Text(call.Id));
        _text.Write((byte)'"');
        patch.InsertFirst(piece.Self.Start, json, _text.Written[from..]);
        _text.Truncate(from);
    }

    /// <summary>An id for a call that its vendor gave none.</summary>
    public static void WriteOwnId(int choice, int index, ReadOnlySpan<byte> answerId, PooledBuffer output)
    {
        var dash = answerId.IndexOf((byte)'-');
        output.Write("call_"u8);
        output.Write(answerId[(dash + 1)..]);
        output.Write((byte)'_');
        output.WriteNumber(choice);
        output.Write((byte)'_');
        output.WriteNumber(index);
    }

    private ReadOnlySpan<byte> Text(TextRange range) => _text.Written.Slice(range.Start, range.Length);

    private TextRange Append(TextRange known, ReadOnlySpan<byte> more)
    {
        var start = _text.Length;
        if (known.Start + known.Length == start)
        {
            start = known.Start;
        }
        else
        {
            // Something else was written behind it: it moves to the end. It is short, and this is rare.
            var moved = _text.GetSpan(known.Length);
            Text(known).CopyTo(moved);
            _text.Advance(known.Length);
        }
        _text.Write(more);
        return new TextRange(start, known.Length + more.Length);
    }

    private static bool IsOnlyElement(in JsonValue element, in JsonValue array, ReadOnlySpan<byte> json) =>
        json[(array.Start + 1)..element.Start].IndexOfAnyExcept(" \r\n\t"u8) < 0 && json[element.End..(array.End - 1)].IndexOfAnyExcept(" \r\n\t"u8) < 0;

    private readonly record struct TextRange(int Start, int Length)
    {
        public bool IsEmpty => Length == 0;
    }

    private struct ToolCall
    {
        public int Choice;
        public int UpstreamIndex;
        public int Index;
        public int Chunk;         // the last that had a piece of it
        public TextRange Id;      // the vendor's
        public TextRange Name;
        public TextRange Waiting; // arguments that came before the name
        public bool IsOpen;       // it has been shown to the caller
        public bool HasArguments;
        public bool IsCustom;
    }
}
