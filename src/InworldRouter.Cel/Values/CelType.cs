// A type as the checker knows it, and as the value that type() gives.
using System.Collections.Immutable;

namespace InworldRouter.Cel.Values;

public sealed class CelType : IEquatable<CelType>
{
    private CelType(CelTypeKind kind, string name, ImmutableArray<CelType> parameters = default, int variable = -1)
    {
        Kind = kind;
        Name = name;
        Parameters = parameters.IsDefault ? [] : parameters;
        Variable = variable;
    }

    public static CelType Dyn { get; } = new(CelTypeKind.Dyn, "dyn");

    public static CelType Null { get; } = new(CelTypeKind.Null, "null_type");

    public static CelType Bool { get; } = new(CelTypeKind.Bool, "bool");

    public static CelType Int { get; } = new(CelTypeKind.Int, "int");

    public static CelType UInt { get; } = new(CelTypeKind.UInt, "uint");

    public static CelType Double { get; } = new(CelTypeKind.Double, "double");

    public static CelType String { get; } = new(CelTypeKind.String, "string");

    public static CelType Bytes { get; } = new(CelTypeKind.Bytes, "bytes");

    public static CelType Duration { get; } = new(CelTypeKind.Duration, "google.protobuf.Duration");

    public static CelType Timestamp { get; } = new(CelTypeKind.Timestamp, "google.protobuf.Timestamp");

    /// <summary>The type of types, whatever they are of.</summary>
    public static CelType Type { get; } = new(CelTypeKind.Type, "type");

    internal static CelType Error { get; } = new(CelTypeKind.Error, "error");

    internal static CelType ListOfDyn { get; } = List(Dyn);

    internal static CelType MapOfDyn { get; } = Map(Dyn, Dyn);

    internal static CelType OptionalOfDyn { get; } = Optional(Dyn);

    public CelTypeKind Kind { get; }

    /// <summary>Without parameters: <c>list</c>, <c>google.protobuf.Timestamp</c>, or a type parameter's capital.</summary>
    public string Name { get; }

    /// <summary>A list's element; a map's key and value; what an optional, wrapper or type is of.</summary>
    public ImmutableArray<CelType> Parameters { get; }

    /// <summary>Which of the checker's type variables this is; -1 for everything else.</summary>
    internal int Variable { get; }

    /// <summary>The kinds of values it takes, a bit each.</summary>
    internal int KindMask => Kind switch
    {
        CelTypeKind.Null => 1 << (int)CelKind.Null,
        CelTypeKind.Bool => 1 << (int)CelKind.Bool,
        CelTypeKind.Int => 1 << (int)CelKind.Int,
        CelTypeKind.UInt => 1 << (int)CelKind.UInt,
        CelTypeKind.Double => 1 << (int)CelKind.Double,
        CelTypeKind.String => 1 << (int)CelKind.String,
        CelTypeKind.Bytes => 1 << (int)CelKind.Bytes,
        CelTypeKind.Duration => 1 << (int)CelKind.Duration,
        CelTypeKind.Timestamp => 1 << (int)CelKind.Timestamp,
        CelTypeKind.List => 1 << (int)CelKind.List,
        CelTypeKind.Map => 1 << (int)CelKind.Map,
        CelTypeKind.Type => 1 << (int)CelKind.Type,
        CelTypeKind.Optional => 1 << (int)CelKind.Optional,
        CelTypeKind.Wrapper => Parameters[0].KindMask | (1 << (int)CelKind.Null),
        _ => (1 << (int)CelKind.Error) - 1,
    };

    public static CelType List(CelType element) => new(CelTypeKind.List, "list", [element]);

    public static CelType Map(CelType key, CelType value) => new(CelTypeKind.Map, "map", [key, value]);

    public static CelType Optional(CelType value) => new(CelTypeKind.Optional, "optional_type", [value]);

    /// <summary>A value of this type, or null.</summary>
    public static CelType Wrapper(CelType value) => new(CelTypeKind.Wrapper, "wrapper", [value]);

    /// <summary>The type of the type itself: <c>int</c> as a value is of <c>type(int)</c>.</summary>
    public static CelType TypeOf(CelType type) => new(CelTypeKind.Type, "type", [type]);

    public static CelType Opaque(string name, params ImmutableArray<CelType> parameters) => new(CelTypeKind.Opaque, name, parameters);

    /// <summary>A type parameter of an overload.</summary>
    public static CelType Parameter(string name) => new(CelTypeKind.Parameter, name);

    /// <summary>
    /// Reads a type as the checker writes it: <c>map(string, list(int))</c>; a single capital is a type parameter. The conformance data's
    /// <c>param(T)</c>, <c>message(a.B)</c> and <c>opaque(a.B, T)</c> are read too.
    /// </summary>
    public static bool TryParse(string text, out CelType type) => CelTypeReader.TryRead(text, out type);

    public override string ToString() => Kind switch
    {
        CelTypeKind.Duration => "duration",
        CelTypeKind.Timestamp => "timestamp",
        _ => Parameters.Length == 0 ? Name : $"{Name}({string.Join(", ", Parameters)})",
    };

    public bool Equals(CelType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Kind == other.Kind && Variable == other.Variable && Name == other.Name && Parameters.SequenceEqual(other.Parameters));

    public override bool Equals(object? obj) => Equals(obj as CelType);

    public override int GetHashCode() => HashCode.Combine(Kind, Name, Parameters.Length);

    internal static CelType Free(int variable) => new(CelTypeKind.Parameter, "_var", default, variable);

    /// <summary>The type of a value; of lists and maps without what is in them.</summary>
    public static CelType Of(in CelValue value) => value.Kind switch
    {
        CelKind.Null => Null,
        CelKind.Bool => Bool,
        CelKind.Int => Int,
        CelKind.UInt => UInt,
        CelKind.Double => Double,
        CelKind.String => String,
        CelKind.Bytes => Bytes,
        CelKind.Duration => Duration,
        CelKind.Timestamp => Timestamp,
        CelKind.List => ListOfDyn,
        CelKind.Map => MapOfDyn,
        CelKind.Type => Type,
        CelKind.Optional => OptionalOfDyn,
        _ => Error,
    };
}
