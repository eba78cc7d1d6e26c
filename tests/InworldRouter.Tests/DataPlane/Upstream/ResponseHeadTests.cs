// The head of an upstream's answer: what the router looks at, in every spelling that servers use.
using System.Text;
using InworldRouter.DataPlane.Upstream;

namespace InworldRouter.Tests.DataPlane.Upstream;

public sealed class ResponseHeadTests
{
    private const string Whole =
        "HTTP/1.1 200 OK\r\nDate: Fri, 20 Nov 2026 12:00:00 GMT\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\nX-Request-Id: req_1\r\n\r\n";

    [Theory]
    [InlineData(Whole)]
    [InlineData("HTTP/1.1 200 OK\nContent-Type: text/event-stream\nTransfer-Encoding: chunked\nX-Request-Id: req_1\n\n")]
    [InlineData("HTTP/1.1 200 OK\nContent-Type: text/event-stream\nTransfer-Encoding: chunked\nX-Request-Id: req_1\n\r\n")]
    [InlineData("HTTP/1.1 200\r\ncontent-type:text/event-stream\r\nTRANSFER-ENCODING:  Chunked \r\nx-request-id:req_1\r\n\r\n")]
    public void AHead_IsComplete_WithItsEmptyLine_NotBefore(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var head = new ResponseHead();
        for (var length = 0; length < bytes.Length; length++)
            Assert.False(head.TryParse(bytes.AsSpan(0, length), out _), $"complete after {length} of {bytes.Length} bytes");

        // What follows belongs to the body, whatever line ends it has.
        Assert.True(head.TryParse([.. bytes, .. "5\r\nHello\r\n0\r\n\r\n\n\n"u8], out var used));
        Assert.Equal(bytes.Length, used);
        Assert.Equal((200, true, BodyFormat.EventStream, "req_1", true), (head.Status, head.IsChunked, head.Format, head.RequestId, head.KeepsOpen));
    }

    [Theory]
    [InlineData("application/json", BodyFormat.Json)]
    [InlineData("Application/JSON; charset=utf-8", BodyFormat.Json)]
    [InlineData("text/event-stream", BodyFormat.EventStream)]
    [InlineData("text/html", BodyFormat.Other)]
    [InlineData("", BodyFormat.Other)]
    public void TheFormat_IsThatOfContentType(string value, BodyFormat expected) => Assert.Equal(expected, Parse($"Content-Type: {value}").Format);

    [Theory]
    [InlineData("gzip", BodyCoding.Gzip)]
    [InlineData("GZIP", BodyCoding.Gzip)]
    [InlineData("x-gzip", BodyCoding.Gzip)]
    [InlineData("br", BodyCoding.Brotli)]
    [InlineData("deflate", BodyCoding.Deflate)]
    [InlineData("identity", BodyCoding.Identity)]
    [InlineData("", BodyCoding.Identity)]
    [InlineData("zstd", BodyCoding.Unknown)]
    [InlineData("gzip, br", BodyCoding.Unknown)]
    public void C09_TheCoding_IsThatOfContentEncoding(string value, BodyCoding expected) => Assert.Equal(expected, Parse($"Content-Encoding: {value}").Coding);

    [Theory]
    [InlineData("HTTP/1.1", "", true)]
    [InlineData("HTTP/1.0", "", false)]
    [InlineData("HTTP/1.1", "Connection: close", false)]
    [InlineData("HTTP/1.1", "Connection: Close", false)]
    [InlineData("HTTP/1.1", "Connection: TE, close", false)]
    [InlineData("HTTP/1.1", "Connection: close,TE", false)]
    [InlineData("HTTP/1.1", "Connection: close\r\nConnection: keep-alive", false)]
    [InlineData("HTTP/1.1", "Connection: x-disclose", true)]
    [InlineData("HTTP/1.1", "Connection: keep-alive", true)]
    [InlineData("HTTP/1.0", "Connection: Keep-Alive", true)]
    public void C79_WhetherTheConnectionStays_IsSaidByVersionAndConnection(string version, string field, bool expected) =>
        Assert.Equal(expected, Parse(field, version).KeepsOpen);

    [Theory]
    [InlineData("timeout=5", 5)]
    [InlineData("timeout=75, max=100", 75)]
    [InlineData("max=100, timeout=60", 60)]
    [InlineData("max=100", null)]
    [InlineData("timeout=soon", null)]
    [InlineData("timeout=99999999999", null)]
    public void C79_TheKeepAliveTimeout_IsRead(string value, int? seconds) =>
        Assert.Equal(seconds, (int?)Parse($"Keep-Alive: {value}").KeepAliveTimeout?.TotalSeconds);

    [Theory]
    [InlineData("Retry-After: 7", 7000d)]
    [InlineData("retry-after: 0.5", 500d)]
    [InlineData("Retry-After: 0", 0d)]
    [InlineData("retry-after-ms: 1500", 1500d)]
    [InlineData("retry-after-ms: 0.4", 0.4)]
    [InlineData("Retry-After: 7\r\nretry-after-ms: 1500", 1500d)]
    [InlineData("retry-after-ms: 1500\r\nRetry-After: 7", 1500d)]
    [InlineData("Retry-After: -1", null)]
    [InlineData("Retry-After: soon", null)]
    [InlineData("Retry-After: 1e300", null)]
    [InlineData("retry-after-ms: NaN", null)]
    [InlineData("", null)]
    public void C75_RetryAfter_IsReadInSecondsAndMilliseconds(string fields, double? milliseconds)
    {
        var head = Parse(fields);

        Assert.Equal(milliseconds, head.RetryAfter?.TotalMilliseconds);
        Assert.Null(head.RetryAfterDate);
    }

    [Theory]
    [InlineData("Fri, 20 Nov 2026 12:00:05 GMT")]
    [InlineData("Friday, 20-Nov-26 12:00:05 GMT")]
    public void C75_RetryAfter_MayBeADate(string value) =>
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 12, 0, 5, TimeSpan.Zero), Parse($"Retry-After: {value}").RetryAfterDate);

    [Fact]
    public void ContentLength_SaidTwiceTheSame_IsSaidOnce()
    {
        Assert.Equal(5, Parse("Content-Length: 5\r\nContent-Length: 5").ContentLength);
        Assert.Null(Parse("").ContentLength);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 20\r\n\r\n")]
    [InlineData("HTTP/1.1 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 -12 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1200 OK now\r\n\r\n")]
    [InlineData("<html><body>No")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\r\n\r\n")]
    public void C64_WhatIsNoHttp11_IsRefused(string text) =>
        Assert.Throws<UpstreamProtocolException>(() => new ResponseHead().TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void LinesThatAreNoFields_ArePassedOver()
    {
        var head = Parse("no colon here\r\n: no name\r\n\tfolded: line\r\nContent-Length: 3");

        Assert.Equal(3, head.ContentLength);
    }

    [Fact]
    public void ARequestIdThatCouldEndAHeader_IsNotTaken()
    {
        Assert.Null(Parse("x-request-id: a\rSet-Cookie: b").RequestId);
        Assert.Null(Parse("x-request-id: a\u0001").RequestId);
        Assert.Null(Parse($"x-request-id: {new string('a', 201)}").RequestId);
        Assert.Equal("a b", Parse("x-request-id: a b").RequestId);
    }

    [Fact]
    public void NothingOfAnEarlierHead_IsLeft()
    {
        var head = new ResponseHead();
        head.TryParse("HTTP/1.0 429 No\r\nContent-Type: application/json\r\nContent-Length: 9\r\nContent-Encoding: br\r\nRetry-After: 7\r\nx-request-id: a\r\nKeep-Alive: timeout=5\r\nConnection: close\r\n\r\n"u8, out _);
        head.TryParse("HTTP/1.1 200 OK\r\n\r\n"u8, out _);

        Assert.Equal((200, false, null, true, null), (head.Status, head.IsChunked, head.ContentLength, head.KeepsOpen, head.KeepAliveTimeout));
        Assert.Equal((BodyFormat.Other, BodyCoding.Identity, null, null, null), (head.Format, head.Coding, head.RequestId, head.RetryAfter, head.RetryAfterDate));
    }

    [Fact]
    public void AnyBytes_AreAHead_OrIncomplete_OrRefused()
    {
        var random = new Random(5);
        var whole = Encoding.ASCII.GetBytes(Whole);
        var head = new ResponseHead();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = whole.AsSpan(0, random.Next(whole.Length + 1)).ToArray();
            for (var hits = random.Next(4); hits > 0 && bytes.Length > 0; hits--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                head.TryParse(bytes, out _);
            }
            catch (UpstreamProtocolException)
            {
                // The one way to say no.
            }
        }
    }

    private static ResponseHead Parse(string fields, string version = "HTTP/1.1")
    {
        var head = new ResponseHead();
        Assert.True(head.TryParse(Encoding.Latin1.GetBytes($"{version} 200 OK\r\n{fields}{(fields.Length > 0 ? "\r\n" : "")}\r\n"), out _));
        return head;
    }
}
