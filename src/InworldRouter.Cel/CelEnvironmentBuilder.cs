// Puts an environment together.
using System.Collections.Immutable;
using InworldRouter.Cel.Checking;
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel;

/// <summary>The standard library and the extensions are always there: strings, math, encoders, optionals, bindings, two-variable comprehensions.</summary>
public sealed class CelEnvironmentBuilder
{
    private readonly Dictionary<string, CelType> _variables = new(StringComparer.Ordinal);
    private readonly List<CelOverload> _functions = [];
    private string _container = "";
    private bool _undeclaredAreDynamic;
    private CelLimits _limits = CelLimits.Default;

    /// <summary>The namespace in which names are looked up first: in a.b, x means a.b.x, else a.x, else x.</summary>
    public CelEnvironmentBuilder Container(string name)
    {
        _container = name;
        return this;
    }

    /// <param name="name">Possibly qualified: a.b.</param>
    public CelEnvironmentBuilder Variable(string name, CelType type)
    {
        _variables[name] = type;
        return this;
    }

    /// <summary>Adds a library: the generated <c>Functions</c> of a class marked [CelLibrary], or overloads made by hand.</summary>
    public CelEnvironmentBuilder Functions(params ImmutableArray<CelOverload> overloads)
    {
        _functions.AddRange(overloads);
        return this;
    }

    /// <summary>A name that is not declared is a variable of any type; whether it is there shows when it is evaluated.</summary>
    public CelEnvironmentBuilder UndeclaredAreDynamic()
    {
        _undeclaredAreDynamic = true;
        return this;
    }

    public CelEnvironmentBuilder Limits(CelLimits limits)
    {
        _limits = limits;
        return this;
    }

    public CelEnvironment Build()
    {
        var functions = _functions.Count == 0 ? StandardLibrary.Functions : StandardLibrary.With(_functions);
        return new CelEnvironment(new NameScope(_container, _variables, functions), _undeclaredAreDynamic, _limits);
    }
}
