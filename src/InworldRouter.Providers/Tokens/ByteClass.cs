// What a byte of a JSON string is to a tokenizer.
namespace InworldRouter.Providers.Tokens;

/// <summary>Of a letter that may stand behind a backslash it matters which one; of a character of several bytes the first tells the script.</summary>
internal enum ByteClass : byte
{
    Lower,

    /// <summary><c>n</c> and <c>r</c>: a line's end when escaped.</summary>
    LowerLine,

    /// <summary><c>t</c></summary>
    LowerTab,

    /// <summary><c>u</c>: four hexadecimal digits follow when escaped.</summary>
    LowerHex,
    Upper,
    Digit,
    Space,
    Tab,
    Line,
    Mark,
    Backslash,

    /// <summary>The second byte of a character, or a later one.</summary>
    Rest,

    /// <summary>U+0080 to U+033F: Latin letters with accents.</summary>
    Latin,

    /// <summary>U+0340 to U+07FF: Greek, Cyrillic, Hebrew, Arabic.</summary>
    Alphabet,

    /// <summary>U+0800 to U+1FFF: the scripts of India and its neighbours.</summary>
    Indic,

    /// <summary>U+2000 to U+2FFF: dashes, quotes, arrows.</summary>
    Symbol,

    /// <summary>U+3000 to U+9FFF and U+E000 to U+FFFF.</summary>
    Cjk,

    /// <summary>U+A000 to U+DFFF.</summary>
    Hangul,

    /// <summary>Above U+FFFF: emoji.</summary>
    Astral,
}

internal static class ByteClasses
{
    public const int Count = (int)ByteClass.Astral + 1;

    public static ByteClass Of(byte b) => b switch
    {
        (byte)'n' or (byte)'r' => ByteClass.LowerLine,
        (byte)'t' => ByteClass.LowerTab,
        (byte)'u' => ByteClass.LowerHex,
        >= (byte)'a' and <= (byte)'z' => ByteClass.Lower,
        >= (byte)'A' and <= (byte)'Z' => ByteClass.Upper,
        >= (byte)'0' and <= (byte)'9' => ByteClass.Digit,
        (byte)' ' => ByteClass.Space,
        (byte)'\t' => ByteClass.Tab,
        (byte)'\n' or (byte)'\r' => ByteClass.Line,
        (byte)'\\' => ByteClass.Backslash,
        < 0x80 => ByteClass.Mark,
        < 0xC0 => ByteClass.Rest,
        < 0xCD => ByteClass.Latin,
        < 0xE0 => ByteClass.Alphabet,
        < 0xE2 => ByteClass.Indic,
        0xE2 => ByteClass.Symbol,
        >= 0xEA and < 0xEE => ByteClass.Hangul,
        < 0xF0 => ByteClass.Cjk,
        _ => ByteClass.Astral,
    };
}
