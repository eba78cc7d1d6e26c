// An amount of bytes as operators write it: 64MB, 256KB, 1GB, or plain bytes.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InworldRouter.ControlPlane.Configuration;

/// <summary>KB, MB and GB are powers of 1024, as in the memory limits of the systems that the router runs on.</summary>
public readonly record struct ByteSize(long Bytes)
{
    public const string Expected = "a size such as \"64MB\", \"256KB\", \"1GB\", or a number of bytes";

    public static bool TryParse(ReadOnlySpan<char> text, out ByteSize size)
    {
        size = default;
        var digits = text.IndexOfAnyExcept("0123456789.");
        var number = digits < 0 ? text : text[..digits];
        long factor = text[number.Length..].Trim() switch
        {
            "" or "B" => 1,
            "KB" or "KiB" => 1L << 10,
            "MB" or "MiB" => 1L << 20,
            "GB" or "GiB" => 1L << 30,
            _ => 0,
        };
        if (factor == 0 || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value * factor > 1L << 50)
            return false;
        size = new ByteSize((long)(value * factor));
        return true;
    }
}

/// <summary>Reads what <see cref="SettingsWalk"/> has checked.</summary>
internal sealed class ByteSizeConverter : JsonConverter<ByteSize>
{
    public override ByteSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, ByteSize value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Bytes);
}
