// A set of choice indices, small enough for a register.
namespace InworldRouter.Providers.OpenAI;

/// <summary>Remembers the choices 0 to 63; OpenAI's own limit for n is 128, and above 63 nothing is remembered.</summary>
internal struct ChoiceFlags
{
    private ulong _seen;

    public readonly bool IsFirst(int index) => index is < 0 or > 63 || (_seen & (1UL << index)) == 0;

    /// <returns>True when it was not in the set.</returns>
    public bool Add(int index)
    {
        var first = IsFirst(index);
        if (index is >= 0 and <= 63)
            _seen |= 1UL << index;
        return first;
    }
}
