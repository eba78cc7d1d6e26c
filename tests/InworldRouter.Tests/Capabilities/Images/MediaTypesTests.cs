// A file is what its first bytes say.
using System.Text;
using InworldRouter.Capabilities.Images;

namespace InworldRouter.Tests.Capabilities.Images;

public sealed class MediaTypesTests
{
    [Theory]
    [InlineData("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png")]
    [InlineData("\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg")]
    [InlineData("GIF89a\x01\0", "image/gif")]
    [InlineData("GIF87a\x01\0", "image/gif")]
    [InlineData("RIFF\x24\0\0\0WEBPVP8 ", "image/webp")]
    [InlineData("RIFF\x24\0\0\0WAVEfmt ", "audio/wav")]
    [InlineData("\0\0\0\x18\x66typheic\0\0\0\0", "image/heic")]
    [InlineData("\0\0\0\x18\x66typmif1\0\0\0\0", "image/heif")]
    [InlineData("\0\0\0\x18\x66typavif\0\0\0\0", "image/avif")]
    [InlineData("\0\0\0\x18\x66typisom\0\0\0\0", "video/mp4")]
    [InlineData("\0\0\0\x18\x66typM4A \0\0\0\0", "audio/mp4")]
    [InlineData("%PDF-1.7\n", "application/pdf")]
    [InlineData("ID3\x04\0", "audio/mpeg")]
    [InlineData("\xff\xfb\x90\x64", "audio/mpeg")]
    [InlineData("\xff\xf3\x40\xc0", "audio/mpeg")]
    [InlineData("\xff\xf1\x50\x80", null)] // AAC
    [InlineData("\xff\xeb\x50\x80", null)] // the reserved version
    [InlineData("RIFF\x24\0\0\0AVI LIST", null)]
    [InlineData("<svg xmlns", null)]
    [InlineData("\x89PN", null)]
    [InlineData("\xff", null)]
    [InlineData("", null)]
    public void TheBytes_ShowTheType(string bytes, string? expected) => Assert.Equal(expected, MediaTypes.OfBytes(Encoding.Latin1.GetBytes(bytes)));

    [Theory]
    [InlineData("text/html", "", true)]
    [InlineData("image/png", "\n <!DOCTYPE html><title>Sign in</title>", true)]
    [InlineData(null, "<HTML>", true)]
    [InlineData("image/svg+xml", "<svg/>", false)]
    public void APage_IsKnownByEither(string? said, string bytes, bool expected) => Assert.Equal(expected, MediaTypes.IsHtml(said, Encoding.Latin1.GetBytes(bytes)));

    [Theory]
    [InlineData("image/bmp", true)]
    [InlineData("image/svg+xml", true)]
    [InlineData("audio/flac", true)]
    [InlineData("video/webm", true)]
    [InlineData("application/pdf", true)]
    [InlineData("application/json", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("image/", false)]
    [InlineData("image/\"x\"", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void OfWhatServersSay_OnlyMediaCount(string? said, bool expected) => Assert.Equal(expected, MediaTypes.IsMedia(said));
}
