// The id of one call: a UUID of version 7, in the forms in which it is written.
namespace InworldRouter.DataPlane;

/// <summary>The text of <c>generation_id</c> and <c>x-request-id</c>, and <c>chatcmpl-…</c> made of the same bits.</summary>
public sealed class GenerationId
{
    private readonly byte[] _chat = [.. "chatcmpl-"u8, .. new byte[32]];
    private string? _text;
    private Guid _value;

    /// <summary><c>chatcmpl-</c> and 32 hexadecimal digits, ASCII.</summary>
    public ReadOnlyMemory<byte> ChatId => _chat;

    /// <summary>Unix seconds at which it was made.</summary>
    public long Created { get; private set; }

    /// <summary>With dashes.</summary>
    public string Text => _text ??= _value.ToString();

    public void Renew()
    {
        var now = DateTimeOffset.UtcNow;
        _value = Guid.CreateVersion7(now);
        _text = null;
        Created = now.ToUnixTimeSeconds();
        _value.TryFormat(_chat.AsSpan(9), out _, "N");
    }
}
