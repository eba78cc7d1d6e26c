// Replaces ${NAME}, ${NAME:-default} and ${file:/path} in the strings of a configuration.
using System.Text;

namespace InworldRouter.ControlPlane.Configuration;

/// <param name="environment">Looks up an environment variable; null = not set.</param>
/// <param name="folder">What relative paths are relative to.</param>
internal sealed class Interpolation(Func<string, string?> environment, string folder, ConfigProblems problems)
{
    /// <summary>A secret is a line; a service account's file is some kilobytes.</summary>
    private const long LargestFile = 1 << 20;

    /// <returns>The text with everything replaced; null when a problem has been added.</returns>
    public string? Expand(string text, string path)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
            return text;
        var expanded = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf("${") is var at and >= 0)
        {
            expanded.Append(rest[..at]);
            if (at > 0 && rest[at - 1] == '$')
            {
                // $${ is the way to write ${ itself.
                expanded.Append('{');
                rest = rest[(at + 2)..];
                continue;
            }
            rest = rest[(at + 2)..];
            var end = rest.IndexOf('}');
            if (end < 0)
            {
                problems.Add(path, "\"${\" without its \"}\"", "close it, or write $${ for the characters themselves");
                return null;
            }
            if (Value(rest[..end], path) is not { } value)
                return null;
            expanded.Append(value);
            rest = rest[(end + 1)..];
        }
        return expanded.Append(rest).ToString();
    }

    private string? Value(ReadOnlySpan<char> reference, string path)
    {
        if (reference.StartsWith("file:"))
            return FileText(reference["file:".Length..].Trim().ToString(), path);
        var split = reference.IndexOf(":-");
        var name = (split < 0 ? reference : reference[..split]).ToString();
        if (!IsVariableName(name))
        {
            problems.Add(path, $"\"${{{reference}}}\" names no environment variable", "write ${NAME}, ${NAME:-default} or ${file:/path}");
            return null;
        }
        var value = environment(name);
        if (split >= 0)
        {
            var fallback = reference[(split + 2)..];
            if (fallback.Contains("${", StringComparison.Ordinal))
            {
                problems.Add(path, $"the default of ${{{name}:-…}} contains another \"${{\"", "a default is plain text: set the variable instead");
                return null;
            }
            // As in a shell: an empty variable counts as unset when there is a default.
            return string.IsNullOrEmpty(value) ? fallback.ToString() : value;
        }
        if (value is null)
            problems.Add(path, $"the environment variable {name} is not set", $"set it, or give a default as ${{{name}:-default}}");
        return value;
    }

    private string? FileText(string file, string path)
    {
        try
        {
            var full = Path.GetFullPath(file, folder);
            if (new FileInfo(full).Length <= LargestFile)
                return File.ReadAllText(full).Trim();
            problems.Add(path, $"the file {full} is larger than 1 MB", "name a file that holds nothing but the secret");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(path, $"the file \"{file}\" cannot be read: {e.Message}", "make it readable, or correct the path");
        }
        return null;
    }

    private static bool IsVariableName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
