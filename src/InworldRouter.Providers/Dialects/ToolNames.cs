// Names of tools that a vendor would refuse, and the names that it is told instead.
using System.Buffers;
using System.Security.Cryptography;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects;

/// <summary>
/// "name(≤64; longer MCP names → hash-suffix map, restore on the way back)" (providers.md D.5). A name has the same stand-in in every call, here and on
/// every other instance: prompt caches depend on it (C58). Empty, and free of cost, where all names are as they may be.
/// </summary>
public sealed class ToolNames
{
    // What OpenAI takes: "^[a-zA-Z0-9_-]{1,64}$".
    private const int Longest = 64;
    private const int HashLength = 8;

    private static readonly SearchValues<byte> OpenAIs = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    private readonly List<(byte[] Given, byte[] Sent)> _pairs = [];

    public bool IsEmpty => _pairs.Count == 0;

    public void Clear() => _pairs.Clear();

    /// <summary>Writes a name, or its stand-in, as a JSON string.</summary>
    /// <param name="name">A string of the caller's body; what is none becomes <c>"unknown"</c>.</param>
    /// <param name="alphabet">What the vendor takes besides letters, digits, <c>_</c> and <c>-</c>.</param>
    public void Write(in JsonValue name, ReadOnlySpan<byte> body, PooledBuffer output, ReadOnlySpan<byte> alphabet = default)
    {
        output.Write((byte)'"');
        output.Write(name.IsNonEmptyString ? Sent(name.Inner(body), alphabet) : "unknown"u8);
        output.Write((byte)'"');
    }

    /// <summary>The caller's own name for what a vendor calls by another.</summary>
    /// <param name="sent">As it stands between quotes, and so is the result.</param>
    public ReadOnlySpan<byte> Given(ReadOnlySpan<byte> sent)
    {
        foreach (var pair in _pairs)
        {
            if (sent.SequenceEqual(pair.Sent))
                return pair.Given;
        }
        return sent;
    }

    private ReadOnlySpan<byte> Sent(ReadOnlySpan<byte> given, ReadOnlySpan<byte> alphabet)
    {
        if (given.Length <= Longest && IsTaken(given, alphabet))
            return given;
        foreach (var pair in _pairs)
        {
            if (given.SequenceEqual(pair.Given))
                return pair.Sent;
        }
        var sent = StandIn(given);
        _pairs.Add((given.ToArray(), sent));
        return sent;
    }

    private static bool IsTaken(ReadOnlySpan<byte> name, ReadOnlySpan<byte> alphabet)
    {
        foreach (var letter in name)
        {
            if (!OpenAIs.Contains(letter) && !alphabet.Contains(letter))
                return false;
        }
        return true;
    }

    // Its beginning, in letters that everybody takes, and enough of a hash that two long names with one beginning stay two.
    private static byte[] StandIn(ReadOnlySpan<byte> given)
    {
        var beginning = given[..Math.Min(given.Length, Longest - 1 - HashLength)];
        var sent = new byte[beginning.Length + 1 + HashLength];
        for (var i = 0; i < beginning.Length; i++)
            sent[i] = OpenAIs.Contains(beginning[i]) ? beginning[i] : (byte)'_';
        sent[beginning.Length] = (byte)'_';
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(given, hash);
        HexText.Write(hash[..(HashLength / 2)], sent.AsSpan(beginning.Length + 1));
        return sent;
    }
}
