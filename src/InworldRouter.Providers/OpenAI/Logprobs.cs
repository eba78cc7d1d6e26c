// Log probabilities in the older form, as Together still says them, in OpenAI's own.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// <c>{"tokens":["a"],"token_logprobs":[-0.1]}</c> in an answer, a bare number for the one token of a chunk (together-typescript). Clients' parsers want
/// <c>{"content":[{"token","logprob","bytes","top_logprobs"}]}</c> (providers.md D.4) and throw at a number.
/// </summary>
internal static class Logprobs
{
    public static void Edit(in ChoiceFields choice, in MessageFields message, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var said = choice.Logprobs;
        if (said.Kind is not (JsonKind.Number or JsonKind.Object))
            return;
        var tokens = said.Kind == JsonKind.Object ? ObjectMembers.Find(json, said.Start, "tokens"u8) : message.Content;
        var values = said.Kind == JsonKind.Object ? ObjectMembers.Find(json, said.Start, "token_logprobs"u8) : said;
        if (!tokens.IsPresent || !values.IsPresent)
        {
            if (said.Kind == JsonKind.Number)
                patch.Replace(said, "null"u8);
            return;
        }
        var from = patch.Scratch.Length;
        patch.Scratch.Write("{\"content\":["u8);
        if (said.Kind == JsonKind.Number)
            WriteOne(tokens, values, json, patch.Scratch);
        else
            WriteAll(tokens, values, json, patch.Scratch);
        patch.Scratch.Write("],\"refusal\":null}"u8);
        patch.ReplaceWritten(said.Start, said.Length, from);
    }

    private static void WriteAll(in JsonValue tokens, in JsonValue values, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        var token = new JsonScanner(json, tokens.Start);
        var value = new JsonScanner(json, values.Start);
        if (tokens.Kind != JsonKind.Array || values.Kind != JsonKind.Array || !token.EnterArray() || !value.EnterArray())
            return;
        var isFirst = true;
        do
        {
            if (!isFirst)
                output.Write((byte)',');
            isFirst = false;
            WriteOne(token.SkipValue(), value.SkipValue(), json, output);
        }
        while (token.NextElement() && value.NextElement());
    }

    private static void WriteOne(in JsonValue token, in JsonValue value, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        output.Write("{\"token\":"u8);
        output.Write(token.Kind == JsonKind.String ? token.Raw(json) : "\"\""u8);
        output.Write(",\"logprob\":"u8);
        output.Write(value.Kind == JsonKind.Number ? value.Raw(json) : "0"u8); // the first token of an echo has none
        output.Write(",\"bytes\":null,\"top_logprobs\":[]}"u8);
    }
}
