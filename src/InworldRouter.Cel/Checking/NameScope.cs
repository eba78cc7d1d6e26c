// What names mean: the environment's variables, types and functions, seen from its container.
using System.Collections.Frozen;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Checking;

/// <summary>
/// "If a.b is a name to be resolved in the context of a protobuf declaration with scope A.B, then resolution is attempted, in order, as A.B.a.b,
/// A.a.b, and finally a.b. To override this behavior, one can use .a.b".
/// </summary>
internal sealed class NameScope
{
    private static readonly Dictionary<string, CelType> Types = new(StringComparer.Ordinal)
    {
        ["bool"] = CelType.Bool,
        ["int"] = CelType.Int,
        ["uint"] = CelType.UInt,
        ["double"] = CelType.Double,
        ["string"] = CelType.String,
        ["bytes"] = CelType.Bytes,
        ["list"] = CelType.ListOfDyn,
        ["map"] = CelType.MapOfDyn,
        ["type"] = CelType.Type,
        ["null_type"] = CelType.Null,
        ["optional_type"] = CelType.OptionalOfDyn,
        ["google.protobuf.Timestamp"] = CelType.Timestamp,
        ["google.protobuf.Duration"] = CelType.Duration,
    };

    private readonly string[] _prefixes;
    private readonly FrozenDictionary<string, CelType> _variables;
    private readonly FrozenDictionary<string, FunctionSet> _functions;

    // What a qualified name can begin with: most chains of selections begin with something else.
    private readonly FrozenSet<string> _qualifiedHeads;

    public NameScope(string container, IReadOnlyDictionary<string, CelType> variables, FrozenDictionary<string, FunctionSet> functions)
    {
        Container = container;
        _prefixes = [.. Prefixes(container)];
        _variables = variables.ToFrozenDictionary(StringComparer.Ordinal);
        _functions = functions;
        _qualifiedHeads = variables.Keys.Concat(functions.Keys).Concat(Types.Keys)
            .Where(n => n.Contains('.', StringComparison.Ordinal))
            .Select(n => n[..n.IndexOf('.', StringComparison.Ordinal)])
            .ToFrozenSet(StringComparer.Ordinal);
    }

    public string Container { get; }

    public IEnumerable<string> VariableNames => _variables.Keys;

    /// <summary>False when no qualified name can begin with this.</summary>
    public bool MayQualify(string head) => _prefixes.Length > 1 || _qualifiedHeads.Contains(head);

    /// <summary>The names that this one can stand for, in order; a rooted one (.a) for itself alone.</summary>
    public IEnumerable<string> Candidates(string name) => name[0] == '.' ? [name[1..]] : _prefixes.Select(p => p + name);

    /// <summary>
    /// A variable, with its full name; or a type as a value: then <paramref name="constant"/> is it and <paramref name="type"/> the type of that.
    /// </summary>
    public bool TryResolve(string name, out string fullName, out CelType type, out CelType? constant)
    {
        if (_prefixes.Length == 1 && name[0] != '.')
            return TryFind(fullName = name, out type, out constant);
        foreach (var candidate in Candidates(name))
        {
            if (TryFind(fullName = candidate, out type, out constant))
                return true;
        }
        fullName = name;
        type = CelType.Error;
        constant = null;
        return false;
    }

    public FunctionSet? Function(string name)
    {
        if (_prefixes.Length == 1 && name[0] != '.')
            return _functions.GetValueOrDefault(name);
        foreach (var candidate in Candidates(name))
        {
            if (_functions.TryGetValue(candidate, out var set))
                return set;
        }
        return null;
    }

    private bool TryFind(string name, out CelType type, out CelType? constant)
    {
        constant = null;
        if (_variables.TryGetValue(name, out type!))
            return true;
        if (!Types.TryGetValue(name, out constant))
            return false;
        type = CelType.TypeOf(constant);
        return true;
    }

    private static IEnumerable<string> Prefixes(string container)
    {
        for (var c = container; c.Length > 0; c = c[..Math.Max(0, c.LastIndexOf('.'))])
            yield return c + ".";
        yield return "";
    }
}
