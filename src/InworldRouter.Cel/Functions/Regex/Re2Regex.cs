// A regular expression in RE2 syntax that can be searched for, in time linear in the text.
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace InworldRouter.Cel.Functions.Regex;

/// <summary>Immutable; checked when made, built when first searched, for an automaton costs fifty times what checking does.</summary>
internal sealed class Re2Regex
{
    // A pattern written out ({n,m} unrolled) may not be longer than this: the automaton would have about as many states, and .NET refuses 10,000.
    private const int MostPositions = 10_000;

    // Up to here .NET has nothing against it, whatever it counts besides.
    private const int FewPositions = 1_000;

    private static readonly string TooLarge = $"the pattern is too large: with its repetitions written out it has about {MostPositions} positions or more";

    private readonly Re2Alphabet _alphabet;
    private readonly string _pattern;
    private System.Text.RegularExpressions.Regex? _regex;

    private Re2Regex(Re2Alphabet alphabet, string pattern)
    {
        _alphabet = alphabet;
        _pattern = pattern;
    }

    /// <param name="problem">What is wrong and where, and what was expected.</param>
    public static bool TryCreate(string pattern, [NotNullWhen(true)] out Re2Regex? regex, [NotNullWhen(false)] out string? problem)
    {
        regex = null;
        if (!Re2Parser.TryParse(pattern, out var node, out problem))
            return false;
        var positions = Positions(node);
        if (positions > MostPositions)
        {
            problem = TooLarge;
            return false;
        }
        var sets = new HashSet<CodePointSet>();
        Collect(node, sets);
        if (Re2Alphabet.Of(sets) is not { } alphabet)
        {
            problem = "the pattern tells too many groups of characters apart";
            return false;
        }
        var made = new Re2Regex(alphabet, Re2Writer.Write(node, alphabet));
        try
        {
            if (positions > FewPositions)
                _ = made.Regex;
        }
        catch (NotSupportedException)
        {
            problem = TooLarge;
            return false;
        }
        regex = made;
        return true;
    }

    /// <summary>Whether there is a match anywhere in the text.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        char[]? rented = null;
        var letters = utf8.Length <= 256 ? stackalloc char[256] : rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        var found = Regex.IsMatch(letters[.._alphabet.Map(utf8, letters)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return found;
    }

    /// <inheritdoc cref="IsMatch(ReadOnlySpan{byte})"/>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        if (System.Text.Ascii.IsValid(text))
            return Regex.IsMatch(text);
        char[]? rented = null;
        var letters = text.Length <= 256 ? stackalloc char[256] : rented = ArrayPool<char>.Shared.Rent(text.Length);
        var found = Regex.IsMatch(letters[.._alphabet.Map(text, letters)]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return found;
    }

    private System.Text.RegularExpressions.Regex Regex => _regex ??= new(_pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static long Positions(Re2Node node) => node switch
    {
        Re2Node.Sequence sequence => sequence.Items.Sum(Positions),
        Re2Node.Choice choice => choice.Items.Sum(Positions),
        Re2Node.Repeat repeat => Math.Max(1, Math.Max(repeat.Least, repeat.Most)) * Positions(repeat.Item),
        _ => 1,
    };

    private static void Collect(Re2Node node, HashSet<CodePointSet> sets)
    {
        switch (node)
        {
            case Re2Node.One one:
                sets.Add(one.Set);
                break;
            case Re2Node.Sequence sequence:
                foreach (var item in sequence.Items)
                    Collect(item, sets);
                break;
            case Re2Node.Choice choice:
                foreach (var item in choice.Items)
                    Collect(item, sets);
                break;
            case Re2Node.Repeat repeat:
                Collect(repeat.Item, sets);
                break;
            default:
                break;
        }
    }
}
