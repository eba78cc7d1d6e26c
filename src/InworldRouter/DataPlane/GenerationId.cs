// The id of one call: a UUID of version 7, in the forms in which it is written.
namespace InworldRouter.DataPlane;

/// <summary>The text of <c>generation_id</c> and <c>x-request-id</c>, and <c>chatcmpl-…</c> made of the same bits.</summary>
public sealed class GenerationId(TimeProvider time)
{
    private readonly byte[] _chat = [.. "chatcmpl-"u8, .. new byte[32]];
    private readonly byte[] _utf8 = new byte[36];
    private string? _text;
    private Guid _value;

    /// <summary><c>chatcmpl-</c> and 32 hexadecimal digits, ASCII.</summary>
    public ReadOnlyMemory<byte> ChatId => _chat;

    /// <summary>Unix seconds at which it was made.</summary>
    public long Created { get; private set; }

    /// <summary>As <see cref="Text"/>, ASCII.</summary>
    public ReadOnlySpan<byte> Utf8
    {
        get
        {
            _value.TryFormat(_utf8, out _);
            return _utf8;
        }
    }

    /// <summary>With dashes.</summary>
    public string Text => _text ??= _value.ToString();

    public void Renew()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        _value = Version7(now, Random.Shared.NextInt64(), Random.Shared.NextInt64());
        _text = null;
        Created = now / 1000;
        _value.TryFormat(_chat.AsSpan(9), out _, "N");
    }

    // Guid.CreateVersion7 reads the kernel's random device, a system call per id. These ids must be unique, not secret: the process's own
    // generator, seeded by the kernel once, is enough. Layout: RFC 9562, section 5.7.
    private static Guid Version7(long milliseconds, long random, long more) => new(
        (int)(milliseconds >> 16),
        (short)milliseconds,
        (short)(0x7000 | (random & 0x0FFF)),
        (byte)(0x80 | ((random >> 12) & 0x3F)),
        (byte)(random >> 18),
        (byte)(random >> 26),
        (byte)(random >> 34),
        (byte)(random >> 42),
        (byte)more,
        (byte)(more >> 8),
        (byte)(more >> 16));
}
