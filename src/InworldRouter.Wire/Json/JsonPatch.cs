// Edits to a JSON text by byte range: everything that is not named stays exactly as it was written.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Wire.Json;

/// <summary>
/// A short list of edits over one original text. Edits are recorded in any order, kept sorted by place, and must not overlap.
/// Member order, white space, number spelling and unknown members of the original survive untouched.
/// </summary>
public sealed class JsonPatch : IDisposable
{
    // ThenMember: an insertion whose last byte is a comma, which goes when no member follows after all.
    private readonly record struct Edit(int Start, int Length, int From, int Count, bool ThenMember = false)
    {
        public int End => Start + Length;
    }

    private readonly PooledBuffer _inserted = new();
    private Edit[] _edits = new Edit[8];
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>Length of the patched text in bytes: a Content-Length before anything is written.</summary>
    public int LengthOf(ReadOnlySpan<byte> json)
    {
        var length = json.Length;
        for (var i = 0; i < _count; i++)
            length += CountOf(i, json) - _edits[i].Length;
        return length;
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
        var end = value.NameStart + 1;
        while (json[end] != '"')
            end += json[end] == '\\' ? 2 : 1;
        var from = _inserted.Length;
        _inserted.Write(quotedName);
        Add(new Edit(value.NameStart, end + 1 - value.NameStart, from, quotedName.Length));
    }

    /// <summary>Cuts a member, its name and exactly one comma, whichever members are cut too and in whatever order that was said.</summary>
    public void RemoveMember(in JsonValue value, ReadOnlySpan<byte> json)
    {
        // The comma before goes with it. Between two members that stay, that leaves the one before the second.
        var before = value.NameStart - 1;
        while (IsSpace(json[before]))
            before--;
        if (json[before] == ',' && FindCut(before) < 0)
        {
            Add(new Edit(before, value.End - before, 0, 0));
            return;
        }

        // Nothing that stays stands before it: the next comma goes that has not gone with a member cut earlier.
        var after = value.End;
        while (true)
        {
            while (IsSpace(json[after]))
                after++;
            var cut = FindCut(after);
            if (cut < 0)
                break;
            after = _edits[cut].End;
        }
        if (json[after] != ',')
        {
            Add(new Edit(value.NameStart, value.End - value.NameStart, 0, 0));
        }
        else if (json[value.End..after].IndexOfAnyExcept(" \n\r\t"u8) < 0)
        {
            Add(new Edit(value.NameStart, after + 1 - value.NameStart, 0, 0));
        }
        else
        {
            Add(new Edit(value.NameStart, value.End - value.NameStart, 0, 0));
            Add(new Edit(after, 1, 0, 0));
        }
    }

    /// <summary>Adds <c>"name":value</c> pairs, given without outer commas, as the first members of the object that opens at <paramref name="open"/>.</summary>
    public void InsertFirst(int open, ReadOnlySpan<byte> json, ReadOnlySpan<byte> members)
    {
        Debug.Assert(json[open] == '{', "members go into an object");
        var from = _inserted.Length;
        _inserted.Write(members);
        _inserted.Write((byte)',');
        Add(new Edit(open + 1, 0, from, _inserted.Length - from, ThenMember: true));
    }

    /// <summary>Adds bytes at a place; commas are the caller's business.</summary>
    public void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        var from = _inserted.Length;
        _inserted.Write(bytes);
        Add(new Edit(at, 0, from, bytes.Length));
    }

    /// <summary>Writes the patched text.</summary>
    public void Apply(ReadOnlySpan<byte> json, PooledBuffer output) => output.Write(json[ApplyHead(json, output)..]);

    /// <summary>
    /// Writes the patched text up to and including the last edit, and says where the untouched rest of the original begins: a large body
    /// is sent from there without having been copied.
    /// </summary>
    public int ApplyHead(ReadOnlySpan<byte> json, PooledBuffer output)
    {
        var at = 0;
        var inserted = _inserted.Written;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var edit = ref _edits[i];
            output.Write(json[at..edit.Start]);
            output.Write(inserted.Slice(edit.From, CountOf(i, json)));
            at = edit.End;
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

    // The edit that cuts a byte of the original, or -1.
    private int FindCut(int position)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_edits[i].Start <= position && position < _edits[i].End)
                return i;
        }
        return -1;
    }

    // Bytes that an edit puts in: known only when all edits are, for members inserted first lose their comma when nothing is left behind them.
    private int CountOf(int i, ReadOnlySpan<byte> json)
    {
        ref readonly var edit = ref _edits[i];
        return edit.ThenMember && !MemberFollows(i, json) ? edit.Count - 1 : edit.Count;
    }

    private bool MemberFollows(int i, ReadOnlySpan<byte> json)
    {
        var at = _edits[i].End;
        for (i++; ; i++)
        {
            while (IsSpace(json[at]))
                at++;
            if (i == _count || _edits[i].Start > at)
                return json[at] != '}';
            // What was put in elsewhere with Insert may bring its own comma.
            if (_edits[i].Count > 0)
                return _inserted.Written[_edits[i].From] != (byte)',';
            at = _edits[i].End;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Add(Edit edit)
    {
        if (_count == _edits.Length)
            Array.Resize(ref _edits, _count * 2);
        var i = _count++;
        // At one place insertions come before what is cut there, and in the order in which they were recorded.
        while (i > 0 && (_edits[i - 1].Start > edit.Start || (_edits[i - 1].Start == edit.Start && edit.Length == 0 && _edits[i - 1].Length > 0)))
        {
            _edits[i] = _edits[i - 1];
            i--;
        }
        _edits[i] = edit;
    }
}
