// One overload of a function: what the checker matches and what the evaluator calls.
using System.Collections.Immutable;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

/// <summary>Made by the generator from [CelFunction]; by hand only for a declaration without an implementation.</summary>
public sealed class CelOverload
{
    private readonly int[] _masks;

    /// <param name="isReceiver">Called as <c>a.f(b)</c>; the receiver is then the first parameter.</param>
    /// <param name="call">A CelCall of as many arguments as there are parameters; null for a function that is declared but not there.</param>
    public CelOverload(string name, bool isReceiver, ImmutableArray<CelType> parameters, CelType result, Delegate? call)
    {
        Name = name;
        IsReceiver = isReceiver;
        Parameters = parameters;
        Result = result;
        Call = call;
        Single = [this];
        _masks = [.. parameters.Select(p => p.KindMask)];
        TypeParameters = [.. parameters.Append(result).SelectMany(NamesIn).Distinct()];
    }

    public string Name { get; }

    public bool IsReceiver { get; }

    public ImmutableArray<CelType> Parameters { get; }

    public CelType Result { get; }

    internal Delegate? Call { get; }

    internal string[] TypeParameters { get; }

    /// <summary>This one alone: shared by all calls that can mean no other.</summary>
    internal CelOverload[] Single { get; }

    internal bool Takes(int index, CelKind kind) => ((_masks[index] >> (int)kind) & 1) != 0;

    public override string ToString() => IsReceiver
        ? $"{Parameters[0]}.{Name}({string.Join(", ", Parameters.Skip(1))}) -> {Result}"
        : $"{Name}({string.Join(", ", Parameters)}) -> {Result}";

    private static IEnumerable<string> NamesIn(CelType type) =>
        type.Kind == CelTypeKind.Parameter ? [type.Name] : type.Parameters.SelectMany(NamesIn);
}
