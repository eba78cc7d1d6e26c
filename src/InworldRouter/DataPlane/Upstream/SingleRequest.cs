// One request on a connection of its own and its whole answer: for the few calls that are no model's.
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.DataPlane.Upstream;

/// <summary>A token once an hour, a picture now and then: no pool is worth its upkeep for them, and no second HTTP client its place in the binary.</summary>
public static class SingleRequest
{
    /// <summary>Connects, sends, and reads the answer to its end, or until it is too long. Cancelling cuts the connection.</summary>
    /// <param name="address">What to connect to instead of whatever the host's name stands for; null = the name.</param>
    /// <param name="request">Head and body; the head should say <c>Connection: close</c>.</param>
    /// <param name="answer">What the body is appended to, its codings removed.</param>
    /// <param name="limit">Bytes of the body.</param>
    /// <returns>False when the body is longer than <paramref name="limit"/>.</returns>
    /// <exception cref="OperationCanceledException"/>
    /// <exception cref="IOException">Or another of those that <see cref="IsExpected"/> knows.</exception>
    public static async Task<bool> RunAsync(UpstreamEndpoint endpoint, IPAddress? address, ReadOnlyMemory<byte> request, ResponseHead head, PooledBuffer answer, int limit, CancellationToken cancel)
    {
        using var connection = UpstreamEndpoint.Open();
        using var cut = cancel.UnsafeRegister(static state => ((UpstreamConnection)state!).Abort(), connection);
        try
        {
            await endpoint.ConnectAsync(connection, address);
            await connection.SendAsync(request);
            await connection.ReadHeadAsync(head);
            if (head.ContentLength > limit)
                return false;
            var body = new UpstreamBody(connection, head.Coding);
            while (true)
            {
                var read = await body.ReadAsync(answer.GetMemory(4096));
                if (read == 0)
                    return true;
                answer.Advance(read);
                if (answer.Length > limit)
                    return false;
            }
        }
        catch (Exception error) when (cancel.IsCancellationRequested && IsExpected(error))
        {
            throw new OperationCanceledException(cancel);
        }
    }

    /// <summary>The other side, the network, or somebody who cut the connection: no fault of ours.</summary>
    public static bool IsExpected(Exception error) =>
        error is IOException or SocketException or AuthenticationException or ObjectDisposedException or OperationCanceledException or InvalidDataException;
}
