// Where a text falls into the pieces that a stream sends one by one.
namespace InworldRouter.Simulation;

internal static class AnswerTokens
{
    /// <summary>Length of the first token: up to the space that begins the next one, as providers cut. Works on escaped text, where no escape has a space.</summary>
    public static int FirstLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        var space = text[1..].IndexOf((byte)' ');
        return space < 0 ? text.Length : space + 1;
    }

    public static int Count(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (; !text.IsEmpty; count++)
            text = text[FirstLength(text)..];
        return count;
    }

    /// <summary>Length of the first tokens.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text, int tokens)
    {
        var length = 0;
        for (; tokens > 0 && length < text.Length; tokens--)
            length += FirstLength(text[length..]);
        return length;
    }
}
