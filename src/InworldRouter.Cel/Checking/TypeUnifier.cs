// Which types fit where: assignability with type variables, after the reference implementation's checker.
using System.Collections.Immutable;
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Checking;

/// <summary>The type variables of one check and what they stand for. A failed attempt leaves no trace.</summary>
internal sealed class TypeUnifier
{
    private readonly List<CelType?> _bound = [];
    private readonly List<(int Variable, CelType? Was)> _trail = [];

    public CelType Fresh()
    {
        _bound.Add(null);
        return CelType.Free(_bound.Count - 1);
    }

    public bool IsAssignable(CelType from, CelType to)
    {
        var mark = _trail.Count;
        if (Assign(from, to))
            return true;
        Undo(mark);
        return false;
    }

    public bool AreAssignable(ReadOnlySpan<CelType> from, ReadOnlySpan<CelType> to)
    {
        var mark = _trail.Count;
        for (var i = 0; i < from.Length; i++)
        {
            if (Assign(from[i], to[i]))
                continue;
            Undo(mark);
            return false;
        }
        return true;
    }

    /// <summary>The type with variables replaced by what they stand for; those that stand for nothing become dyn when asked.</summary>
    public CelType Substitute(CelType type, bool freeToDyn)
    {
        if (type.Variable >= 0)
            return _bound[type.Variable] is { } bound ? Substitute(bound, freeToDyn) : freeToDyn ? CelType.Dyn : type;
        if (type.Parameters.Length == 0)
            return type;
        if (type.Kind == CelTypeKind.Opaque)
            return CelType.Opaque(type.Name, [.. type.Parameters.Select(p => Substitute(p, freeToDyn))]);
        var first = Substitute(type.Parameters[0], freeToDyn);
        var second = type.Kind == CelTypeKind.Map ? Substitute(type.Parameters[1], freeToDyn) : null;
        if (ReferenceEquals(first, type.Parameters[0]) && (second is null || ReferenceEquals(second, type.Parameters[1])))
            return type;
        return type.Kind switch
        {
            CelTypeKind.List => CelType.List(first),
            CelTypeKind.Map => CelType.Map(first, second!),
            CelTypeKind.Optional => CelType.Optional(first),
            CelTypeKind.Type => CelType.TypeOf(first),
            _ => CelType.Wrapper(first),
        };
    }

    /// <summary>An overload's type with its parameters A, B, … replaced by variables of this check.</summary>
    public static CelType Instantiate(CelType type, CelOverload overload, ReadOnlySpan<CelType> variables)
    {
        if (type.Kind == CelTypeKind.Parameter && type.Variable < 0)
            return variables[Array.IndexOf(overload.TypeParameters, type.Name)];
        if (type.Parameters.Length == 0)
            return type;
        if (type.Kind == CelTypeKind.Opaque)
        {
            var parameters = ImmutableArray.CreateBuilder<CelType>(type.Parameters.Length);
            foreach (var parameter in type.Parameters)
                parameters.Add(Instantiate(parameter, overload, variables));
            return CelType.Opaque(type.Name, parameters.MoveToImmutable());
        }
        var first = Instantiate(type.Parameters[0], overload, variables);
        return type.Kind switch
        {
            CelTypeKind.List => CelType.List(first),
            CelTypeKind.Map => CelType.Map(first, Instantiate(type.Parameters[1], overload, variables)),
            CelTypeKind.Optional => CelType.Optional(first),
            CelTypeKind.Type => CelType.TypeOf(first),
            _ => CelType.Wrapper(first),
        };
    }

    /// <summary>The more general of two types that fit each other.</summary>
    public static CelType MostGeneral(CelType a, CelType b) => IsEqualOrLessSpecific(a, b) ? a : b;

    private static bool IsEqualOrLessSpecific(CelType a, CelType b)
    {
        if (a.Kind is CelTypeKind.Dyn or CelTypeKind.Parameter)
            return true;
        if (b.Kind is CelTypeKind.Dyn or CelTypeKind.Parameter)
            return false;
        if (a.Kind != b.Kind)
            return a.Kind == CelTypeKind.Wrapper ? b.Kind == CelTypeKind.Null || a.Parameters[0].Equals(b) : b.Kind == CelTypeKind.Null && IsNullable(a);
        if (a.Kind == CelTypeKind.Type)
            return true;
        if (a.Name != b.Name || a.Parameters.Length != b.Parameters.Length)
            return false;
        for (var i = 0; i < a.Parameters.Length; i++)
        {
            if (!IsEqualOrLessSpecific(a.Parameters[i], b.Parameters[i]))
                return false;
        }
        return true;
    }

    private static bool IsNullable(CelType type) =>
        type.Kind is CelTypeKind.Wrapper or CelTypeKind.Opaque or CelTypeKind.Optional or CelTypeKind.Duration or CelTypeKind.Timestamp;

    private bool Assign(CelType from, CelType to)
    {
        if (to.Variable >= 0)
        {
            if (CanStandFor(from, to, out var wasBound))
                return true;
            if (wasBound)
                return false;
        }
        if (from.Variable >= 0)
            return CanStandFor(to, from, out _);
        if (from.Kind is CelTypeKind.Dyn or CelTypeKind.Error || to.Kind is CelTypeKind.Dyn or CelTypeKind.Error)
            return true;
        if (from.Kind == CelTypeKind.Null)
            return to.Kind == CelTypeKind.Null || IsNullable(to);
        if (to.Kind == CelTypeKind.Null)
            return IsNullable(from);
        switch (from.Kind)
        {
            case CelTypeKind.Wrapper:
                return Assign(from.Parameters[0], to);
            case CelTypeKind.Type:
                // "A type is a type is a type, any additional parameterization of the type cannot affect method resolution or assignability."
                return to.Kind == CelTypeKind.Type;
        }
        if (to.Kind == CelTypeKind.Wrapper)
            return from.Equals(to.Parameters[0]);
        if (from.Kind != to.Kind || from.Name != to.Name || from.Parameters.Length != to.Parameters.Length)
            return false;
        for (var i = 0; i < from.Parameters.Length; i++)
        {
            if (!Assign(from.Parameters[i], to.Parameters[i]))
                return false;
        }
        return true;
    }

    private bool CanStandFor(CelType type, CelType variable, out bool wasBound)
    {
        var bound = _bound[variable.Variable];
        wasBound = bound is not null;
        if (bound is null)
        {
            if (Occurs(variable, type))
                return false;
            Bind(variable.Variable, type);
            return true;
        }
        if (type.Equals(bound))
            return true;
        if (!Assign(type, bound))
            return false;
        // If the types are compatible, the more general one is kept.
        var general = MostGeneral(type, bound);
        if (!Occurs(variable, general))
            Bind(variable.Variable, general);
        return true;
    }

    private bool Occurs(CelType variable, CelType within)
    {
        if (within.Variable >= 0)
            return within.Variable == variable.Variable || (_bound[within.Variable] is { } bound && Occurs(variable, bound));
        foreach (var parameter in within.Parameters)
        {
            if (Occurs(variable, parameter))
                return true;
        }
        return false;
    }

    private void Bind(int variable, CelType type)
    {
        _trail.Add((variable, _bound[variable]));
        _bound[variable] = type;
    }

    private void Undo(int mark)
    {
        for (; _trail.Count > mark; _trail.RemoveAt(_trail.Count - 1))
            _bound[_trail[^1].Variable] = _trail[^1].Was;
    }
}
