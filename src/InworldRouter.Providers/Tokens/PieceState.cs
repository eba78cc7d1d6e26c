// Which piece of text a tokenizer is in, and what the next byte makes of it.
namespace InworldRouter.Providers.Tokens;

internal enum Run : byte
{
    None,
    Lower,
    Title,
    Capitals,
    Digits,
    Spaces,
    Tabs,
    Lines,
    Marks,

    /// <summary>Letters that are not Latin.</summary>
    Other,

    /// <summary>The digits of <c>\u00e9</c>.</summary>
    Hex,
}

/// <summary>What stands before a word and belongs to its piece.</summary>
internal enum Lead : byte
{
    None,
    Space,

    /// <summary>One mark: <c>.name</c>, <c>_name</c>.</summary>
    Mark,
}

/// <summary>
/// The pre-tokenizer of o200k_base as a machine: words with the one space or mark before them, case changes ending a word, digits by three, marks
/// with the space before and the line's end behind them, white space but for its last space.
/// </summary>
/// <param name="Length">Of the run, as far as it matters.</param>
/// <param name="Escaped">The last byte was a backslash.</param>
internal readonly record struct PieceState(Run Run, int Length = 0, Lead Lead = Lead.None, bool Escaped = false)
{
    private const int DigitsInPiece = 3;
    private const int HexDigits = 4;

    /// <summary>A number of its own, below <see cref="Codes"/>.</summary>
    public int Code => ((int)Run * (PieceCosts.LongestWord + 1) + Length) * 6 + (int)Lead * 2 + (Escaped ? 1 : 0);

    public static int Codes => ((int)Run.Hex + 1) * (PieceCosts.LongestWord + 1) * 6;

    /// <param name="cost">Hundredths of a token that the byte adds.</param>
    public PieceState Next(ByteClass next, out int cost)
    {
        cost = 0;
        switch (next)
        {
            case ByteClass.Rest:
                return this;
            case ByteClass.Latin:
                // In the middle of a word it costs, and the letters behind it are its end.
                cost = PieceCosts.Latin;
                return new(Run.Lower, 4);
            case >= ByteClass.Alphabet:
                cost = OfScript(next);
                return new(Run.Other);
        }
        if (Run == Run.Hex && next <= ByteClass.Digit)
            return Length < HexDigits ? this with { Length = Length + 1 } : new(Run.Other);
        if (Escaped)
            return (this with { Escaped = false }).Escape(next, out cost);
        return next switch
        {
            <= ByteClass.LowerHex => Small(out cost),
            ByteClass.Upper => Capital(out cost),
            ByteClass.Digit => Digit(out cost),
            ByteClass.Space => Space(out cost),
            ByteClass.Tab => Tab(out cost),
            ByteClass.Line => Line(out cost),
            ByteClass.Backslash => Run is Run.Spaces or Run.Tabs or Run.Lines or Run.Marks ? this with { Escaped = true } : new(Run.None, Escaped: true),
            _ => Mark(out cost),
        };
    }

    private static int OfScript(ByteClass first) => first switch
    {
        ByteClass.Alphabet => PieceCosts.Alphabet,
        ByteClass.Indic => PieceCosts.Indic,
        ByteClass.Symbol => PieceCosts.Symbol,
        ByteClass.Cjk => PieceCosts.Cjk,
        ByteClass.Hangul => PieceCosts.Hangul,
        _ => PieceCosts.Astral,
    };

    private PieceState Escape(ByteClass letter, out int cost)
    {
        switch (letter)
        {
            case ByteClass.LowerLine:
                return Line(out cost);
            case ByteClass.LowerTab:
                return Tab(out cost);
            case ByteClass.LowerHex:
                cost = PieceCosts.EscapedCharacter;
                return new(Run.Hex, 1);
            default:
                return Mark(out cost);
        }
    }

    private PieceState Small(out int cost)
    {
        switch (Run)
        {
            case Run.Lower:
                cost = Length == PieceCosts.LongestWord ? PieceCosts.MoreOfWord : PieceCosts.Lower(Lead, Length + 1) - PieceCosts.Lower(Lead, Length);
                return this with { Length = Math.Min(Length + 1, PieceCosts.LongestWord) };
            case Run.Title:
                cost = Length == PieceCosts.LongestWord ? PieceCosts.MoreOfWord : PieceCosts.Title(Lead, Length + 1) - PieceCosts.Title(Lead, Length);
                return this with { Length = Math.Min(Length + 1, PieceCosts.LongestWord) };
            case Run.Capitals when Length == 1:
                cost = PieceCosts.Title(Lead, 2) - PieceCosts.Capitals(Lead, 1);
                return this with { Run = Run.Title, Length = 2 };
            case Run.Capitals:
                cost = PieceCosts.Mixed;
                return new(Run.Title, 3);
            case Run.Other:
                cost = PieceCosts.WordAfterOther;
                return new(Run.Lower, 4);
            default:
                cost = PieceCosts.Lower(Leading, 1) - Paid;
                return new(Run.Lower, 1, Leading);
        }
    }

    private PieceState Capital(out int cost)
    {
        if (Run != Run.Capitals)
        {
            cost = PieceCosts.Capitals(Leading, 1) - Paid;
            return new(Run.Capitals, 1, Leading);
        }
        cost = Length == PieceCosts.LongestCapitals ? PieceCosts.MoreCapitals : PieceCosts.Capitals(Lead, Length + 1) - PieceCosts.Capitals(Lead, Length);
        return this with { Length = Math.Min(Length + 1, PieceCosts.LongestCapitals) };
    }

    private PieceState Digit(out int cost)
    {
        if (Run == Run.Digits && Length < DigitsInPiece)
        {
            cost = 0;
            return this with { Length = Length + 1 };
        }
        // No space belongs to a number's piece.
        cost = Run != Run.Spaces ? 100 : Length == 1 ? 200 : PieceCosts.DigitsAfterSpaces;
        return new(Run.Digits, 1);
    }

    // The first space waits for what it leads.
    private PieceState Space(out int cost)
    {
        cost = this is { Run: Run.Spaces, Length: 1 } ? 100 : 0;
        return new(Run.Spaces, Run == Run.Spaces ? 2 : 1);
    }

    private PieceState Tab(out int cost)
    {
        cost = Run == Run.Tabs ? 0 : PieceCosts.Tabs;
        return new(Run.Tabs);
    }

    private PieceState Line(out int cost)
    {
        cost = Run switch
        {
            Run.Marks => PieceCosts.LineAfterMarks,
            Run.Lines or Run.Tabs => 0,
            Run.Spaces when Length > 1 => 0,
            _ => 100,
        };
        return new(Run.Lines);
    }

    private PieceState Mark(out int cost)
    {
        if (Run != Run.Marks)
        {
            cost = PieceCosts.Marks(1);
            return new(Run.Marks, 1, Run == Run.Spaces ? Lead.Space : Lead.None);
        }
        cost = Length == PieceCosts.LongestMarks ? PieceCosts.MoreMarks : PieceCosts.Marks(Length + 1) - PieceCosts.Marks(Length);
        return new(Run.Marks, Math.Min(Length + 1, PieceCosts.LongestMarks));
    }

    private Lead Leading => this switch
    {
        { Run: Run.Spaces } => Lead.Space,
        { Run: Run.Marks, Length: 1, Lead: Lead.None } => Lead.Mark,
        _ => Lead.None,
    };

    // A mark that turns out to lead a word has been counted as a piece of its own.
    private int Paid => Leading == Lead.Mark ? PieceCosts.Marks(1) : 0;
}
