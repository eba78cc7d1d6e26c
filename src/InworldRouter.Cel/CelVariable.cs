// A free variable of a program.
namespace InworldRouter.Cel;

/// <summary>A name that a program reads from its activation.</summary>
/// <param name="name">Possibly qualified: <c>user</c>, <c>a.b</c>.</param>
/// <param name="slot">Its index in <see cref="CelProgram.Variables"/>.</param>
public sealed class CelVariable(string name, int slot)
{
    public string Name => name;

    public int Slot => slot;

    public override string ToString() => Name;
}
