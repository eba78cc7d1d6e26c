// The letters that a pattern can tell apart: code points in classes, numbered from 0.
namespace InworldRouter.Cel.Functions.Regex;

/// <summary>
/// Two code points are of one class when each set of the pattern has both or neither. An automaton over classes has RE2's semantics exactly (scripts,
/// code points beyond U+FFFF, an ASCII \b) and a handful of columns instead of a million.
/// </summary>
internal sealed class Re2Alphabet
{
    private const int AsciiEnd = 0x80;

    // Comparing all with all is done once a pattern, and must stay short.
    private const int MostSets = 500;

    private static readonly CodePointSet Word = new(['0', '9' + 1, 'A', 'Z' + 1, '_', '_' + 1, 'a', 'z' + 1]);
    private static readonly CodePointSet NewLine = CodePointSet.Of('\n');

    private readonly int[] _ascii;
    private readonly int[] _starts;
    private readonly int[] _classes;
    private readonly int[] _samples;

    private Re2Alphabet(int[] ascii, int[] starts, int[] classes)
    {
        _ascii = ascii;
        _starts = starts;
        _classes = classes;
        _samples = new int[classes.Max() + 1];
        for (var c = AsciiEnd - 1; c >= 0; c--)
            _samples[ascii[c]] = c;
        for (var i = 0; i < starts.Length; i++)
            _samples[classes[i]] = starts[i];
        Neighbours = [.. _samples.Select(s => Word.Contains(s) ? Neighbour.Word : NewLine.Contains(s) ? Neighbour.NewLine : Neighbour.Other)];
    }

    /// <summary>The classes of U+0000 to U+007F.</summary>
    public ReadOnlySpan<int> Ascii => _ascii;

    /// <summary>How many classes there are.</summary>
    public int Count => _samples.Length;

    /// <summary>What the code points of a class are for the anchor beside them.</summary>
    public Neighbour[] Neighbours { get; }

    /// <returns>Null: there are more different sets than is sensible.</returns>
    public static Re2Alphabet? Of(IReadOnlyCollection<CodePointSet> sets)
    {
        // Most sets have nothing beyond ASCII, or all of it.
        var beyond = sets.Where(s => s.Bounds.ContainsAnyInRange(AsciiEnd + 1, CodePointSet.End - 1)).ToArray();
        if (beyond.Length > MostSets)
            return null;
        var starts = new SortedSet<int> { AsciiEnd };
        foreach (var set in beyond)
        {
            foreach (var bound in set.Bounds)
            {
                if (bound is > AsciiEnd and < CodePointSet.End)
                    starts.Add(bound);
            }
        }
        var ascii = Classes([.. Enumerable.Range(0, AsciiEnd)], [.. sets, Word, NewLine]);
        var first = ascii.Max() + 1;
        int[] ranges = [.. starts];
        return new Re2Alphabet(ascii, ranges, [.. Classes(ranges, beyond).Select(c => c + first)]);
    }

    public int ClassOf(int codePoint)
    {
        if (codePoint < AsciiEnd)
            return _ascii[codePoint];
        if (_starts.Length == 1)
            return _classes[0];
        var at = Array.BinarySearch(_starts, codePoint);
        return _classes[at >= 0 ? at : ~at - 1];
    }

    /// <summary>The classes that lie in a set, a bit each.</summary>
    public ulong[] ClassesIn(CodePointSet set)
    {
        var bits = new ulong[(Count + 63) / 64];
        for (var i = 0; i < Count; i++)
            bits[i / 64] |= set.Contains(_samples[i]) ? 1UL << i : 0;
        return bits;
    }

    /// <summary>The class of each sample: set by set, what was one class is parted into those inside and those outside.</summary>
    private static int[] Classes(int[] samples, CodePointSet[] sets)
    {
        var classes = new int[samples.Length];
        var parted = new Dictionary<(int Class, bool IsInside), int>();
        foreach (var set in sets)
        {
            parted.Clear();
            for (var i = 0; i < samples.Length; i++)
            {
                var part = (classes[i], set.Contains(samples[i]));
                if (!parted.TryGetValue(part, out classes[i]))
                    parted.Add(part, classes[i] = parted.Count);
            }
        }
        return classes;
    }
}

/// <summary>What stands beside a position, as far as anchors ask.</summary>
internal enum Neighbour : byte
{
    Other,
    Word,
    NewLine,

    /// <summary>Nothing: the text begins or ends here.</summary>
    End,
}
