// A pattern as instructions, its repetitions written out: what the automaton follows.
namespace InworldRouter.Cel.Functions.Regex;

internal sealed class Re2Program
{
    private readonly List<Re2Instruction> _instructions = [new(Re2Operation.Match, 0, 0)];
    private readonly List<ulong[]> _sets = [];
    private readonly Dictionary<CodePointSet, int> _numbers = [];
    private readonly Re2Alphabet _alphabet;

    public Re2Program(Re2Node node, Re2Alphabet alphabet)
    {
        _alphabet = alphabet;
        Start = Add(node, 0);
        Instructions = [.. _instructions];
        Sets = [.. _sets];
        HasAnchors = _instructions.Exists(i => i.Operation == Re2Operation.Anchor);
    }

    public int Start { get; }

    public Re2Instruction[] Instructions { get; }

    /// <summary>Of each set the classes in it, a bit each.</summary>
    public ulong[][] Sets { get; }

    public bool HasAnchors { get; }

    /// <summary>Written from the end: what a part goes on with is there before it.</summary>
    private int Add(Re2Node node, int next)
    {
        switch (node)
        {
            case Re2Node.One one:
                return Add(Re2Operation.One, next, NumberOf(one.Set));
            case Re2Node.Anchor anchor:
                return Add(Re2Operation.Anchor, next, (int)anchor.Kind);
            case Re2Node.Sequence sequence:
                for (var i = sequence.Items.Count - 1; i >= 0; i--)
                    next = Add(sequence.Items[i], next);
                return next;
            case Re2Node.Choice choice:
                var chosen = Add(choice.Items[^1], next);
                for (var i = choice.Items.Count - 2; i >= 0; i--)
                    chosen = Add(Re2Operation.Either, Add(choice.Items[i], next), chosen);
                return chosen;
            case Re2Node.Repeat repeat:
                return AddRepeat(repeat, next);
            default:
                throw new InvalidOperationException($"no instructions for {node}");
        }
    }

    private int AddRepeat(Re2Node.Repeat repeat, int next)
    {
        var rest = next;
        if (repeat.Most < 0)
        {
            rest = Add(Re2Operation.Either, next, next);
            _instructions[rest] = new(Re2Operation.Either, Add(repeat.Item, rest), next);
        }
        for (var i = repeat.Least; i < repeat.Most; i++)
            rest = Add(Re2Operation.Either, Add(repeat.Item, rest), next);
        for (var i = 0; i < repeat.Least; i++)
            rest = Add(repeat.Item, rest);
        return rest;
    }

    private int Add(Re2Operation operation, int next, int argument)
    {
        _instructions.Add(new(operation, next, argument));
        return _instructions.Count - 1;
    }

    private int NumberOf(CodePointSet set)
    {
        if (!_numbers.TryGetValue(set, out var number))
        {
            _numbers.Add(set, number = _sets.Count);
            _sets.Add(_alphabet.ClassesIn(set));
        }
        return number;
    }
}

/// <param name="Next">The instruction to go on with.</param>
/// <param name="Argument">The number of a set, an anchor's kind, or the other instruction to go on with.</param>
internal readonly record struct Re2Instruction(Re2Operation Operation, int Next, int Argument);

internal enum Re2Operation : byte
{
    Match,
    One,
    Either,
    Anchor,
}
