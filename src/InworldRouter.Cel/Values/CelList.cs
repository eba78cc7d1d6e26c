// A list: ours over an array, the host's over whatever it has.
namespace InworldRouter.Cel.Values;

/// <summary>An immutable list. Hosts derive from it to read their own data lazily; an element may be asked for more than once.</summary>
public abstract class CelList
{
    /// <summary>The empty list.</summary>
    public static CelList Empty { get; } = new ValueList([], 0);

    public abstract int Count { get; }

    /// <param name="index">From 0 to <see cref="Count"/> - 1; never outside.</param>
    public abstract CelValue this[int index] { get; }

    /// <summary>The values are not copied and must not change any more.</summary>
    public static CelList Of(params CelValue[] values) => values.Length == 0 ? Empty : new ValueList(values, values.Length);
}
