// Looks for a match in one pass: a deterministic automaton that is made as far as the texts ask for it.
using System.Buffers;
using System.Numerics;
using System.Text;
using InworldRouter.Cel.Evaluation;

namespace InworldRouter.Cel.Functions.Regex;

/// <summary>
/// A known step is a look-up in a table. A new one follows the instructions, and is paid for: a pattern such as <c>(\w+\s?){1,1000}</c> has more states
/// than fit anywhere, each costly to make, and .NET's own automaton takes 7 s and 6.5 GB for a thousand characters of it. For any number of threads.
/// </summary>
internal sealed class Re2Automaton
{
    // What all states together may hold, in numbers of 4 bytes; then they are forgotten and made anew, as RE2 does.
    private const int MostNumbers = 400_000;

    // More letters than these that a match can begin with are found too often to be worth looking for.
    private const int MostStarts = 8;

    private static readonly Re2State Match = new([], Neighbour.End);
    private static readonly Re2State NoMatch = new([], Neighbour.End);

    private readonly Re2Program _program;
    private readonly Re2Alphabet _alphabet;

    // What a match can begin with, where that is a few ASCII letters: all else leaves the first state as it is, and is skipped sixteen and more at a time.
    private readonly (SearchValues<byte> Bytes, SearchValues<char> Chars)? _starts;

    // Under the lock; so is all that follows but the first state, which is replaced as a whole.
    private readonly Lock _lock = new();
    private readonly Dictionary<Re2State, Re2State> _states = [];
    private readonly ulong[] _seen;
    private readonly ulong[] _following;
    private readonly int[] _pending;
    private readonly List<int> _threads = [];
    private int _pendingCount;
    private int _numbers;
    private Re2State _first;

    public Re2Automaton(Re2Program program, Re2Alphabet alphabet)
    {
        _program = program;
        _alphabet = alphabet;
        _seen = new ulong[(program.Instructions.Length + 63) / 64];
        _following = new ulong[_seen.Length];
        _pending = new int[program.Instructions.Length];
        _starts = Starts();
        _first = Known(FirstState());
    }

    /// <returns>False when the frame cannot pay for it.</returns>
    public bool TrySearch(ref CelFrame frame, ReadOnlySpan<byte> utf8, out bool isFound)
    {
        isFound = false;
        var ascii = _alphabet.Ascii;
        var state = _first;
        var first = state;
        for (var at = 0; at < utf8.Length;)
        {
            if (state == first && _starts is { } starts)
            {
                var skipped = utf8[at..].IndexOfAny(starts.Bytes);
                if (skipped < 0)
                    break;
                at += skipped;
            }
            int letter = utf8[at];
            if (letter < ascii.Length)
            {
                letter = ascii[letter];
                at++;
            }
            else
            {
                Rune.DecodeFromUtf8(utf8[at..], out var rune, out var used);
                letter = _alphabet.ClassOf(rune.Value);
                at += used;
            }
            var next = state.Next[letter];
            if (next is null && !TryMake(ref frame, state, letter, out next))
                return false;
            if (next == Match)
                return isFound = true;
            state = next;
        }
        return TryEnd(ref frame, state, out isFound);
    }

    /// <inheritdoc cref="TrySearch(ref CelFrame, ReadOnlySpan{byte}, out bool)"/>
    public bool TrySearch(ref CelFrame frame, ReadOnlySpan<char> text, out bool isFound)
    {
        isFound = false;
        var ascii = _alphabet.Ascii;
        var state = _first;
        var first = state;
        for (var at = 0; at < text.Length;)
        {
            if (state == first && _starts is { } starts)
            {
                var skipped = text[at..].IndexOfAny(starts.Chars);
                if (skipped < 0)
                    break;
                at += skipped;
            }
            int letter = text[at];
            if (letter < ascii.Length)
            {
                letter = ascii[letter];
                at++;
            }
            else
            {
                Rune.DecodeFromUtf16(text[at..], out var rune, out var used);
                letter = _alphabet.ClassOf(rune.Value);
                at += used;
            }
            var next = state.Next[letter];
            if (next is null && !TryMake(ref frame, state, letter, out next))
                return false;
            if (next == Match)
                return isFound = true;
            state = next;
        }
        return TryEnd(ref frame, state, out isFound);
    }

    private Re2State FirstState() => new([], _program.HasAnchors ? Neighbour.End : Neighbour.Other);

    /// <returns>Null: an anchor asks what stands before, the empty text matches, or there are too many.</returns>
    private (SearchValues<byte>, SearchValues<char>)? Starts()
    {
        if (_program.HasAnchors)
            return null;
        var letters = new HashSet<char>();
        _pendingCount = 0;
        Array.Clear(_seen);
        Follow(_program.Start);
        while (_pendingCount > 0)
        {
            var instruction = _program.Instructions[_pending[--_pendingCount]];
            switch (instruction.Operation)
            {
                case Re2Operation.Match:
                    return null;
                case Re2Operation.Either:
                    Follow(instruction.Next);
                    Follow(instruction.Argument);
                    break;
                default:
                    if (!TryAddLetters(_program.Sets[instruction.Argument], letters))
                        return null;
                    break;
            }
        }
        char[] chars = [.. letters];
        return (SearchValues.Create([.. chars.Select(c => (byte)c)]), SearchValues.Create(chars));
    }

    // The ASCII letters of a set, when it has no others and not too many.
    private bool TryAddLetters(ulong[] set, HashSet<char> letters)
    {
        var ascii = _alphabet.Ascii;
        var isAscii = new bool[_alphabet.Count];
        for (var c = 0; c < ascii.Length; c++)
        {
            isAscii[ascii[c]] = true;
            if ((set[ascii[c] / 64] >> ascii[c] & 1) != 0)
                letters.Add((char)c);
        }
        for (var i = 0; i < isAscii.Length; i++)
        {
            if (!isAscii[i] && (set[i / 64] >> i & 1) != 0)
                return false;
        }
        return letters.Count <= MostStarts;
    }

    private bool TryEnd(ref CelFrame frame, Re2State state, out bool isFound)
    {
        var end = state.Next[_alphabet.Count];
        var isPaid = end is not null || TryMake(ref frame, state, _alphabet.Count, out end);
        isFound = isPaid && end == Match;
        return isPaid;
    }

    private bool TryMake(ref CelFrame frame, Re2State state, int letter, out Re2State next)
    {
        int cost;
        lock (_lock)
            next = state.Next[letter] = Make(state, letter, out cost);
        return frame.TryCharge(cost);
    }

    /// <param name="letter">A class, or their number for the end of the text.</param>
    /// <param name="cost">Instructions followed: some nanoseconds each, as a byte that is gone over.</param>
    private Re2State Make(Re2State state, int letter, out int cost)
    {
        var isEnd = letter == _alphabet.Count;
        var after = isEnd ? Neighbour.End : _alphabet.Neighbours[letter];
        Array.Clear(_seen);
        Array.Clear(_following);
        _pendingCount = 0;
        cost = _seen.Length + state.Threads.Length;
        // A match may begin anywhere.
        Follow(_program.Start);
        foreach (var thread in state.Threads)
            Follow(thread);
        for (; _pendingCount > 0; cost++)
        {
            var instruction = _program.Instructions[_pending[--_pendingCount]];
            switch (instruction.Operation)
            {
                case Re2Operation.Match:
                    return Match;
                case Re2Operation.Either:
                    Follow(instruction.Next);
                    Follow(instruction.Argument);
                    break;
                case Re2Operation.Anchor:
                    if (Holds((AnchorKind)instruction.Argument, state.Before, after))
                        Follow(instruction.Next);
                    break;
                case Re2Operation.One:
                    if (!isEnd && (_program.Sets[instruction.Argument][letter / 64] >> letter & 1) != 0)
                        _following[instruction.Next / 64] |= 1UL << instruction.Next;
                    break;
            }
        }
        if (isEnd)
            return NoMatch;
        _threads.Clear();
        for (var i = 0; i < _following.Length; i++)
        {
            for (var bits = _following[i]; bits != 0; bits &= bits - 1)
                _threads.Add((i * 64) + BitOperations.TrailingZeroCount(bits));
        }
        cost += _threads.Count;
        return Known(new Re2State([.. _threads], _program.HasAnchors ? after : Neighbour.Other));
    }

    private void Follow(int instruction)
    {
        ref var word = ref _seen[instruction / 64];
        if ((word >> instruction & 1) != 0)
            return;
        word |= 1UL << instruction;
        _pending[_pendingCount++] = instruction;
    }

    private Re2State Known(Re2State state)
    {
        if (_states.TryGetValue(state, out var known))
            return known;
        state.Next = new Re2State?[_alphabet.Count + 1];
        if (_numbers > MostNumbers)
        {
            _states.Clear();
            _numbers = 0;
            _first = FirstState();
            _first.Next = new Re2State?[_alphabet.Count + 1];
        }
        _numbers += state.Threads.Length + (2 * state.Next.Length) + 20;
        _states.Add(state, state);
        return state;
    }

    private static bool Holds(AnchorKind kind, Neighbour before, Neighbour after) => kind switch
    {
        AnchorKind.TextStart => before == Neighbour.End,
        AnchorKind.TextEnd => after == Neighbour.End,
        AnchorKind.LineStart => before is Neighbour.End or Neighbour.NewLine,
        AnchorKind.LineEnd => after is Neighbour.End or Neighbour.NewLine,
        AnchorKind.WordBoundary => (before == Neighbour.Word) != (after == Neighbour.Word),
        AnchorKind.NoWordBoundary => (before == Neighbour.Word) == (after == Neighbour.Word),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such anchor"),
    };
}

/// <param name="threads">The instructions that the next letter is for, ascending.</param>
/// <param name="before">What the letter before was, where anchors ask; End at the beginning.</param>
internal sealed class Re2State(int[] threads, Neighbour before) : IEquatable<Re2State>
{
    public readonly int[] Threads = threads;
    public readonly Neighbour Before = before;

    /// <summary>By class; the last is the end of the text. Null is not made yet.</summary>
    public Re2State?[] Next = [];

    public bool Equals(Re2State? other) => other is not null && Before == other.Before && Threads.AsSpan().SequenceEqual(other.Threads);

    public override bool Equals(object? obj) => Equals(obj as Re2State);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Before);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(Threads));
        return hash.ToHashCode();
    }
}
