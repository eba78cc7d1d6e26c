// How likely each token was, in OpenAI's words.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

internal static class GeminiLogprobs
{
    /// <summary>"map logprobsResult.chosenCandidates/topCandidates to content[{token,logprob,bytes:null,top_logprobs}]" (providers.md D.4): the elements.</summary>
    public static void Write(in LogprobsResultFields said, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        var chosen = new JsonScanner(json, said.Chosen.Start);
        if (said.Chosen.Kind != JsonKind.Array || !chosen.EnterArray())
            return;
        // One list of rivals a token, in the same order, when rivals were asked for.
        var top = new JsonScanner(json, said.Top.Start);
        var hasTop = said.Top.Kind == JsonKind.Array && top.EnterArray();
        var first = true;
        do
        {
            var token = default(TokenFields);
            TokenFields.Scan(ref chosen, ref token);
            if (!first)
                output.Write((byte)',');
            first = false;
            WriteToken(token, json, output);
            output.Write(",\"top_logprobs\":["u8);
            if (hasTop)
            {
                var rivals = default(TopCandidatesFields);
                TopCandidatesFields.Scan(ref top, ref rivals);
                WriteRivals(rivals.Candidates, json, output);
                hasTop = top.NextElement();
            }
            output.Write("]}"u8);
        }
        while (chosen.NextElement());
    }

    private static void WriteRivals(in JsonValue list, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        var scanner = new JsonScanner(json, list.Start);
        if (list.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        var first = true;
        do
        {
            var token = default(TokenFields);
            TokenFields.Scan(ref scanner, ref token);
            if (!first)
                output.Write((byte)',');
            first = false;
            WriteToken(token, json, output);
            output.Write((byte)'}');
        }
        while (scanner.NextElement());
    }

    // Up to its last brace.
    private static void WriteToken(in TokenFields token, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        output.Write("{\"token\":"u8);
        output.Write(token.Token.Kind == JsonKind.String ? token.Token.Raw(json) : "\"\""u8);
        output.Write(",\"logprob\":"u8);
        output.Write(token.LogProbability.Kind == JsonKind.Number ? token.LogProbability.Raw(json) : "0"u8); // zero is not written in proto-JSON
        output.Write(",\"bytes\":null"u8);
    }
}
