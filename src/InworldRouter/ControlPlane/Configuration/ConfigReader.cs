// Reads a configuration file: text → checked settings, and every problem of it.
using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace InworldRouter.ControlPlane.Configuration;

/// <param name="environment">Looks up an environment variable; null = not set.</param>
public sealed class ConfigReader(Func<string, string?> environment)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions Tolerant = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a file; one that cannot be read is a problem with the file's name as its path.</summary>
    /// <returns>Null when there is nothing to check further.</returns>
    public RouterConfig? ReadFile(string file, ConfigProblems problems)
    {
        try
        {
            var full = Path.GetFullPath(file);
            return Read(File.ReadAllBytes(full), Path.GetDirectoryName(full)!, file, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(file, $"the file cannot be read: {e.Message}", "name a readable file with --config");
            return null;
        }
    }

    /// <param name="folder">What relative paths are relative to.</param>
    /// <param name="name">What a syntax error is reported under.</param>
    /// <returns>Null when there is nothing to check further.</returns>
    public RouterConfig? Read(ReadOnlyMemory<byte> text, string folder, string name, ConfigProblems problems)
    {
        if (text.Span.StartsWith(ByteOrderMark))
            text = text[ByteOrderMark.Length..];
        if (!Utf8.IsValid(text.Span))
        {
            problems.Add(name, "the file is not UTF-8", "save it as UTF-8");
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(text, Tolerant);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return Check(document.RootElement, folder, problems);
            problems.Add(name, "the file holds no object", "expected { … }");
        }
        catch (JsonException e)
        {
            problems.Add(name, $"not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {Reason(e.Message)}", "correct the syntax (comments and trailing commas are fine)");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as \ud800: legal JSON, but no text.
            problems.Add(name, "a string has an escape that is no character", "write the characters themselves");
        }
        return null;
    }

    private RouterConfig Check(JsonElement root, string folder, ConfigProblems problems)
    {
        var cleaned = new ArrayBufferWriter<byte>();
        using (var output = new Utf8JsonWriter(cleaned))
        {
            var leaf = new SettingLeaf(new Interpolation(environment, folder, problems), folder, problems, output);
            new SettingsWalk(leaf, problems, output).Walk(root, ConfigJson.Default.RouterConfig, null, "");
        }
        return JsonSerializer.Deserialize(cleaned.WrittenSpan, ConfigJson.Default.RouterConfig)!;
    }

    // System.Text.Json appends the place, which we have already said.
    internal static string Reason(string message) => message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var at and > 0 ? message[..at] : message;
}
