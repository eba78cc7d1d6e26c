// A place in the source in four bytes: what every node of a program carries for its errors.
namespace InworldRouter.Cel.Values;

/// <summary>Line and column, 1-based, each up to 65,535; further ones are told as 65,535.</summary>
internal readonly struct Place(int line, int column)
{
    private readonly uint _packed = ((uint)Math.Min(line, ushort.MaxValue) << 16) | (uint)Math.Min(column, ushort.MaxValue);

    public int Line => (int)(_packed >> 16);

    public int Column => (int)(_packed & ushort.MaxValue);
}
