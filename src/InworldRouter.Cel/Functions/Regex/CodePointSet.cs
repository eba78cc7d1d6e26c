// A set of Unicode code points: sorted ranges that neither touch nor overlap.
using System.Runtime.InteropServices;

namespace InworldRouter.Cel.Functions.Regex;

/// <param name="bounds">Alternately the first code point of a range and the first behind it, ascending.</param>
internal sealed class CodePointSet(int[] bounds) : IEquatable<CodePointSet>
{
    public const int End = 0x110000;

    public static readonly CodePointSet Empty = new([]);

    public static readonly CodePointSet All = new([0, End]);

    public static readonly CodePointSet AllButNewLine = new([0, '\n', '\n' + 1, End]);

    public ReadOnlySpan<int> Bounds => bounds;

    public static CodePointSet Of(int codePoint) => new([codePoint, codePoint + 1]);

    public static CodePointSet OfEach(SortedSet<int> codePoints)
    {
        var bounds = new List<int>();
        foreach (var codePoint in codePoints)
        {
            if (bounds.Count > 0 && bounds[^1] == codePoint)
                bounds[^1]++;
            else
                bounds.AddRange([codePoint, codePoint + 1]);
        }
        return new CodePointSet([.. bounds]);
    }

    /// <param name="last">Included.</param>
    public static CodePointSet Range(int first, int last) => new([first, last + 1]);

    public bool Contains(int codePoint)
    {
        var at = Array.BinarySearch(bounds, codePoint);
        // Exactly on a bound: even ones begin a range. Between: an odd number of bounds before it means inside.
        return at >= 0 ? at % 2 == 0 : ~at % 2 == 1;
    }

    public CodePointSet Union(CodePointSet other)
    {
        var union = new List<int>(bounds.Length + other.Bounds.Length);
        int i = 0, j = 0, depth = 0;
        var theirs = other.Bounds;
        while (i < bounds.Length || j < theirs.Length)
        {
            var next = Math.Min(i < bounds.Length ? bounds[i] : End + 1, j < theirs.Length ? theirs[j] : End + 1);
            var before = depth;
            for (; i < bounds.Length && bounds[i] == next; i++)
                depth += i % 2 == 0 ? 1 : -1;
            for (; j < theirs.Length && theirs[j] == next; j++)
                depth += j % 2 == 0 ? 1 : -1;
            if ((before == 0) != (depth == 0))
                union.Add(next);
        }
        return new CodePointSet([.. union]);
    }

    // The bounds are the same; whether the ends of all there is are among them is not.
    public CodePointSet Negate()
    {
        ReadOnlySpan<int> inner = bounds;
        var fromStart = inner is [0, ..];
        var toEnd = inner is [.., End];
        if (fromStart)
            inner = inner[1..];
        if (toEnd)
            inner = inner[..^1];
        return new CodePointSet([.. fromStart ? (ReadOnlySpan<int>)[] : [0], .. inner, .. toEnd ? (ReadOnlySpan<int>)[] : [End]]);
    }

    public bool Equals(CodePointSet? other) => other is not null && Bounds.SequenceEqual(other.Bounds);

    public override bool Equals(object? obj) => Equals(obj as CodePointSet);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(Bounds));
        return hash.ToHashCode();
    }
}
