// Items of earlier answers that came through the router, as the vendor that made them knows them.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>
/// Reasoning that another provider has signed, or nobody has, is none of OpenAI's ("invalid_encrypted_content" refuses the whole call); OpenAI's own
/// gets the id back that it was sealed under. Cache markers are not its words either.
/// </summary>
internal static class CarriedItems
{
    public static void Restore(in UpstreamCall call, in JsonValue input, JsonPatch patch)
    {
        var scanner = new JsonScanner(call.Body, input.Start);
        if (input.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var item = default(InputItemFields);
            InputItemFields.Scan(ref scanner, ref item);
            if (item.Self.Kind != JsonKind.Object)
                continue;
            if (item.Type.StringEquals(call.Body, "reasoning"u8))
            {
                RestoreReasoning(call, item, patch);
                continue;
            }
            if (item.CacheControl.IsPresent)
                patch.RemoveMember(item.CacheControl, call.Body);
            RemoveMarkers(item.Content, call.Body, patch);
            RemoveMarkers(item.Output, call.Body, patch);
        }
        while (scanner.NextElement());
    }

    private static void RestoreReasoning(in UpstreamCall call, in InputItemFields item, JsonPatch patch)
    {
        var isCarried = CarriedSignature.TryRead(item.EncryptedContent, call.Body, out var carried);
        if (isCarried ? carried.Origin != Origin.OpenAIResponses || !carried.Data.IsPresent || call.Concedes(Concessions.Signatures) : call.Concedes(Concessions.Signatures))
        {
            patch.RemoveMember(item.Self, call.Body);
            return;
        }
        if (!isCarried)
            return;
        PutInner(item.EncryptedContent, carried.Data, call.Body, patch);
        if (carried.Id.IsPresent && item.Id.IsPresent)
            PutInner(item.Id, carried.Id, call.Body, patch);
    }

    private static void PutInner(in JsonValue place, in JsonValue inner, ReadOnlySpan<byte> body, JsonPatch patch)
    {
        var from = patch.Scratch.Length;
        patch.Scratch.Write((byte)'"');
        patch.Scratch.Write(inner.Inner(body));
        patch.Scratch.Write((byte)'"');
        patch.ReplaceWritten(place.Start, place.Length, from);
    }

    private static void RemoveMarkers(in JsonValue content, ReadOnlySpan<byte> body, JsonPatch patch)
    {
        var scanner = new JsonScanner(body, content.Start);
        if (content.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var part = default(InputPartFields);
            InputPartFields.Scan(ref scanner, ref part);
            if (part.CacheControl.IsPresent)
                patch.RemoveMember(part.CacheControl, body);
        }
        while (scanner.NextElement());
    }
}
