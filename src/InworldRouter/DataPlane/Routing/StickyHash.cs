// SHA-256 of a short text, as fast as the processor's own instructions allow.
using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace InworldRouter.DataPlane.Routing;

/// <summary>
/// A hash through .NET costs 410 ns here, because OpenSSL 3 looks the algorithm up by name each time; the library's older functions are the same
/// code (SHA instructions and all) without that, 50 ns. Where the library or these functions are not there, .NET's way is taken.
/// </summary>
internal static unsafe class StickyHash
{
    // SHA256_CTX of openssl/sha.h has 112 bytes.
    private const int ContextSize = 128;

    // The calls below do not let the collector in; a hash of this many bytes takes half a microsecond.
    private const int Short = 512;

    private static readonly delegate* unmanaged[SuppressGCTransition]<void*, int> Init = (delegate* unmanaged[SuppressGCTransition]<void*, int>)Find("SHA256_Init");
    private static readonly delegate* unmanaged[SuppressGCTransition]<void*, void*, nuint, int> Update = (delegate* unmanaged[SuppressGCTransition]<void*, void*, nuint, int>)Find("SHA256_Update");
    private static readonly delegate* unmanaged[SuppressGCTransition]<void*, void*, int> Final = (delegate* unmanaged[SuppressGCTransition]<void*, void*, int>)Find("SHA256_Final");
    private static readonly bool IsDirect = Init != null && Update != null && Final != null;

    /// <summary>The first 8 bytes, big-endian, of the hash of both texts in a row.</summary>
    public static ulong FirstWord(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (IsDirect && prefix.Length + text.Length <= Short)
            Direct(prefix, text, hash);
        else
            ThroughFramework(prefix, text, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    internal static void ThroughFramework(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> text, Span<byte> hash)
    {
        var whole = ArrayPool<byte>.Shared.Rent(prefix.Length + text.Length);
        prefix.CopyTo(whole);
        text.CopyTo(whole.AsSpan(prefix.Length));
        SHA256.HashData(whole.AsSpan(0, prefix.Length + text.Length), hash);
        ArrayPool<byte>.Shared.Return(whole);
    }

    private static void Direct(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> text, Span<byte> hash)
    {
        var context = stackalloc byte[ContextSize];
        Init(context);
        fixed (byte* p = prefix)
            Update(context, p, (nuint)prefix.Length);
        fixed (byte* t = text)
            Update(context, t, (nuint)text.Length);
        fixed (byte* h = hash)
            Final(h, context);
    }

    private static void* Find(string name) =>
        NativeLibrary.TryLoad("libcrypto.so.3", out var library) && NativeLibrary.TryGetExport(library, name, out var function) ? (void*)function : null;
}
