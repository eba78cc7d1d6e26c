// Lets values be the keys of a hash table.
namespace InworldRouter.Cel.Values;

internal sealed class ValueComparer : IEqualityComparer<CelValue>
{
    public static readonly ValueComparer Instance = new();

    public bool Equals(CelValue x, CelValue y) => ValueEquality.Equal(x, y);

    public int GetHashCode(CelValue value) => ValueEquality.Hash(value);
}
