// One input out of the valid ones: cut, doubled, spliced, nested, sprinkled with words and bytes. A function of seed and number.
using System.Text;

namespace InworldRouter.Fuzz;

internal sealed class Mutation(IFuzzTarget target, ulong seed)
{
    private const int MostBytes = 20_000;

    private readonly byte[][] _seeds = [.. target.Seeds.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] _words = [.. target.Words.Select(Encoding.UTF8.GetBytes)];

    public byte[] Input(long number)
    {
        var random = new Random(HashCode.Combine(seed, number));
        var input = new List<byte>(_seeds[random.Next(_seeds.Length)]);
        // Few changes as a rule: most inputs should come past the door.
        var changes = random.Next(1 << random.Next(5));
        for (var i = 0; i < changes && input.Count < MostBytes; i++)
            Change(input, random);
        return [.. input];
    }

    private void Change(List<byte> input, Random random)
    {
        var at = random.Next(input.Count + 1);
        switch (random.Next(9))
        {
            case 0 when input.Count > 0:
                input[random.Next(input.Count)] = (byte)random.Next(256);
                break;
            case 1:
                input.Insert(at, (byte)random.Next(32, 127));
                break;
            case 2:
                input.RemoveRange(at, Math.Min(random.Next(1, 20), input.Count - at));
                break;
            case 3:
                var (from, length) = Slice(input, random);
                input.InsertRange(at, input.GetRange(from, length));
                break;
            case 4:
                input.InsertRange(at, _seeds[random.Next(_seeds.Length)]);
                break;
            case 5:
                Nest(input, at, random);
                break;
            case 6:
                // A word in the place of a slice.
                (from, length) = Slice(input, random);
                input.RemoveRange(from, length);
                input.InsertRange(from, _words[random.Next(_words.Length)]);
                break;
            default:
                input.InsertRange(at, _words[random.Next(_words.Length)]);
                break;
        }
    }

    // The same word many times over: what recursion and doubling are afraid of.
    private void Nest(List<byte> input, int at, Random random)
    {
        var word = _words[random.Next(_words.Length)];
        var times = 1 << random.Next(12);
        for (var i = 0; i < times && input.Count < MostBytes; i++)
            input.InsertRange(at, word);
    }

    private static (int From, int Length) Slice(List<byte> input, Random random)
    {
        if (input.Count == 0)
            return (0, 0);
        var from = random.Next(input.Count);
        return (from, random.Next(1, Math.Min(40, input.Count - from) + 1));
    }
}
