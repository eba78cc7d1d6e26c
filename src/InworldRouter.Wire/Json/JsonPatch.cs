// Edits to a JSON text by byte range: everything that is not named stays exactly as it was written.
using System.Runtime.CompilerServices;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Wire.Json;

/// <summary>
/// A short list of edits over one original text. Edits are recorded in any order, kept sorted by place, and must not overlap.
/// Member order, white space, number spelling and unknown members of the original survive untouched.
/// </summary>
public sealed class JsonPatch : IDisposable
{
    private readonly record struct Edit(int Start, int Length, int From, int Count);

    private readonly PooledBuffer _inserted = new();
    private Edit[] _edits = new Edit[8];
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>Bytes that the patched text is longer than the original (negative: shorter).</summary>
    public int Growth
    {
        get
        {
            var growth = 0;
            foreach (ref readonly var edit in _edits.AsSpan(0, _count))
                growth += edit.Count - edit.Length;
            return growth;
        }
    }

    /// <summary>Where to write replacement bytes; pass the length before writing to <see cref="ReplaceWritten"/>.</summary>
    public PooledBuffer Scratch => _inserted;

    /// <summary>Puts <paramref name="bytes"/> in the place of a value.</summary>
    public void Replace(in JsonValue value, ReadOnlySpan<byte> bytes)
    {
        var from = _inserted.Length;
        _inserted.Write(bytes);
        Add(new Edit(value.Start, value.Length, from, bytes.Length));
    }

    /// <summary>Puts what was written to <see cref="Scratch"/> since <paramref name="from"/> in the place of <paramref name="length"/> bytes.</summary>
    public void ReplaceWritten(int start, int length, int from) => Add(new Edit(start, length, from, _inserted.Length - from));

    /// <summary>Gives a member another name, its value untouched.</summary>
    public void Rename(in JsonValue value, ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        var colon = value.NameStart + 1;
        while (json[colon] != '"' || json[colon - 1] == '\\')
            colon++;
        var from = _inserted.Length;
        _inserted.Write(quotedName);
        Add(new Edit(value.NameStart, colon + 1 - value.NameStart, from, quotedName.Length));
    }

    /// <summary>
    /// Cuts a member, its name and exactly one comma. Members that stand next to each other may all be removed: each takes the comma
    /// before it, and only a first member takes the one after it.
    /// </summary>
    public void RemoveMember(in JsonValue value, ReadOnlySpan<byte> json)
    {
        var start = value.NameStart;
        var end = value.End;
        var before = start - 1;
        while (IsSpace(json[before]))
            before--;
        if (json[before] == ',' && !Covers(before))
        {
            Add(new Edit(before, end - before, 0, 0));
            return;
        }
        var after = end;
        while (IsSpace(json[after]))
            after++;
        if (json[after] == ',' && !Covers(after))
            end = after + 1;
        Add(new Edit(start, end - start, 0, 0));
    }

    /// <summary>Adds <c>"name":value</c> pairs, given without outer commas, as the first members of the object that opens at <paramref name="open"/>.</summary>
    public void InsertFirst(int open, ReadOnlySpan<byte> json, ReadOnlySpan<byte> members)
    {
        var from = _inserted.Length;
        _inserted.Write(members);
        var next = open + 1;
        while (IsSpace(json[next]))
            next++;
        if (json[next] != '}')
            _inserted.Write((byte)',');
        Add(new Edit(open + 1, 0, from, _inserted.Length - from));
    }

    /// <summary>Adds bytes at a place; commas are the caller's business.</summary>
    public void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        var from = _inserted.Length;
        _inserted.Write(bytes);
        Add(new Edit(at, 0, from, bytes.Length));
    }

    /// <summary>Writes the patched text.</summary>
    public void Apply(ReadOnlySpan<byte> json, PooledBuffer output)
    {
        var at = 0;
        var inserted = _inserted.Written;
        foreach (ref readonly var edit in _edits.AsSpan(0, _count))
        {
            output.Write(json[at..edit.Start]);
            output.Write(inserted.Slice(edit.From, edit.Count));
            at = edit.Start + edit.Length;
        }
        output.Write(json[at..]);
    }

    /// <summary>
    /// Writes the patched text up to and including the last edit, and says where the untouched rest of the original begins: a large body
    /// is sent from there without having been copied.
    /// </summary>
    public int ApplyHead(ReadOnlySpan<byte> json, PooledBuffer output)
    {
        var at = 0;
        var inserted = _inserted.Written;
        foreach (ref readonly var edit in _edits.AsSpan(0, _count))
        {
            output.Write(json[at..edit.Start]);
            output.Write(inserted.Slice(edit.From, edit.Count));
            at = edit.Start + edit.Length;
        }
        return at;
    }

    public void Clear()
    {
        _count = 0;
        _inserted.Reset();
    }

    public void Dispose() => _inserted.Dispose();

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    // A comma already cut by the removal of the first member belongs to that edit.
    private bool Covers(int position)
    {
        foreach (ref readonly var edit in _edits.AsSpan(0, _count))
        {
            if (edit.Start <= position && position < edit.Start + edit.Length)
                return true;
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Add(Edit edit)
    {
        if (_count == _edits.Length)
            Array.Resize(ref _edits, _count * 2);
        var i = _count++;
        // Equal places keep the order in which they were recorded, but what is inserted stands before what is replaced there.
        while (i > 0 && (_edits[i - 1].Start > edit.Start || _edits[i - 1].Start == edit.Start && edit.Length == 0 && _edits[i - 1].Length > 0))
        {
            _edits[i] = _edits[i - 1];
            i--;
        }
        _edits[i] = edit;
    }
}
