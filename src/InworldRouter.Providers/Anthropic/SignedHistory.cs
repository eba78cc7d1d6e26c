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
        var turn = TurnInProgress(body, call.Fields.Messages);
        var scanner = new JsonScanner(body, call.Fields.Messages.Start);
        if (call.Fields.Messages.Kind != JsonKind.Array || !scanner.EnterArray())
            return false;
        var cutInTurn = false;
        do
        {
            var message = default(TurnFields);
            TurnFields.Scan(ref scanner, ref message);
            if (message.Content.Kind == JsonKind.Array && CutFrom(message, body, strict && message.Self.Start < turn, patch))
                cutInTurn |= message.Self.Start > turn;
        }
        while (scanner.NextElement());
        return cutInTurn;
    }

    private static bool CutFrom(in TurnFields message, ReadOnlySpan<byte> body, bool all, JsonPatch patch)
    {
        var (refused, others) = Count(message.Content, body, all);
        if (refused == 0)
            return false;
        if (others == 0)
        {
            patch.RemoveMember(message.Self, body);
            return true;
        }
        var scanner = new JsonScanner(body, message.Content.Start);
        scanner.EnterArray();
        do
        {
            var block = default(ContentBlockFields);
            ContentBlockFields.Scan(ref scanner, ref block);
            if (IsRefused(block, body, all))
                patch.RemoveMember(block.Self, body);
        }
        while (scanner.NextElement());
        return true;
    }

    private static (int Refused, int Others) Count(in JsonValue content, ReadOnlySpan<byte> body, bool all)
    {
        var (refused, others) = (0, 0);
        var scanner = new JsonScanner(body, content.Start);
        if (!scanner.EnterArray())
            return default;
        do
        {
            var block = default(ContentBlockFields);
            ContentBlockFields.Scan(ref scanner, ref block);
            if (IsRefused(block, body, all))
                refused++;
            else
                others++;
        }
        while (scanner.NextElement());
        return (refused, others);
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
        if (messages.Kind != JsonKind.Array || !scanner.EnterArray())
            return 0;
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
        var scanner = new JsonScanner(body, content.Start);
        if (content.Kind != JsonKind.Array || !scanner.EnterArray())
            return false;
        do
        {
            var block = default(ContentBlockFields);
            ContentBlockFields.Scan(ref scanner, ref block);
            if (block.Type.StringEquals(body, "tool_result"u8))
                return true;
        }
        while (scanner.NextElement());
        return false;
    }
}
