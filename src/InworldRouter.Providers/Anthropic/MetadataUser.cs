// Who a Messages call is made for: what metadata.user_id says of the user and of the session.
using System.Buffers;
using System.Security.Cryptography;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// "metadata.user_id = legacy user_&lt;64hex&gt;_account_&lt;uuid?&gt;_session_&lt;uuid&gt; or new JSON string {"device_id","account_uuid","session_id"}"
/// (providers.md D.5b); of any other client it is what that client likes.
/// </summary>
internal static class MetadataUser
{
    // OpenAI's limit of a prompt_cache_key, as of a safety_identifier (providers.md A.1).
    private const int LongestKey = 64;

    /// <summary>"safety_identifier = sha256 hex(≤64)": no other vendor learns who the user is (C43). Written without quotes.</summary>
    public static void WriteHash(in JsonValue user, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(user.Inner(body), hash);
        HexText.Write(hash, output.GetSpan(2 * hash.Length));
        output.Advance(2 * hash.Length);
    }

    /// <summary>"session → prompt_cache_key". Written without quotes.</summary>
    /// <returns>False, and nothing is written, where no session is told, or none that could be a key.</returns>
    public static bool TryWriteSession(in JsonValue user, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var inner = user.Inner(body);
        if (!inner.StartsWith("{"u8))
        {
            var mark = inner.LastIndexOf("_session_"u8);
            return mark >= 0 && TryWrite(inner[(mark + "_session_".Length)..], output);
        }
        var rented = ArrayPool<byte>.Shared.Rent(inner.Length);
        var plain = rented.AsSpan(0, JsonString.Unescape(inner, rented));
        var session = IsWhole(plain) ? ObjectMembers.Find(plain, 0, "session_id"u8) : default;
        var isTold = session.IsNonEmptyString && TryWrite(session.Inner(plain), output);
        ArrayPool<byte>.Shared.Return(rented);
        return isTold;
    }

    private static bool TryWrite(ReadOnlySpan<byte> session, PooledBuffer output)
    {
        if (session.Length is 0 or > LongestKey || session.IndexOf((byte)'\\') >= 0)
            return false;
        output.Write(session);
        return true;
    }

    private static bool IsWhole(ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json);
        scanner.SkipValue();
        scanner.ExpectEnd();
        return !scanner.Failed;
    }
}
