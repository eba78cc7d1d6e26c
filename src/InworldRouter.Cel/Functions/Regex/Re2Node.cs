// The tree of a regular expression, as far as "is there a match" needs it: captures and greed make no difference.
namespace InworldRouter.Cel.Functions.Regex;

internal abstract record Re2Node
{
    private Re2Node()
    {
    }

    /// <summary>One code point out of a set.</summary>
    public sealed record One(CodePointSet Set) : Re2Node;

    /// <summary>All of them, one after the other; none = the empty text.</summary>
    public sealed record Sequence(IReadOnlyList<Re2Node> Items) : Re2Node;

    public sealed record Choice(IReadOnlyList<Re2Node> Items) : Re2Node;

    /// <param name="Most">-1 = without end.</param>
    public sealed record Repeat(Re2Node Item, int Least, int Most) : Re2Node;

    public sealed record Anchor(AnchorKind Kind) : Re2Node;
}

internal enum AnchorKind : byte
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}
