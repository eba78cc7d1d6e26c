// Estimates how many tokens a whole call is.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Tokens;

/// <summary>For calls whose vendor has no counter, and for what a stream tells of its prompt before the vendor has counted (C36, C40).</summary>
public static class TokenEstimate
{
    // "every message follows <|start|>{role/name}\n{content}<|end|>\n": three marks and a role (openai-cookbook, How to count tokens with tiktoken).
    private const int PerMessage = 4;

    // "every reply is primed with <|start|>assistant<|message|>" (the same).
    private const int PerReply = 3;

    // Around a tool's schema, and around a call or its result: func_init and func_end there are 7 + 12; other vendors' templates are as long or shorter.
    private const int PerTool = 12;
    private const int PerToolUse = 8;

    // "Each page typically uses 1,500-3,000 tokens per page" (platform.claude.com, PDF support); a page of text and pictures is some 50 KB of PDF.
    private const int PerPage = 2000;
    private const int BytesPerPage = 50 * 1024;

    /// <summary>Tokens of the system's text, the messages and the tools.</summary>
    /// <param name="body">Where the conversation was read.</param>
    public static long Of(Conversation conversation, ReadOnlySpan<byte> body)
    {
        var texts = 0L;
        long tokens = PerReply;
        foreach (ref readonly var message in conversation.Messages)
        {
            tokens += PerMessage;
            foreach (ref readonly var part in conversation.PartsOf(message))
            {
                texts += TextOf(part, body);
                tokens += Beside(part, body);
            }
        }
        foreach (ref readonly var tool in conversation.Tools)
        {
            tokens += PerTool;
            texts += tool.Kind == ToolKind.Server ? Raw(tool.Raw, body) : Inner(tool.Name, body) + Inner(tool.Description, body) + Raw(tool.Schema, body);
        }
        texts += Raw(conversation.Settings.Schema, body);
        return tokens + (texts + TextTokens.PerToken / 2) / TextTokens.PerToken;
    }

    // In hundredths. What only its own provider can read goes to no other, and so does an earlier thought's signature.
    private static long TextOf(in Part part, ReadOnlySpan<byte> body) => part.Kind switch
    {
        PartKind.ToolCall => Inner(part.Name, body) + (part.Text.Kind == JsonKind.String ? Inner(part.Text, body) : Raw(part.Text, body)),
        PartKind.SealedThinking or PartKind.Opaque => 0,
        PartKind.Passage or PartKind.File => Inner(part.Name, body) + Inner(part.Text, body),
        _ => Inner(part.Text, body),
    };

    // In tokens: what a part is beside its text.
    private static long Beside(in Part part, ReadOnlySpan<byte> body) => part.Kind switch
    {
        PartKind.ToolCall or PartKind.ToolResult => PerToolUse,
        PartKind.Image => ImageTokens.Of(part.Data.Kind == JsonKind.String ? part.Data.Inner(body) : []),
        PartKind.File when !part.Text.IsPresent => PagesOf(part.Data) * PerPage,
        _ => 0,
    };

    // Four characters of base64 are three bytes.
    private static long PagesOf(in JsonValue base64) => 1 + (long)base64.Length / 4 * 3 / BytesPerPage;

    private static long Inner(in JsonValue text, ReadOnlySpan<byte> body) => text.Kind == JsonKind.String ? TextTokens.Hundredths(text.Inner(body)) : 0;

    private static long Raw(in JsonValue json, ReadOnlySpan<byte> body) => json.IsPresent ? TextTokens.Hundredths(json.Raw(body)) : 0;
}
