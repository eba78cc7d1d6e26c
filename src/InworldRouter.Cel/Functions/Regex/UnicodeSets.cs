// The named sets of RE2: general categories, scripts, and which code points differ in case only.
using System.Globalization;
using System.Text;

namespace InworldRouter.Cel.Functions.Regex;

internal static class UnicodeSets
{
    // Two letters as UnicodeData.txt has them, in the order of .NET's enumeration.
    private static readonly string[] CategoryNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk",
        "So", "Cn",
    ];

    private static readonly Lazy<CodePointSet[]> Categories = new(ReadCategories);
    private static readonly Lazy<Dictionary<int, int[]>> Orbits = new(ReadOrbits);
    private static readonly Lazy<int[]> Cased = new(() => [.. Orbits.Value.Keys.Order()]);

    /// <summary>The set of <c>\p{name}</c>: <c>L</c>, <c>Lu</c>, <c>Greek</c>, <c>Any</c>. Null when there is none.</summary>
    public static CodePointSet? Find(string name)
    {
        if (name == "Any")
            return CodePointSet.All;
        if (name.Length is 1 or 2 && char.IsAsciiLetterUpper(name[0]))
        {
            CodePointSet? found = null;
            for (var i = 0; i < CategoryNames.Length; i++)
            {
                if (CategoryNames[i].StartsWith(name, StringComparison.Ordinal))
                    found = found is null ? Categories.Value[i] : found.Union(Categories.Value[i]);
            }
            if (found is not null)
                return found;
        }
        return UnicodeScripts.Find(name) is { } bounds ? new CodePointSet(bounds) : null;
    }

    /// <summary>The set with everything that differs from one of its members in case only (simple folding).</summary>
    public static CodePointSet FoldCase(CodePointSet set)
    {
        var bounds = set.Bounds;
        var others = new SortedSet<int>();
        for (var i = 0; i < bounds.Length; i += 2)
        {
            // Nearly every pattern is ASCII: the tables of the rest are not built for it.
            for (var c = bounds[i]; c < Math.Min(bounds[i + 1], 0x80); c++)
                AddAsciiOrbit(others, c);
            if (bounds[i + 1] <= 0x80)
                continue;
            var cased = Cased.Value;
            var from = Array.BinarySearch(cased, Math.Max(bounds[i], 0x80));
            for (var at = from < 0 ? ~from : from; at < cased.Length && cased[at] < bounds[i + 1]; at++)
                others.UnionWith(Orbits.Value[cased[at]]);
        }
        return others.Count == 0 ? set : set.Union(CodePointSet.OfEach(others));
    }

    private static void AddAsciiOrbit(SortedSet<int> others, int c)
    {
        if (!char.IsAsciiLetter((char)c))
            return;
        others.Add(c & ~0x20);
        others.Add(c | 0x20);
        // The two letters beyond ASCII that fold into it: ſ (long s) and K (kelvin sign), CaseFolding.txt.
        if ((c | 0x20) == 's')
            others.Add(0x017F);
        else if ((c | 0x20) == 'k')
            others.Add(0x212A);
    }

    private static CodePointSet[] ReadCategories()
    {
        var bounds = new List<int>[CategoryNames.Length];
        for (var i = 0; i < bounds.Length; i++)
            bounds[i] = [];
        var last = -1;
        for (var c = 0; c < CodePointSet.End; c++)
        {
            var category = (int)CharUnicodeInfo.GetUnicodeCategory(c);
            if (category == last)
                continue;
            if (last >= 0)
                bounds[last].Add(c);
            bounds[category].Add(c);
            last = category;
        }
        bounds[last].Add(CodePointSet.End);
        return [.. bounds.Select(b => new CodePointSet([.. b]))];
    }

    // Code points that one case mapping leads to another belong together; for all but the two excluded that is what CaseFolding.txt says (C and S).
    private static Dictionary<int, int[]> ReadOrbits()
    {
        const int LastCased = 0x1E943;
        var root = new Dictionary<int, int>();
        for (var c = 0; c <= LastCased; c++)
        {
            // Dotted capital and dotless small i: special to Turkish, folded with nothing.
            if (c is 0x130 or 0x131 or (>= 0xD800 and <= 0xDFFF))
                continue;
            Join(c, Rune.ToUpperInvariant(new Rune(c)).Value);
            Join(c, Rune.ToLowerInvariant(new Rune(c)).Value);
        }
        // .NET never maps into or out of ASCII, Unicode does.
        Join(0x017F, 's');
        Join(0x212A, 'k');
        return root.Keys.ToArray().GroupBy(Root).SelectMany(orbit => orbit.Select(c => (c, others: orbit.ToArray()))).ToDictionary(pair => pair.c, pair => pair.others);

        void Join(int a, int b)
        {
            if (a == b)
                return;
            root.TryAdd(a, a);
            root.TryAdd(b, b);
            root[Root(a)] = Root(b);
        }

        int Root(int c)
        {
            while (root[c] != c)
                c = root[c];
            return c;
        }
    }
}
