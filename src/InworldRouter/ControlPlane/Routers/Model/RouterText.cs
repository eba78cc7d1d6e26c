// A document as canonical JSON bytes: what is stored, hashed for its version, and served.
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InworldRouter.ControlPlane.Routers.Model;

public static class RouterText
{
    // Conditions are full of quotes and comparisons, which the default encoder writes as \u0022 and \u003C for the sake of HTML. This is no HTML.
    internal static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(RouterDocument document)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var output = new Utf8JsonWriter(bytes, Readable))
            JsonSerializer.Serialize(output, document, RouterJson.Default.RouterDocument);
        return bytes.WrittenSpan.ToArray();
    }
}
