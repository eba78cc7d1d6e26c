// Looks credentials up without telling by its time how much of one was right.
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace InworldRouter.DataPlane.Auth;

/// <summary>
/// Two steps, neither of which leaks. The hash is Marvin over the whole credential, keyed by a secret of this process: without
/// that secret nobody can make a guess whose hash is near the hash of a real key, so a guess reaches the comparison once in 2³²
/// times, and then by chance. The comparison takes the same time wherever the first difference is. (An ordinal comparer would let
/// the frozen dictionary hash a few characters without a key, and compare the rest with an early end.) Lengths are no secret.
/// </summary>
public sealed class CredentialComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<char>, string>
{
    public static readonly CredentialComparer Instance = new();

    public bool Equals(string? x, string? y) => x is null || y is null ? x == y : Equals(x.AsSpan(), y);

    public bool Equals(ReadOnlySpan<char> alternate, string other) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(alternate), MemoryMarshal.AsBytes(other.AsSpan()));

    public int GetHashCode(string obj) => string.GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<char> alternate) => string.GetHashCode(alternate);

    public string Create(ReadOnlySpan<char> alternate) => alternate.ToString();
}
