// Conversations as requests for pictures (providers.md G.2).
using System.Text;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Images;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Images;

public sealed class ImageRequestTests
{
    private const string Cat = """ "messages":[{"role":"user","content":"A cat"}] """;

    // 'abc' as a picture: what it is, is said.
    private const string Picture = """{"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}}""";

    // "1:1→1024x1024, wide (>1)→1536x1024, tall→1024x1536"; "gpt-image-2: any WxH, both ÷16, ratio 1:3..3:1, ≤3840x2160"
    [Theory]
    [InlineData("gpt-image-1", "\"aspect_ratio\":\"1:1\"", "1024x1024")]
    [InlineData("gpt-image-1", "\"aspect_ratio\":\"16:9\"", "1536x1024")]
    [InlineData("gpt-image-1", "\"aspect_ratio\":\"9:16\",\"image_size\":\"1K\"", "1024x1536")]
    [InlineData("gpt-image-1", "\"image_size\":\"1K\"", "1024x1024")]
    [InlineData("gpt-image-1", "\"image_size\":\"1024x1536\",\"aspect_ratio\":\"1:1\"", "1024x1536")]
    [InlineData("gpt-image-1", "\"size\":\"auto\"", "auto")]
    [InlineData("gpt-image-1", "\"quality\":\"low\"", null)]
    [InlineData("gpt-image-2", "\"aspect_ratio\":\"16:9\"", "1360x768")]
    [InlineData("gpt-image-2", "\"aspect_ratio\":\"1:8\",\"image_size\":\"1K\"", "576x1760")]
    [InlineData("gpt-image-2", "\"image_size\":\"2K\"", "2048x2048")]
    [InlineData("gpt-image-2", "\"aspect_ratio\":\"16:9\",\"image_size\":\"4K\"", "3840x2160")]
    [InlineData("gpt-image-2", "\"aspect_ratio\":\"3:1\",\"image_size\":\"4K\"", "3840x1280")]
    public void ASizeInGooglesWords_IsOneInPixels(string model, string config, string? size) =>
        Assert.Equal(size, Requests.Read(new ImagesProvider(), $$"""{"model":"x","image_config":{ {{config}} },{{Cat}}}""", model)["size"]?.GetValue<string>());

    [Theory]
    [InlineData("\"aspect_ratio\":\"wide\"", "image_config.aspect_ratio")]
    [InlineData("\"aspect_ratio\":\"0:1\"", "image_config.aspect_ratio")]
    [InlineData("\"image_size\":\"big\"", "image_config.image_size")]
    [InlineData("\"image_size\":\"4K\"", "image_config.image_size")]
    public void ASizeThatItCannotHave_IsWarnedOf(string config, string name) =>
        Assert.StartsWith(name, Assert.Single(Send($$"""{"model":"x","image_config":{ {{config}} },{{Cat}}}""").Warnings), StringComparison.Ordinal);

    // "n must be 1 when streaming", previews only of a stream, and never a response_format.
    [Theory]
    [InlineData("\"stream\":true,\"image_config\":{\"partial_images\":2},", """{"model":"gpt-image-1","prompt":"A cat","stream":true,"partial_images":2}""")]
    [InlineData("\"stream\":true,\"image_config\":{\"partial_images\":2,\"n\":3},", """{"model":"gpt-image-1","prompt":"A cat","n":3}""")]
    [InlineData("\"image_config\":{\"partial_images\":2},\"n\":1,\"safety_identifier\":\"s\",\"user\":\"u\",", """{"model":"gpt-image-1","prompt":"A cat","n":1,"user":"s"}""")]
    [InlineData("\"response_format\":{\"type\":\"json_object\"},\"temperature\":1,\"image_config\":null,", """{"model":"gpt-image-1","prompt":"A cat"}""")]
    [InlineData("\"image_config\":{\"background\":\"transparent\",\"output_format\":\"webp\",\"output_compression\":50,\"moderation\":\"low\",\"unheard_of\":1},", """{"model":"gpt-image-1","prompt":"A cat","background":"transparent","output_format":"webp","output_compression":50,"moderation":"low"}""")]
    public void TheParameters_AreOpenAIs(string said, string body) => Assert.Equal(body, Send($$"""{"model":"x",{{said}}{{Cat}}}""").Body);

    [Theory]
    [InlineData(""" "messages":[{"role":"system","content":"S"}] """, "messages")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}}]}] """, "messages")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:image/gif;base64,YWJj"}}]}] """, "messages[0].content[1]")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:image/png;base64,*"}}]}] """, "messages[0].content[1]")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"https://a.example/x.png"}}]}] """, "messages[0].content[1]")]
    [InlineData(""" "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"required","messages":[{"role":"user","content":"a"}] """, "tool_choice")]
    [InlineData(""" "modalities":["audio"],"messages":[{"role":"user","content":"a"}] """, "modalities")]
    public void WhatItCannotDo_IsRefusedByName(string said, string param)
    {
        var refusal = Send($$"""{"model":"x",{{said}}}""").Refusal;
        Assert.Equal((FailureKind.Unsupported, param), (refusal?.Kind, refusal?.Param));
    }

    // The whole form: fields without escapes, files as bytes, the caller's pictures and those of earlier answers in order.
    [Fact]
    public void AnEdit_IsAForm()
    {
        const string Call = $$"""{"model":"x","stream":true,"image_config":{"partial_images":1},"messages":[{"role":"user","content":[{"type":"text","text":"A \"cat\"\n\u00e9"},{{Picture}}]},{"role":"assistant","content":"Here.","images":[{"type":"image_url","image_url":{"url":"data:image/webp;base64,ZGVm"} }]},{"role":"user","content":"Bluer"}]}""";
        var (body, contentType) = WriteForm(Call);
        Assert.StartsWith("multipart/form-data; boundary=inworld-", contentType, StringComparison.Ordinal);
        var boundary = contentType["multipart/form-data; boundary=".Length..];
        Assert.Matches("^[a-z0-9-]{10,70}$", boundary);
        Assert.Equal(
            """
            --B
            Content-Disposition: form-data; name="model"

            gpt-image-1
            --B
            Content-Disposition: form-data; name="prompt"

            User: A "cat"
            é

            Assistant: Here.

            Bluer
            --B
            Content-Disposition: form-data; name="stream"

            true
            --B
            Content-Disposition: form-data; name="partial_images"

            1
            --B
            Content-Disposition: form-data; name="image[]"; filename="image-0.png"
            Content-Type: image/png

            abc
            --B
            Content-Disposition: form-data; name="image[]"; filename="image-1.webp"
            Content-Type: image/webp

            def
            --B--

            """.ReplaceLineEndings("\r\n").Replace("\"cat\"\r\né\r\n\r\nAssistant: Here.\r\n\r\nBluer", "\"cat\"\né\n\nAssistant: Here.\n\nBluer", StringComparison.Ordinal),
            body.Replace(boundary, "B", StringComparison.Ordinal));
        // The same call, the same bytes: no time, no chance.
        Assert.Equal((body, contentType), WriteForm(Call));
    }

    [Fact]
    public void APictureThatWasFetched_IsAFile()
    {
        const string Call = """{"model":"x","messages":[{"role":"user","content":[{"type":"text","text":"Bluer"},{"type":"image_url","image_url":{"url":"https://a.example/x"}}]}]}""";
        var files = new FetchedFiles();
        files.Add(Call.IndexOf("\"https:", StringComparison.Ordinal), new FetchedFile("image/jpeg", "jpeg bytes"u8.ToArray()));
        Assert.Contains("filename=\"image-0.jpg\"\r\nContent-Type: image/jpeg\r\n\r\njpeg bytes\r\n", WriteForm(Call, files).Body, StringComparison.Ordinal);
        Assert.True(new ImagesProvider().NeedsFiles);
    }

    // "image[] files (≤16)"
    [Fact]
    public void OfTooManyPictures_TheLastAreSent()
    {
        var written = Send($$"""{"model":"x","messages":[{"role":"user","content":[{"type":"text","text":"a"},{{string.Join(',', Enumerable.Repeat(Picture, 18))}}]}]}""");
        Assert.Equal(16, written.Body.Split("name=\"image[]\"").Length - 1);
        Assert.DoesNotContain("image-1.png", written.Body, StringComparison.Ordinal);
        Assert.Contains("image-17.png", written.Body, StringComparison.Ordinal);
        Assert.Single(written.Warnings);
    }

    private static WrittenRequest Send(string body) => Requests.Send(new ImagesProvider(), body, "gpt-image-1");

    private static (string Body, string ContentType) WriteForm(string body, FetchedFiles? files = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(ChatRequestFields.TryScan(bytes, out var fields, out _));
        using var request = new UpstreamRequest();
        var call = new UpstreamCall(bytes, in fields, "gpt-image-1", fields.Stream.IsTrue) { Family = ModelFamilies.Of("gpt-image-1"), Files = files };
        Assert.Null(new ImagesProvider().WriteRequest(call, request));
        using var path = new PooledBuffer();
        new ImagesProvider().WritePath(call, path);
        Assert.Equal("/images/edits", Encoding.UTF8.GetString(path.Written));
        return (Encoding.UTF8.GetString(request.Body.Written), Encoding.UTF8.GetString(request.ContentType.Written));
    }
}
