// JSON bytes → router document, and every problem of them at once.
using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Routers.Model;

public static class RouterReader
{
    /// <summary>The path of a problem with the whole body.</summary>
    public const string Body = "body";

    /// <summary>A router of hundreds of routes is far below it.</summary>
    public const int LargestBody = 1 << 20;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads what a caller or an operator wrote, in any of its spellings. Never throws, whatever the bytes.</summary>
    public static RouterReading Read(ReadOnlySpan<byte> json)
    {
        var problems = new ConfigProblems();
        var warnings = new List<string>();
        if (json.StartsWith(ByteOrderMark))
            json = json[ByteOrderMark.Length..];
        if (json.Length > LargestBody)
            problems.Add(Body, "it is larger than 1 MB", "a router is smaller");
        else if (!Utf8.IsValid(json))
            problems.Add(Body, "it is not UTF-8", "send JSON as UTF-8");
        else if (json.Trim(" \t\r\n"u8).IsEmpty)
            problems.Add(Body, "it is empty", "expected a router: a JSON object");
        else
            return Parse(json, problems, warnings);
        return new RouterReading(null, default, problems, warnings);
    }

    /// <summary>
    /// Reads what was stored. Nearly always we wrote that ourselves, and then it is deserialized straight: ten thousand of them are read at a start.
    /// </summary>
    public static RouterReading ReadStored(ReadOnlyMemory<byte> json)
    {
        try
        {
            if (!HasNull(json.Span) && JsonSerializer.Deserialize(json.Span, RouterJson.Default.RouterDocument) is { } document)
                return new RouterReading(document, json, [], []);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Written by hand, or by another version: the long way names what is wrong, if anything is.
        }
        var reading = Read(json.Span);
        return reading.Document is null ? reading : reading with { Json = RouterText.Write(reading.Document) };
    }

    // We write none, and a list of a hand-written document that has one must not come upon the rules unawares. The word may also stand in a condition.
    private static bool HasNull(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("null"u8) < 0)
            return false;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Null)
                return true;
        }
        return false;
    }

    private static RouterReading Parse(ReadOnlySpan<byte> json, ConfigProblems problems, List<string> warnings)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var parsed = JsonDocument.ParseValue(ref reader);
            // What follows the value, other than white space, is an error that Read finds.
            reader.Read();
            if (parsed.RootElement.ValueKind == JsonValueKind.Object)
            {
                var cleaned = new ArrayBufferWriter<byte>(json.Length);
                using (var output = new Utf8JsonWriter(cleaned, RouterText.Readable))
                    new RouterWalk(problems, warnings, output).Walk(parsed.RootElement, RouterJson.Default.RouterDocument, null, "");
                return new RouterReading(JsonSerializer.Deserialize(cleaned.WrittenSpan, RouterJson.Default.RouterDocument), cleaned.WrittenMemory, problems, warnings);
            }
            problems.Add(Body, "it is no JSON object", "expected a router: { … }");
        }
        catch (JsonException e)
        {
            problems.Add(Body, $"not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {ConfigReader.Reason(e.Message)}", "correct the syntax");
        }
        catch (InvalidOperationException)
        {
            problems.Add(Body, "a string has an escape that is no character", "write the characters themselves");
        }
        return new RouterReading(null, default, problems, warnings);
    }
}
