// A regular expression in RE2 syntax that can be searched for, in time linear in the text.
using System.Diagnostics.CodeAnalysis;
using InworldRouter.Cel.Evaluation;

namespace InworldRouter.Cel.Functions.Regex;

/// <summary>For any number of threads.</summary>
internal sealed class Re2Regex
{
    // A pattern written out ({n,m} unrolled) may not be longer than this: its program has a few times as many instructions.
    private const int MostPositions = 10_000;

    private static readonly string TooLarge = $"the pattern is too large: with its repetitions written out it has more than {MostPositions} positions";

    private readonly Re2Automaton _automaton;

    private Re2Regex(Re2Automaton automaton)
    {
        _automaton = automaton;
    }

    /// <param name="problem">What is wrong and where, and what was expected.</param>
    public static bool TryCreate(string pattern, [NotNullWhen(true)] out Re2Regex? regex, [NotNullWhen(false)] out string? problem)
    {
        regex = null;
        if (!Re2Parser.TryParse(pattern, out var node, out problem))
            return false;
        if (Positions(node) > MostPositions)
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
        regex = new Re2Regex(new Re2Automaton(new Re2Program(node, alphabet), alphabet));
        return true;
    }

    /// <summary>Whether there is a match anywhere in the text. The text itself has been paid for.</summary>
    /// <returns>False when the frame cannot pay for more.</returns>
    public bool TryMatch(ref CelFrame frame, ReadOnlySpan<byte> utf8, out bool isMatch) => _automaton.TrySearch(ref frame, utf8, out isMatch);

    /// <inheritdoc cref="TryMatch(ref CelFrame, ReadOnlySpan{byte}, out bool)"/>
    public bool TryMatch(ref CelFrame frame, ReadOnlySpan<char> text, out bool isMatch) => _automaton.TrySearch(ref frame, text, out isMatch);

    private static long Positions(Re2Node node) => node switch
    {
        Re2Node.Sequence sequence => Math.Max(1, sequence.Items.Sum(Positions)),
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
