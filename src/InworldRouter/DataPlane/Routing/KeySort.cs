// Sorts numbers: Span.Sort makes a delegate for each call in a native build, and this runs for every call that is ranked.
namespace InworldRouter.DataPlane.Routing;

internal static class KeySort
{
    // Short runs are sorted by insertion, then merged: the usual crossover for numbers.
    private const int Run = 8;

    /// <param name="scratch">As long as <paramref name="keys"/>.</param>
    public static void Sort(Span<ulong> keys, Span<ulong> scratch)
    {
        for (var start = 0; start < keys.Length; start += Run)
            Insert(keys[start..Math.Min(start + Run, keys.Length)]);
        var from = keys;
        var to = scratch;
        for (var length = Run; length < keys.Length; length *= 2)
        {
            for (var start = 0; start < keys.Length; start += length * 2)
            {
                var middle = Math.Min(start + length, keys.Length);
                var end = Math.Min(middle + length, keys.Length);
                Merge(from[start..middle], from[middle..end], to[start..end]);
            }
            var merged = to;
            to = from;
            from = merged;
        }
        // An odd number of passes leaves the result in the other span.
        if (from != keys)
            from[..keys.Length].CopyTo(keys);
    }

    private static void Insert(Span<ulong> run)
    {
        for (var i = 1; i < run.Length; i++)
        {
            var key = run[i];
            var j = i;
            for (; j > 0 && run[j - 1] > key; j--)
                run[j] = run[j - 1];
            run[j] = key;
        }
    }

    private static void Merge(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> merged)
    {
        var (l, r, at) = (0, 0, 0);
        while (l < left.Length && r < right.Length)
        {
            // Which side comes next cannot be predicted: written so that it need not be.
            var (a, b) = (left[l], right[r]);
            var takesRight = b < a;
            merged[at++] = takesRight ? b : a;
            r += takesRight ? 1 : 0;
            l += takesRight ? 0 : 1;
        }
        left[l..].CopyTo(merged[at..]);
        right[r..].CopyTo(merged[(at + left.Length - l)..]);
    }
}
