// "http(s) only, never loopback, private, link-local or metadata addresses (after resolution, on every redirect) … 20 MB, 10 s" (api.md 10)
using System.Net;
using System.Text;
using InworldRouter.Capabilities.Images;
using InworldRouter.Providers;
using InworldRouter.Tests.DataPlane;

namespace InworldRouter.Tests.Capabilities.Images;

public sealed class ImageFetcherTests : IDisposable
{
    private static readonly byte[] Gif = "GIF89a\x01\0\x01\0"u8.ToArray();

    private readonly LoopbackServer _server = new();
    private readonly ManualTime _time = new();
    private readonly List<string> _asked = [];
    private IPAddress[] _addresses = [IPAddress.Loopback];

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task AFile_IsFetchedByName_FromTheAddressThatWasChecked_AndResolvedOnce()
    {
        var fetch = FetchAsync($"http://img.example:{_server.Url.Port}/a%20b.gif?sig=s3cret#part");
        var peer = await AnswerAsync("Content-Type: image/png\r\n", Gif);
        var file = (await fetch.Soon()).File!;

        Assert.StartsWith($"GET /a%20b.gif?sig=s3cret HTTP/1.1\r\nHost: img.example:{_server.Url.Port}\r\n", peer.Request, StringComparison.Ordinal);
        Assert.Equal("image/gif", file.MediaType);
        Assert.Equal(Gif, file.Bytes);
        Assert.Equal(["img.example"], _asked);
    }

    [Theory]
    [InlineData("Content-Type: IMAGE/BMP; x=y\r\n", "BM....", "image/bmp", null)]
    [InlineData("Content-Type: text/html; charset=utf-8\r\n", "<p>Sign in</p>", null, "it is an HTML page, not a file: give the address of the file itself")]
    [InlineData("Content-Type: image/png\r\n", "<!doctype html>", null, "it is an HTML page, not a file: give the address of the file itself")]
    [InlineData("Content-Type: application/json\r\n", "{}", null, "neither its bytes nor its Content-Type are those of an image, PDF, audio or video")]
    [InlineData("", "hello", null, "neither its bytes nor its Content-Type are those of an image, PDF, audio or video")]
    [InlineData("Content-Type: image/png\r\n", "", null, "it is empty")]
    public async Task WhatItIs_IsSaidByItsBytes_ThenByItsServer(string header, string body, string? type, string? reason)
    {
        var fetch = FetchAsync(Url("/x"));
        await AnswerAsync(header, Encoding.UTF8.GetBytes(body));

        Check(await fetch.Soon(), type, reason);
    }

    [Theory]
    [InlineData("ftp://img.example/x.png", "img.example", "only http and https addresses are fetched")]
    [InlineData("file:///etc/passwd", "the given URL", "only http and https addresses are fetched")]
    [InlineData("cat.png", "the given URL", "it is no absolute address")]
    [InlineData("http://user:s3cret@img.example/x.png", "img.example", "an address with a user name or password is not fetched")]
    public async Task WhatIsNotFetched_IsRefused_WithoutAsking(string url, string host, string reason)
    {
        var failure = (await FetchAsync(url).Soon()).Failure!;

        Assert.Equal((FailureKind.BadRequest, $"The file at {host} could not be fetched: {reason}."), (failure.Kind, failure.Message));
        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData("http://127.0.0.1/x")]
    [InlineData("http://2130706433/x")]
    [InlineData("http://0x7f.1/x")]
    [InlineData("http://017700000001/x")]
    [InlineData("http://[::1]/x")]
    [InlineData("http://[::ffff:169.254.169.254]/x")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/x")]
    [InlineData("http://169.254.169.254/computeMetadata/v1/")]
    public async Task APrivateAddress_IsRefused_HoweverItIsWritten(string url) =>
        Check(await FetchAsync(url, allowPrivate: false).Soon(), null, "it is not on the public internet (limits.allowPrivateImageHosts would allow it)");

    [Theory]
    [MemberData(nameof(PublicAddressTests.Refused), MemberType = typeof(PublicAddressTests))]
    public async Task AName_IsJudgedByItsAddresses(string address)
    {
        _addresses = [IPAddress.Parse("8.8.8.8"), IPAddress.Parse(address)];

        Check(await FetchAsync("http://rebind.example/x", allowPrivate: false).Soon(), null, "it is not on the public internet (limits.allowPrivateImageHosts would allow it)");
        Assert.Equal(["rebind.example"], _asked);
    }

    // Whatever a caller writes is a refusal in words, never a fault of ours.
    [Theory]
    [InlineData("http://a..b/x")]
    [InlineData("http://xn--/x")]
    [InlineData("http://xn--a\u00df-/x")]
    [InlineData("http://-/x")]
    [InlineData("http://./x")]
    [InlineData("http://%00/x")]
    [InlineData("http://exa mple/x")]
    [InlineData("http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example/x")]
    [InlineData("http://\ud800.example/x")]
    [InlineData("http://[::1%25lo]/x")]
    [InlineData("http://\u2488.example/x")]
    public async Task AnOddName_IsRefused(string url)
    {
        var fetch = await new ImageFetcher(_time).FetchAsync(url, allowPrivateHosts: false, TestContext.Current.CancellationToken).Soon();

        Assert.Equal(FailureKind.BadRequest, fetch.Failure!.Kind);
    }

    [Fact]
    public async Task ANameThatIsTooLong_IsRefused()
    {
        var name = string.Join('.', Enumerable.Repeat("label", 60));

        Assert.Equal(FailureKind.BadRequest, (await new ImageFetcher(_time).FetchAsync($"http://{name}/x", allowPrivateHosts: false, TestContext.Current.CancellationToken).Soon()).Failure!.Kind);
    }

    [Fact]
    public async Task ARedirect_IsFollowed_FromWhereItStands()
    {
        var fetch = FetchAsync(Url("/a/b?sig=s3cret"));
        await AnswerAsync("Location: ../c.gif\r\n", [], 302);
        var peer = await AnswerAsync("", Gif);

        Check(await fetch.Soon(), "image/gif", null);
        Assert.StartsWith("GET /c.gif HTTP/1.1\r\n", peer.Request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "the given URL", "only http and https addresses are fetched")]
    [InlineData("http://u:p@other.example/", "other.example", "an address with a user name or password is not fetched")]
    [InlineData("http://:80:80/", "127.0.0.1", "HTTP 302 redirects to no address")]
    public async Task ARedirect_IsJudgedLikeTheAddressItself(string location, string host, string reason)
    {
        var fetch = FetchAsync(Url("/x"));
        await AnswerAsync($"Location: {location}\r\n", [], 302);

        Assert.Equal($"The file at {host} could not be fetched: {reason}.", (await fetch.Soon()).Failure!.Message);
    }

    // The first host is on the internet, or so it is taken here; where it leads is looked up and judged anew.
    [Theory]
    [MemberData(nameof(PublicAddressTests.Refused), MemberType = typeof(PublicAddressTests))]
    public async Task ARedirectToAPrivateAddress_IsRefused(string address)
    {
        var front = IPAddress.Parse("127.0.0.1");
        var fetcher = new ImageFetcher(
            _time,
            (name, _) => Task.FromResult<IPAddress[]>(name == "img.example" ? [front] : [IPAddress.Parse(address)]),
            found => ReferenceEquals(found, front) || PublicAddress.Is(found));
        var fetch = fetcher.FetchAsync($"http://img.example:{_server.Url.Port}/x", allowPrivateHosts: false, TestContext.Current.CancellationToken);
        await AnswerAsync("Location: http://metadata.example/computeMetadata/v1/\r\n", [], 307);

        Assert.Equal("The file at metadata.example could not be fetched: it is not on the public internet (limits.allowPrivateImageHosts would allow it).", (await fetch.Soon()).Failure!.Message);
    }

    [Fact]
    public async Task FiveRedirects_AreEnough()
    {
        var fetch = FetchAsync(Url("/x"));
        for (var i = 0; i < 6; i++)
            await AnswerAsync("Location: /x\r\n", [], 301);

        Check(await fetch.Soon(), null, "it redirects more than 5 times");
        Assert.False(_server.HasPending);
    }

    [Fact]
    public async Task AnErrorStatus_IsNamed()
    {
        var fetch = FetchAsync(Url("/x?sig=s3cret"));
        await AnswerAsync("", Gif, 403);

        Check(await fetch.Soon(), null, "HTTP 403");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MoreThan20MB_IsRefused_AnnouncedOrNot(bool announced)
    {
        var fetch = FetchAsync(Url("/x"));
        var peer = await _server.CalledAsync();
        const int Limit = 20 * 1024 * 1024;
        await peer.SendAsync($"HTTP/1.1 200 OK\r\n{(announced ? $"Content-Length: {Limit + 1}\r\n" : "")}\r\n");
        if (!announced)
        {
            try
            {
                await peer.SendAsync(new byte[Limit + 64 * 1024]);
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The fetcher has seen enough and hung up.
            }
        }

        Check(await fetch.Soon(), null, "it is larger than 20 MB");
    }

    [Fact]
    public async Task WhatDoesNotArriveInTenSeconds_IsGivenUp()
    {
        var fetch = FetchAsync(Url("/x"));
        var peer = await _server.CalledAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nGIF8");
        _time.Advance(TimeSpan.FromSeconds(10));

        Check(await fetch.Soon(), null, "it did not arrive within 10 s");
        await peer.GoneAsync();
    }

    [Fact]
    public async Task TheCallsEnd_EndsTheFetch()
    {
        using var call = new CancellationTokenSource();
        var fetch = new ImageFetcher(_time).FetchAsync(Url("/x"), allowPrivateHosts: true, call.Token);
        var peer = await _server.CalledAsync();
        await call.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch.Soon());
        await peer.GoneAsync();
    }

    [Fact]
    public async Task AHostThatIsAway_SaysSo_AndItsNextAddressIsTried()
    {
        _addresses = [IPAddress.IPv6Loopback, IPAddress.Loopback];
        var fetch = FetchAsync($"http://img.example:{_server.Url.Port}/x");
        await AnswerAsync("", Gif);
        Check(await fetch.Soon(), "image/gif", null);

        _addresses = [];
        Check(await FetchAsync("http://nobody.example/x").Soon(), null, "its name has no address");
    }

    private static void Check(ImageFetch fetch, string? type, string? reason)
    {
        Assert.Equal(type, fetch.File?.MediaType);
        if (reason is null)
            return;
        Assert.Equal(("invalid_image_url", FailureKind.BadRequest), (fetch.Failure!.Code, fetch.Failure.Kind));
        Assert.EndsWith($" could not be fetched: {reason}.", fetch.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fetch.Failure.Message, StringComparison.Ordinal);
    }

    private Task<ImageFetch> FetchAsync(string url, bool allowPrivate = true) =>
        new ImageFetcher(_time, (name, _) =>
        {
            _asked.Add(name);
            return Task.FromResult(_addresses);
        }).FetchAsync(url, allowPrivate, TestContext.Current.CancellationToken);

    private string Url(string path) => $"http://127.0.0.1:{_server.Url.Port}{path}";

    private async Task<LoopbackPeer> AnswerAsync(string headers, byte[] body, int status = 200)
    {
        var peer = await _server.CalledAsync();
        await peer.SendAsync($"HTTP/1.1 {status} X\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
        await peer.SendAsync(body);
        return peer;
    }
}
