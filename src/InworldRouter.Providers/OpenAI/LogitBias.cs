// logit_bias as an array of {token_id, bias_value}, the hosted router's form, becomes OpenAI's map.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class LogitBias
{
    public static void ArrayToMap(in JsonValue array, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var scratch = patch.Scratch;
        var from = scratch.Length;
        scratch.Write((byte)'{');
        var scanner = new JsonScanner(json, array.Start);
        if (scanner.EnterArray())
        {
            do
            {
                var entry = default(BiasFields);
                if (scanner.PeekKind() != JsonKind.Object)
                {
                    scanner.SkipValue();
                    continue;
                }
                BiasFields.Scan(ref scanner, ref entry);
                if (!entry.TokenId.HasValue || entry.BiasValue.Kind != JsonKind.Number)
                    continue;
                if (scratch.Written[^1] != '{')
                    scratch.Write((byte)',');
                scratch.Write((byte)'"');
                scratch.Write(entry.TokenId.Kind == JsonKind.String ? entry.TokenId.Inner(json) : entry.TokenId.Raw(json));
                scratch.Write("\":"u8);
                scratch.Write(entry.BiasValue.Raw(json));
            }
            while (scanner.NextElement());
        }
        scratch.Write((byte)'}');
        patch.ReplaceWritten(array.Start, array.Length, from);
    }
}

[JsonFields]
internal partial struct BiasFields
{
    [JsonField("token_id")] public JsonValue TokenId;
    [JsonField("bias_value")] public JsonValue BiasValue;
}
