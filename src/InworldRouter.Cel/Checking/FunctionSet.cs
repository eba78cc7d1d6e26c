// All overloads of one name, sorted out by how they are called.
using InworldRouter.Cel.Functions;

namespace InworldRouter.Cel.Checking;

internal sealed class FunctionSet(string name, IReadOnlyCollection<CelOverload> overloads)
{
    private readonly CelOverload[][] _global = ByCount(overloads.Where(o => !o.IsReceiver));
    private readonly CelOverload[][] _receiver = ByCount(overloads.Where(o => o.IsReceiver));

    public string Name => name;

    public IReadOnlyCollection<CelOverload> All => overloads;

    /// <param name="count">The receiver counts.</param>
    public CelOverload[] Candidates(bool isReceiver, int count)
    {
        var sets = isReceiver ? _receiver : _global;
        return count < sets.Length ? sets[count] : [];
    }

    private static CelOverload[][] ByCount(IEnumerable<CelOverload> overloads)
    {
        var groups = overloads.GroupBy(o => o.Parameters.Length).ToDictionary(g => g.Key, g => g.ToArray());
        return [.. Enumerable.Range(0, groups.Count == 0 ? 0 : groups.Keys.Max() + 1).Select(n => groups.GetValueOrDefault(n, []))];
    }
}
