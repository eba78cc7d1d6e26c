// The thinking of a Messages body that Anthropic would refuse: what another provider thought, or what it has refused already.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal static class SignedHistory
{
    /// <summary>Cuts the blocks out; a message of nothing else goes as a whole, for an empty one is refused too.</summary>
    /// <returns>Whether the turn in progress, a call of tools that is being answered, has lost any.</returns>
    public static bool Cut(in UpstreamCall call, JsonPatch patch)
    {
        var body = call.Body;
        var strict = call.Concedes(Concessions.Signatures);
        // Most conversations stay with one provider: one look at the bytes.
        if (!strict && body.IndexOf(CarriedSignature.Prefix) < 0)
            return false;
        var messages = call.Fields.Messages;
        var scanner = new JsonScanner(body, messages.Start);
        if (messages.Kind != JsonKind.Array || !scanner.EnterArray())
            return false;
        var turn = TurnInProgress(body, messages);
        var cutInTurn = false;
        do
        {
            var message = default(TurnFields);
            TurnFields.Scan(ref scanner, ref message);
            if (CutFrom(message, body, strict && message.Self.Start < turn, patch))
                cutInTurn |= message.Self.Start > turn;
        }
        while (scanner.NextElement());
        return cutInTurn;
    }

    private static bool CutFrom(in TurnFields message, ReadOnlySpan<byte> body, bool all, JsonPatch patch)
    {
        var (refused, others) = (0, 0);
        foreach (var block in new ContentBlocks(message.Content, body))
        {
            if (IsRefused(block, body, all))
                refused++;
            else
                others++;
        }
        if (others == 0 && refused > 0)
        {
            patch.RemoveMember(message.Self, body);
            return true;
        }
        if (refused == 0)
            return false;
        foreach (var block in new ContentBlocks(message.Content, body))
        {
            if (IsRefused(block, body, all))
                patch.RemoveMember(block.Self, body);
        }
        return true;
    }

    private static bool IsRefused(in ContentBlockFields block, ReadOnlySpan<byte> body, bool all)
    {
        if (block.Type.StringEquals(body, "thinking"u8))
            return all || CarriedSignature.TryRead(block.Signature, body, out _);
        return block.Type.StringEquals(body, "redacted_thinking"u8) && (all || CarriedSignature.TryRead(block.Data, body, out _));
    }

    // Where it begins: at the last thing that the user said which is no tool's result. Its thinking "cannot be modified" (AnthropicErrors), so a
    // concession is made with the turns before it.
    private static int TurnInProgress(ReadOnlySpan<byte> body, in JsonValue messages)
    {
        var begins = 0;
        var scanner = new JsonScanner(body, messages.Start);
        scanner.EnterArray();
        do
        {
            var message = default(TurnFields);
            TurnFields.Scan(ref scanner, ref message);
            if (message.Role.StringEquals(body, "user"u8) && !HasResult(message.Content, body))
                begins = message.Self.Start;
        }
        while (scanner.NextElement());
        return begins;
    }

    private static bool HasResult(in JsonValue content, ReadOnlySpan<byte> body)
    {
        foreach (var block in new ContentBlocks(content, body))
        {
            if (block.Type.StringEquals(body, "tool_result"u8))
                return true;
        }
        return false;
    }
}
