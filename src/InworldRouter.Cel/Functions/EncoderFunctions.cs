// The encoders extension: base64.
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class EncoderFunctions
{
    [CelFunction("base64.encode", "(bytes) -> string")]
    internal static CelValue Encode(ref CelFrame frame, in CelValue bytes) =>
        frame.TryCharge(2L * bytes.Sliced.Length) ? CelValue.Of(Convert.ToBase64String(bytes.Sliced)) : frame.Exhausted;

    /// <summary>With or without the padding at the end.</summary>
    [CelFunction("base64.decode", "(string) -> bytes")]
    internal static CelValue Decode(ref CelFrame frame, in CelValue text)
    {
        if (!frame.TryCharge(2L * TextComparison.Size(text)))
            return frame.Exhausted;
        var t = text.AsString();
        var padded = t.Length % 4 == 0 || t.EndsWith('=') ? t : t.PadRight((t.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return padded.AsSpan().ContainsAny(" \t\r\n") || !Convert.TryFromBase64String(padded, bytes, out var written)
            ? CelValue.Error(CelErrorKind.InvalidArgument, "the text is not base64")
            : CelValue.Bytes(bytes[..written]);
    }
}
