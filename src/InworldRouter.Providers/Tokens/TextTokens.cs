// Estimates how many tokens a text is, without a vocabulary.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InworldRouter.Providers.Tokens;

/// <summary>
/// <see cref="PieceState"/> as a table, walked byte by byte. Against o200k_base on texts that it was not fitted on: English prose (89 files: licences,
/// manuals, READMEs) median error 2.3 %, 95 % of them within 5.6 %, the worst 21 % (a list of names); code (385 files of C#, TypeScript, JavaScript,
/// Python and JSON) median 3.3 %, 95 % within 6.3 %, the worst 27 % (base64 in a string). Other scripts within some 20 %. Tokenizers of
/// other vendors count differently; what Anthropic's counts more is not sourced, and no factor stands for it.
/// </summary>
public static class TextTokens
{
    /// <summary>What <see cref="Hundredths"/> counts in.</summary>
    public const int PerToken = 100;

    // A power of two over ByteClasses.Count: a state is the place of its row.
    private const int Row = 32;

    // Each step waits for the one before it; four walks at a time do not wait for each other. Shorter texts are walked in one.
    private const int Walks = 4;
    private const int ShortText = 256;

    private static readonly byte[] Classes = [.. Enumerable.Range(0, 256).Select(b => (byte)ByteClasses.Of((byte)b))];

    // In the low half the next state, in the high half the cost.
    private static readonly uint[] Steps = Build();

    /// <summary>Tokens of a text in hundredths, so that the parts of a call can be added up.</summary>
    /// <param name="text">UTF-8 as it stands in a JSON string, escaped; or JSON itself.</param>
    public static long Hundredths(ReadOnlySpan<byte> text)
    {
        if (text.Length < ShortText)
            return Walk(text);
        // A cut in the middle of a piece counts it twice at most.
        var quarter = text.Length / Walks;
        ref var first = ref MemoryMarshal.GetReference(text);
        ref var classes = ref MemoryMarshal.GetArrayDataReference(Classes);
        ref var steps = ref MemoryMarshal.GetArrayDataReference(Steps);
        var (a, b, c, d) = (0u, 0u, 0u, 0u);
        var sum = 0L;
        for (var i = 0; i < quarter; i++)
        {
            a = Step(ref steps, ref classes, a, Unsafe.Add(ref first, i));
            b = Step(ref steps, ref classes, b, Unsafe.Add(ref first, quarter + i));
            c = Step(ref steps, ref classes, c, Unsafe.Add(ref first, 2 * quarter + i));
            d = Step(ref steps, ref classes, d, Unsafe.Add(ref first, 3 * quarter + i));
            sum += (a >> 16) + (b >> 16) + (c >> 16) + (d >> 16);
        }
        return sum + Walk(text[(quarter * Walks)..]);
    }

    private static long Walk(ReadOnlySpan<byte> text)
    {
        ref var classes = ref MemoryMarshal.GetArrayDataReference(Classes);
        ref var steps = ref MemoryMarshal.GetArrayDataReference(Steps);
        var (step, sum) = (0u, 0L);
        foreach (var b in text)
        {
            step = Step(ref steps, ref classes, step, b);
            sum += step >> 16;
        }
        return sum;
    }

    // Within the tables by construction: every byte has a class, and every state a row.
    private static uint Step(ref uint steps, ref byte classes, uint before, byte b) =>
        Unsafe.Add(ref steps, (nint)((before & 0xFFFF) + Unsafe.Add(ref classes, b)));

    // The states that can be reached, each with its row.
    private static uint[] Build()
    {
        var rows = new int[PieceState.Codes]; // a state's row, from 1
        var states = new List<PieceState> { default };
        rows[default(PieceState).Code] = 1;
        var steps = new List<uint>();
        for (var i = 0; i < states.Count; i++)
        {
            for (var c = 0; c < Row; c++)
            {
                if (c >= ByteClasses.Count)
                {
                    steps.Add(0);
                    continue;
                }
                var next = states[i].Next((ByteClass)c, out var cost);
                ref var row = ref rows[next.Code];
                if (row == 0)
                {
                    states.Add(next);
                    row = states.Count;
                }
                steps.Add((uint)cost << 16 | (uint)((row - 1) * Row));
            }
        }
        return [.. steps];
    }
}
