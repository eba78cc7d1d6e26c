// Fetches a picture (or PDF, sound, film) that a message names by its address, for a provider that takes only data.
using System.Net;
using System.Net.Sockets;
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Capabilities.Images;

/// <summary>One of both.</summary>
public readonly record struct ImageFetch(FetchedFile? File, UpstreamFailure? Failure);

/// <summary>
/// "http(s) only, never loopback, private, link-local or metadata addresses (after resolution, on every redirect) unless limits.allowPrivateImageHosts;
/// 20 MB, 10 s" (api.md 10). The address that was checked is the one that is connected to: a name that is resolved twice may mean two hosts.
/// </summary>
/// <param name="resolve">A name's addresses; tests have names of their own.</param>
/// <param name="isPublic"><see cref="PublicAddress.Is"/>; tests have an internet of their own.</param>
public sealed class ImageFetcher(TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, Predicate<IPAddress>? isPublic = null)
{
    private const int LargestFile = 20 * 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Browsers follow twenty; a picture that takes more than five has gone astray.
    private const int MostRedirects = 5;

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;
    private readonly Predicate<IPAddress> _isPublic = isPublic ?? PublicAddress.Is;

    /// <param name="url">As the caller wrote it; no <c>data:</c> URL.</param>
    /// <param name="allowPrivateHosts"><c>limits.allowPrivateImageHosts</c></param>
    /// <param name="cancel">The call's own end: its deadlines, its caller's departure.</param>
    /// <returns>The file, or a failure of kind <c>BadRequest</c> that names the host and the reason and nothing else of the address, which may hold a signature.</returns>
    /// <exception cref="OperationCanceledException">By <paramref name="cancel"/>.</exception>
    public async Task<ImageFetch> FetchAsync(string url, bool allowPrivateHosts, CancellationToken cancel)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return Refused(null, "it is no absolute address");
        using var timeout = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        using var body = new PooledBuffer();
        var head = new ResponseHead { IsOfFile = true };
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                body.Truncate(0);
                if (await GetAsync(uri, allowPrivateHosts, head, body, either.Token) is { } reason)
                    return Refused(uri, reason);
                if (head.Status is not (301 or 302 or 303 or 307 or 308))
                    return Read(uri, head, body);
                if (redirects == MostRedirects)
                    return Refused(uri, $"it redirects more than {MostRedirects} times");
                if (head.Location is null || !Uri.TryCreate(uri, head.Location, out var next))
                    return Refused(uri, $"HTTP {head.Status} redirects to no address");
                uri = next;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Refused(uri, $"it did not arrive within {Limit.TotalSeconds:0} s");
        }
        catch (Exception error) when (SingleRequest.IsExpected(error) && error is not OperationCanceledException)
        {
            return Refused(uri, error.Message);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException)
        {
            // Not IDN, longer than a name may be, or an IPv6 address on a machine that has none of it.
            return Refused(uri, "its host is no name or address that this machine can reach");
        }
    }

    // Null when an answer has come, whatever it says.
    private async Task<string?> GetAsync(Uri uri, bool allowPrivateHosts, ResponseHead head, PooledBuffer body, CancellationToken cancel)
    {
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            return "only http and https addresses are fetched";
        if (uri.UserInfo.Length > 0)
            return "an address with a user name or password is not fetched";
        var endpoint = new UpstreamEndpoint(uri, time);
        var name = endpoint.Host.Trim('[', ']');
        var addresses = IPAddress.TryParse(name, out var literal) ? [literal] : await _resolve(name, cancel);
        if (addresses.Length == 0)
            return "its name has no address";
        // One bad address is enough: a host that lists its neighbours among its own is up to something.
        if (!allowPrivateHosts && !Array.TrueForAll(addresses, _isPublic))
            return "it is not on the public internet (limits.allowPrivateImageHosts would allow it)";
        using var request = new PooledBuffer();
        WriteRequest(uri, endpoint, request);
        for (var i = 0; ; i++)
        {
            try
            {
                return await SingleRequest.RunAsync(endpoint, addresses[i], request.WrittenMemory, head, body, LargestFile, cancel) ? null : $"it is larger than {LargestFile >> 20} MB";
            }
            catch (SocketException) when (i + 1 < addresses.Length && body.IsEmpty)
            {
                // The next address, as any client does: a network may have no IPv6.
            }
        }
    }

    private static ImageFetch Read(Uri uri, ResponseHead head, PooledBuffer body)
    {
        if (head.Status != 200)
            return Refused(uri, $"HTTP {head.Status}");
        if (body.IsEmpty)
            return Refused(uri, "it is empty");
        if (MediaTypes.OfBytes(body.Written) is { } shown)
            return new ImageFetch(new FetchedFile(shown, body.Written.ToArray()), null);
        if (MediaTypes.IsHtml(head.MediaType, body.Written))
            return Refused(uri, "it is an HTML page, not a file: give the address of the file itself");
        return MediaTypes.IsMedia(head.MediaType)
            ? new ImageFetch(new FetchedFile(head.MediaType!, body.Written.ToArray()), null)
            : Refused(uri, "neither its bytes nor its Content-Type are those of an image, PDF, audio or video");
    }

    private static void WriteRequest(Uri uri, UpstreamEndpoint endpoint, PooledBuffer request)
    {
        request.Write("GET "u8);
        request.WriteText(uri.PathAndQuery);
        request.Write(" HTTP/1.1\r\nHost: "u8);
        request.WriteText(endpoint.Authority);
        request.Write("\r\nAccept: image/*, application/pdf, audio/*, video/*, */*;q=0.1\r\nAccept-Encoding: identity\r\nUser-Agent: inworld-router\r\nConnection: close\r\n\r\n"u8);
    }

    // "invalid_image_url" is OpenAI's own code for it.
    private static ImageFetch Refused(Uri? uri, string reason) =>
        new(null, new UpstreamFailure(FailureKind.BadRequest, $"The file at {(uri is { Host.Length: > 0 } ? uri.Host : "the given URL")} could not be fetched: {reason}.") { Code = "invalid_image_url" });
}
