// Which of Anthropic's betas Vertex takes.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Vertex;

/// <summary>
/// "allow-list (an unknown flag → 400 "invalid beta flag")" (providers.md B.7). The flags are those of BerriAI/litellm's
/// anthropic_beta_headers_config.json at 030dd40a, <c>vertex_ai</c>.
/// </summary>
internal static class VertexBetas
{
    /// <summary>"filtered per provider otherwise" (C39): one line for the flags that stay, none for none.</summary>
    /// <param name="said">Whole lines; empty for callers of other dialects.</param>
    public static void Write(ReadOnlySpan<byte> said, PooledBuffer output)
    {
        var from = output.Length;
        foreach (var line in new HeaderLines(said))
        {
            if (!line.Is("anthropic-beta"u8))
                continue;
            foreach (var range in line.Value.Split((byte)','))
            {
                var flag = NameOf(line.Value[range].Trim((byte)' '));
                if (flag.IsEmpty)
                    continue;
                output.Write(output.Length == from ? "anthropic-beta: "u8 : ","u8);
                output.Write(flag);
            }
        }
        if (output.Length > from)
            output.Write("\r\n"u8);
    }

    // The flag as Vertex has it; empty for one that it does not take.
    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> flag) => flag switch
    {
        _ when flag.SequenceEqual("advanced-tool-use-2025-11-20"u8) => "tool-search-tool-2025-10-19"u8,
        _ when flag.SequenceEqual("tool-search-tool-2025-10-19"u8) => flag,
        _ when flag.SequenceEqual("compact-2026-01-12"u8) || flag.SequenceEqual("compact-2026-09-04"u8) => flag,
        _ when flag.SequenceEqual("computer-use-2025-01-24"u8) || flag.SequenceEqual("computer-use-2025-11-24"u8) => flag,
        _ when flag.SequenceEqual("context-1m-2025-08-07"u8) => flag,
        _ when flag.SequenceEqual("context-management-2025-06-27"u8) => flag,
        _ when flag.SequenceEqual("dangerous-tool-use-2026-09-03"u8) => flag,
        _ when flag.SequenceEqual("interleaved-thinking-2025-05-14"u8) => flag,
        _ when flag.SequenceEqual("per-turn-control-2026-07-01"u8) => flag,
        _ when flag.SequenceEqual("thinking-binding-controls-2026-08-01"u8) => flag,
        _ when flag.SequenceEqual("thinking-display-updates-2026-08-18"u8) => flag,
        _ when flag.SequenceEqual("web-search-2025-03-05"u8) => flag,
        _ => default,
    };
}
