// How many tokens a piece of text is, by its kind and length: the mean over much prose and code.
namespace InworldRouter.Providers.Tokens;

/// <summary>
/// In hundredths of a token of OpenAI's o200k_base. Fitted on pieces as its own pre-tokenizer cuts them, of release notes, manuals and API references in English
/// and of C#, TypeScript, JavaScript, Python and JSON, each kind with the same weight; the other scripts on translated manual pages.
/// </summary>
internal static class PieceCosts
{
    /// <summary>The longest word that has a cost of its own.</summary>
    public const int LongestWord = 16;

    /// <summary>The longest run of capital letters that has.</summary>
    public const int LongestCapitals = 8;

    /// <summary>The longest run of marks that has.</summary>
    public const int LongestMarks = 8;

    public const int MoreOfWord = 15;
    public const int MoreCapitals = 30;
    public const int MoreMarks = 12;

    /// <summary>Small letters after several capital ones: <c>HTTPServer</c>.</summary>
    public const int Mixed = 80;

    /// <summary>A line's end after marks, which are one piece with it.</summary>
    public const int LineAfterMarks = 3;

    /// <summary>A run of tabs.</summary>
    public const int Tabs = 120;

    /// <summary>Digits after more than one space.</summary>
    public const int DigitsAfterSpaces = 160;

    /// <summary>A character written as <c>\u00e9</c>.</summary>
    public const int EscapedCharacter = 100;

    /// <summary>Latin letters after a character that is none: the word goes on.</summary>
    public const int WordAfterOther = 30;

    public const int Latin = 100;
    public const int Alphabet = 31;
    public const int Indic = 40;
    public const int Symbol = 100;
    public const int Cjk = 75;
    public const int Hangul = 70;
    public const int Astral = 200;

    // A row for each Lead.
    private static ReadOnlySpan<short> LowerWords =>
    [
        100, 100, 107, 107, 108, 114, 117, 134, 139, 168, 168, 168, 230, 271, 271, 271,
        100, 100, 100, 101, 102, 103, 103, 107, 109, 119, 119, 123, 123, 133, 192, 203,
        118, 118, 122, 122, 128, 128, 147, 159, 171, 197, 216, 216, 260, 260, 372, 372,
    ];

    private static ReadOnlySpan<short> TitleWords =>
    [
        100, 102, 103, 103, 103, 103, 107, 109, 118, 120, 120, 120, 136, 148, 148, 148,
        100, 100, 101, 101, 103, 113, 122, 129, 129, 129, 129, 129, 166, 168, 200, 200,
        112, 112, 128, 128, 128, 147, 177, 177, 192, 197, 214, 214, 225, 225, 225, 225,
    ];

    private static ReadOnlySpan<short> CapitalWords =>
    [
        100, 102, 135, 136, 165, 202, 202, 258,
        100, 101, 123, 123, 134, 134, 139, 234,
        112, 158, 158, 158, 210, 210, 210, 277,
    ];

    private static ReadOnlySpan<short> MarkRuns => [100, 103, 116, 162, 197, 244, 287, 287];

    /// <summary>A word in small letters, what leads it included.</summary>
    /// <param name="length">From 1.</param>
    public static int Lower(Lead lead, int length) => LowerWords[(int)lead * LongestWord + length - 1];

    /// <summary>A word in small letters but for its first.</summary>
    /// <param name="length">From 1.</param>
    public static int Title(Lead lead, int length) => TitleWords[(int)lead * LongestWord + length - 1];

    /// <summary>A word in capital letters.</summary>
    /// <param name="length">From 1.</param>
    public static int Capitals(Lead lead, int length) => CapitalWords[(int)lead * LongestCapitals + length - 1];

    /// <summary>Punctuation and signs without letters or spaces between them.</summary>
    /// <param name="length">From 1.</param>
    public static int Marks(int length) => MarkRuns[length - 1];
}
