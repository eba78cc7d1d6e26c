// A model's name → its family: families.json as a table that the generator wrote; nothing is parsed at start.
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace InworldRouter.Providers.Catalog;

/// <summary>"Model names move monthly: every per-model rule below must live in a data table, not in code" (providers.md).</summary>
public static partial class ModelFamilies
{
    // What may stand before a name: Bedrock writes the maker there (global.anthropic.claude-opus-5), OpenAI that it was tuned (ft:gpt-4.1:…).
    private static readonly string[] Before = ["anthropic.", "openai.", "ft:"];

    private static readonly (string Prefix, ModelFamily Family)[] ByPrefix = Rows();

    /// <summary>Each family once.</summary>
    public static ImmutableArray<ModelFamily> All { get; } = ImmutableCollectionsMarshal.AsImmutableArray(ByPrefix.Select(row => row.Family).Distinct().ToArray());

    /// <summary>
    /// The family with the longest prefix of the name's last segment, in any case of letters: the same for <c>gpt-oss-120b</c> and
    /// <c>accounts/x/models/gpt-oss-120b</c>. A number is whole: <c>gpt-5.1</c> is no beginning of <c>gpt-5.10</c>.
    /// </summary>
    /// <returns><see cref="ModelFamily.None"/> when no prefix fits.</returns>
    public static ModelFamily Of(ReadOnlySpan<char> upstreamName)
    {
        var name = upstreamName[(upstreamName.LastIndexOf('/') + 1)..];
        foreach (var word in Before)
        {
            if (name.IndexOf(word, StringComparison.OrdinalIgnoreCase) is var at and >= 0 && (at == 0 || name[at - 1] == '.'))
                name = name[(at + word.Length)..];
        }
        // Longest first, so the first that fits is the one.
        foreach (var (prefix, family) in ByPrefix)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && !CutsANumber(name, prefix.Length))
                return family;
        }
        return ModelFamily.None;
    }

    private static bool CutsANumber(ReadOnlySpan<char> name, int length) =>
        length < name.Length && char.IsAsciiDigit(name[length - 1]) && char.IsAsciiDigit(name[length]);
}
