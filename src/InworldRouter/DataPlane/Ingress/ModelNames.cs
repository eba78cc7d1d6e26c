// The few model names that a process sees again and again, as strings that are made once.
using System.Text;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Ingress;

/// <summary>
/// A small direct-mapped cache: an entry may be overwritten by another name at any time, and is compared in full before it is used.
/// Bounded, lock-free, and empty names or escaped ones simply miss.
/// </summary>
internal static class ModelNames
{
    private const int Slots = 256;

    // Names beyond this are not real and are not kept.
    private const int LongestKept = 128;

    private static readonly Entry?[] Cache = new Entry?[Slots];

    private sealed record Entry(byte[] Utf8, string Text);

    public static string Get(in JsonValue name, ReadOnlySpan<byte> body)
    {
        var inner = name.Inner(body);
        if (inner.Length > LongestKept || inner.IndexOf((byte)'\\') >= 0)
            return name.GetString(body);
        ref var slot = ref Cache[Slot(inner)];
        var entry = Volatile.Read(ref slot);
        if (entry is not null && entry.Utf8.AsSpan().SequenceEqual(inner))
            return entry.Text;
        entry = new Entry(inner.ToArray(), Encoding.UTF8.GetString(inner));
        Volatile.Write(ref slot, entry);
        return entry.Text;
    }

    private static int Slot(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode() & (Slots - 1);
    }
}
