// Finds what somebody probably meant to write.
namespace InworldRouter.ControlPlane.Configuration;

internal static class NearestName
{
    // No setting is nearly as long; what is longer is no slip of the hand.
    private const int LongestName = 64;

    /// <returns>The known name with the fewest edits, if they are few enough to be a slip; else null.</returns>
    public static string? Find(string written, IEnumerable<string> known)
    {
        string? nearest = null;
        if (written.Length > LongestName)
            return null;
        // A third of the letters wrong is a slip of the hand, more is another word.
        var fewest = Math.Max(1, written.Length / 3) + 1;
        foreach (var name in known)
        {
            var edits = string.Equals(name, written, StringComparison.OrdinalIgnoreCase) ? 0 : Edits(written, name);
            if (edits < fewest)
                (nearest, fewest) = (name, edits);
        }
        return nearest;
    }

    /// <summary>Levenshtein distance with neighbours swapped counting as one edit; letter case does not count.</summary>
    private static int Edits(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]);
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        return rows[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
