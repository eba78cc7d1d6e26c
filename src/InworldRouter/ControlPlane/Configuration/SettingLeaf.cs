// Checks one value of the configuration against the type and the range of its setting, and writes it the way the reader takes it.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace InworldRouter.ControlPlane.Configuration;

/// <summary>
/// A string may stand for a number or a truth value when it holds a <c>${…}</c>: there is no other way to take those from the
/// environment.
/// </summary>
internal sealed class SettingLeaf(Interpolation interpolation, string folder, ConfigProblems problems, Utf8JsonWriter output)
{
    public void Write(JsonElement value, Type type, SettingAttribute? setting, string path)
    {
        string? text = null;
        var replaced = false;
        if (value.ValueKind == JsonValueKind.String)
        {
            var written = value.GetString()!;
            text = interpolation.Expand(written, path);
            if (text is null)
            {
                output.WriteNullValue();
                return;
            }
            replaced = text != written;
        }
        else if (value.ValueKind == JsonValueKind.Object && setting is { IsJson: true })
        {
            text = TextOf(value, path);
        }
        if (TryWrite(value, text, replaced, type, setting))
            return;
        problems.Add(path, Found(value, replaced, setting), $"expected {Expected(type, setting)}");
        output.WriteNullValue();
    }

    private bool TryWrite(JsonElement value, string? text, bool replaced, Type type, SettingAttribute? setting)
    {
        if (type == typeof(string))
            return text is not null && TryWriteString(text, setting);
        if (type == typeof(Uri))
            return text is not null && TryWriteAddress(text);
        if (type == typeof(TimeSpan))
            return text is not null && Duration.TryParse(text, LongestDays(setting), out var duration) && Written(duration.Ticks);
        if (type == typeof(ByteSize))
            return ByteSize.TryParse(text ?? Raw(value), out var size) && Written(size.Bytes);
        var scalar = replaced ? text! : Raw(value);
        if (type == typeof(bool))
            return bool.TryParse(scalar, out var flag) && Written(flag);
        if (type == typeof(int) || type == typeof(long))
            return long.TryParse(scalar, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && InRange(number, setting) && Written(number);
        if (type == typeof(double))
            return double.TryParse(scalar, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && InRange(real, setting) && Written(real);
        throw new UnreachableException($"no setting can be a {type}");
    }

    // "${NAME} in any string" (configuration.md): also in those of an object that is carried as text.
    private string TextOf(JsonElement value, string path)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                if (member.Value.ValueKind == JsonValueKind.String)
                    writer.WriteStringValue(interpolation.Expand(member.Value.GetString()!, path));
                else
                    member.Value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private bool TryWriteString(string text, SettingAttribute? setting)
    {
        if (setting?.OneOf is { } words && !words.Contains(text))
            return false;
        output.WriteStringValue(setting is { IsPath: true } ? Path.GetFullPath(text, folder) : text);
        return true;
    }

    // No user info (it would stand in logs), no query (paths are appended to the address).
    private bool TryWriteAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.Host.Length == 0)
            return false;
        output.WriteStringValue(text);
        return true;
    }

    private bool Written(long value)
    {
        output.WriteNumberValue(value);
        return true;
    }

    private bool Written(double value)
    {
        output.WriteNumberValue(value);
        return true;
    }

    private bool Written(bool value)
    {
        output.WriteBooleanValue(value);
        return true;
    }

    // Comparisons with NaN are false: no bound, no objection.
    private static bool InRange(double value, SettingAttribute? setting) =>
        double.IsFinite(value) && (setting is null || (!(value < setting.Min) && !(value > setting.Max)));

    private static string Raw(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value.GetRawText() : "";

    /// <summary>What stands in the file. Never what a variable holds: it may be a secret.</summary>
    private static string Found(JsonElement value, bool replaced, SettingAttribute? setting) => value.ValueKind switch
    {
        JsonValueKind.String when setting is { IsSecret: true } => "an unfit text",
        JsonValueKind.String when replaced => $"the text that {Short(value.GetString()!)} stands for does not fit",
        JsonValueKind.String => $"\"{Short(value.GetString()!)}\" is not allowed",
        JsonValueKind.Object => "found an object",
        JsonValueKind.Array => "found a list",
        _ => $"{Short(value.GetRawText())} is not allowed",
    };

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static int LongestDays(SettingAttribute? setting) => setting?.LongestDays ?? 1;

    private static string Expected(Type type, SettingAttribute? setting)
    {
        if (type == typeof(TimeSpan))
            return Duration.Expected(LongestDays(setting));
        if (type == typeof(ByteSize))
            return ByteSize.Expected;
        if (type == typeof(Uri))
            return "an http or https address without user name and query";
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(string))
            return setting?.OneOf is { } words ? $"one of {string.Join(", ", words)}" : setting is { IsJson: true } ? "a string or an object" : "a string";
        var noun = type == typeof(double) ? "a number" : "a whole number";
        return setting switch
        {
            { Min: not double.NaN, Max: not double.NaN } => string.Create(CultureInfo.InvariantCulture, $"{noun} from {setting.Min} to {setting.Max}"),
            { Min: not double.NaN } => string.Create(CultureInfo.InvariantCulture, $"{noun} of at least {setting.Min}"),
            _ => noun,
        };
    }
}
