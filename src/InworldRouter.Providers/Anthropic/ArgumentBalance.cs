// Whether a call's arguments, told in pieces, are a whole JSON object by now.
namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// Upstreams do not say where a call ends, only where another begins, and some go back to the first one. Once its braces are balanced there is
/// nothing left to come. Reads the text as it stands in a JSON string: <c>\"</c> is a quote here.
/// </summary>
internal struct ArgumentBalance
{
    private int _depth;
    private bool _hasBegun;
    private bool _isInString;
    private bool _isEscaped;

    public readonly bool IsWhole => _hasBegun && _depth == 0;

    /// <summary>Of all that has been told.</summary>
    public static ArgumentBalance Of(ReadOnlySpan<byte> arguments)
    {
        var balance = default(ArgumentBalance);
        balance.Add(arguments);
        return balance;
    }

    public void Add(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            var b = piece[i];
            if (b == '\\' && i + 1 < piece.Length)
            {
                b = Plain(piece[(i + 1)..]);
                i += piece[i + 1] == 'u' ? 5 : 1;
            }
            Take(b);
        }
    }

    private void Take(byte b)
    {
        if (_isInString)
        {
            if (b == '"' && !_isEscaped)
                _isInString = false;
            _isEscaped = b == '\\' && !_isEscaped;
            return;
        }
        switch (b)
        {
            case (byte)'"':
                _isInString = true;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                _hasBegun = true;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                break;
        }
    }

    // Behind a backslash. Of the escapes by number only those of ASCII can matter; a letter stands for all others.
    private static byte Plain(ReadOnlySpan<byte> escape)
    {
        if (escape[0] != 'u')
            return escape[0] is (byte)'"' or (byte)'\\' or (byte)'/' ? escape[0] : (byte)' ';
        return escape.Length >= 5 && System.Buffers.Text.Utf8Parser.TryParse(escape[1..5], out int code, out _, 'x') && code < 0x80 ? (byte)code : (byte)'x';
    }
}
