// The few headers of an Anthropic caller that are Anthropic's to read.
using System.Text;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.DataPlane.Ingress;

/// <summary>"Open-list rule: to Anthropic upstreams forward unknown body fields and anthropic-* headers untouched" (providers.md D.5b, C39). No other header goes anywhere (C97).</summary>
internal static class CallerHeaders
{
    private const string Prefix = "anthropic-";

    /// <summary>Writes them as they came, one line each, ended by CR LF.</summary>
    public static void Write(IHeaderDictionary headers, PooledBuffer output)
    {
        foreach (var (name, values) in headers)
        {
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (var value in values)
            {
                // A value that is no ASCII has no meaning in any of them.
                if (value is null || !Ascii.IsValid(value) || value.AsSpan().ContainsAnyInRange('\0', '\u001f'))
                    continue;
                output.WriteText(name);
                output.Write(": "u8);
                output.WriteText(value);
                output.Write("\r\n"u8);
            }
        }
    }
}
