// What another provider has signed, in the places that Anthropic's dialect has for its own signatures.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// <c>router:v1:ORIGIN:ID:DATA</c> as the <c>signature</c> of a thinking block or the <c>data</c> of a redacted one. Clients send such blocks back
/// unread, so that each provider gets its own again; Anthropic must never see one: "a non-empty opaque string we can recognise later, so we can drop
/// it on replay" (providers.md D.5). <c>DATA</c> is empty under thinking that nobody has signed.
/// </summary>
public static class CarriedSignature
{
    /// <summary>What no signature of Anthropic's begins with: those are base64.</summary>
    public static ReadOnlySpan<byte> Prefix => "router:v1:"u8;

    /// <summary>As it stands between the quotes of a string.</summary>
    /// <param name="id">Of the call that is signed, or of the provider's item; empty when there is none.</param>
    internal static void Write(Origin origin, ReadOnlySpan<byte> id, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        output.Write(Prefix);
        output.Write(Word(origin));
        output.Write((byte)':');
        output.Write(id);
        output.Write((byte)':');
        output.Write(data);
    }

    /// <summary>False for a signature of Anthropic's own, and for none.</summary>
    internal static bool TryRead(in JsonValue text, ReadOnlySpan<byte> body, out Carried carried)
    {
        carried = default;
        if (text.Kind != JsonKind.String || !text.Inner(body).StartsWith(Prefix))
            return false;
        var inner = text.Inner(body);
        var origin = inner[Prefix.Length..];
        var afterOrigin = origin.IndexOf((byte)':');
        var beforeData = inner.LastIndexOf((byte)':');
        if (afterOrigin < 0 || beforeData <= Prefix.Length + afterOrigin)
            return true; // ours, and garbled on its way: nobody's
        carried = new Carried(OriginOf(origin[..afterOrigin]), Cut(text, Prefix.Length + afterOrigin + 1, beforeData), Cut(text, beforeData + 1, inner.Length));
        return true;
    }

    // Only its Inner is meant, as with a data: URL's data.
    private static JsonValue Cut(in JsonValue text, int from, int to) =>
        from == to ? default : new JsonValue(text.Start + from, to - from + 2, JsonKind.String, text.NameStart);

    private static ReadOnlySpan<byte> Word(Origin origin) => origin switch
    {
        Origin.Anthropic => "anthropic"u8, // for callers of another dialect than its own
        Origin.Gemini => "gemini"u8,
        Origin.OpenAIResponses => "openai"u8,
        Origin.Mistral => "mistral"u8,
        _ => "none"u8,
    };

    private static Origin OriginOf(ReadOnlySpan<byte> word) => word switch
    {
        _ when word.SequenceEqual("anthropic"u8) => Origin.Anthropic,
        _ when word.SequenceEqual("gemini"u8) => Origin.Gemini,
        _ when word.SequenceEqual("openai"u8) => Origin.OpenAIResponses,
        _ when word.SequenceEqual("mistral"u8) => Origin.Mistral,
        _ => Origin.None,
    };
}

/// <param name="Id">Absent when there was none.</param>
/// <param name="Data">Absent under unsigned thinking.</param>
internal readonly record struct Carried(Origin Origin, JsonValue Id, JsonValue Data);
