// A multipart/form-data body: one part a field, between lines that occur nowhere else in it.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Images;

/// <summary>RFC 7578; "each part is preceded by" CR LF, two dashes and the boundary (RFC 2046, 5.1.1).</summary>
internal readonly struct FormBody(PooledBuffer output, string boundary)
{
    public string ContentType => $"multipart/form-data; boundary={boundary}";

    /// <summary>The members of a flat JSON object, each a field: strings without their escapes, numbers as they are written.</summary>
    public void WriteMembers(ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json);
        if (!scanner.EnterObject())
            return;
        do
        {
            var name = scanner.ReadName(out var nameStart, out _);
            var value = scanner.SkipValue(nameStart);
            Open(name);
            output.Write("\"\r\n\r\n"u8);
            if (value.Kind == JsonKind.String)
                output.Advance(JsonString.Unescape(value.Inner(json), output.GetSpan(value.Length)));
            else
                output.Write(value.Raw(json));
        }
        while (scanner.NextMember());
    }

    /// <param name="fileName">ASCII without quotes.</param>
    public void WriteFile(ReadOnlySpan<byte> name, string fileName, ReadOnlySpan<byte> mediaType, ReadOnlySpan<byte> data)
    {
        Open(name);
        output.Write("\"; filename=\""u8);
        output.WriteText(fileName);
        output.Write("\"\r\nContent-Type: "u8);
        output.Write(mediaType);
        output.Write("\r\n\r\n"u8);
        output.Write(data);
    }

    public void End()
    {
        output.Write("\r\n--"u8);
        output.WriteText(boundary);
        output.Write("--\r\n"u8);
    }

    // Up to where the name ends.
    private void Open(ReadOnlySpan<byte> name)
    {
        output.Write(output.IsEmpty ? "--"u8 : "\r\n--"u8);
        output.WriteText(boundary);
        output.Write("\r\nContent-Disposition: form-data; name=\""u8);
        output.Write(name);
    }
}
