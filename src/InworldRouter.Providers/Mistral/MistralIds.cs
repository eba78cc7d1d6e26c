// Ids of tool calls in the one form that Mistral takes.
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Mistral;

/// <summary>
/// "tool_call id must be exactly 9 of [A-Za-z0-9] → hash-map foreign ids" (providers.md E). The same id becomes the same nine characters wherever
/// it stands, so calls and results still belong together and a prompt cache still fits.
/// </summary>
internal static class MistralIds
{
    private const int Length = 9;

    public static void Rewrite(in RequestMessageFields message, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        RewriteId(message.ToolCallId, json, patch);
        if (message.ToolCalls.Kind == JsonKind.Array)
            RewriteCalls(message.ToolCalls, json, patch);
    }

    private static void RewriteCalls(in JsonValue calls, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var scanner = new JsonScanner(json, calls.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            var call = default(RequestCallFields);
            RequestCallFields.Scan(ref scanner, ref call);
            RewriteId(call.Id, json, patch);
        }
        while (scanner.NextElement());
    }

    private static void RewriteId(in JsonValue id, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (id.Kind != JsonKind.String || IsFit(id.Inner(json)))
            return;
        var hash = Hash(id.Inner(json));
        Span<byte> quoted = stackalloc byte[Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        for (var i = 1; i <= Length; i++)
        {
            quoted[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8[(int)(hash % 62)];
            hash /= 62;
        }
        patch.Replace(id, quoted);
    }

    private static bool IsFit(ReadOnlySpan<byte> id)
    {
        foreach (var b in id)
        {
            if (!char.IsAsciiLetterOrDigit((char)b))
                return false;
        }
        return id.Length == Length;
    }

    // FNV-1a, 64 bits: nine characters of 62 hold 53 of them, plenty for the calls of one conversation.
    private static ulong Hash(ReadOnlySpan<byte> id)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in id)
            hash = (hash ^ b) * 1099511628211UL;
        return hash;
    }
}
