// Reading a body allocates nothing, chunk after chunk.
using InworldRouter.DataPlane.Upstream;

namespace InworldRouter.Tests.DataPlane.Upstream;

[Collection(nameof(MeasuredAlone))]
public sealed class UpstreamAllocationTests
{
    [Fact]
    public async Task ReadingAChunk_AllocatesNothing()
    {
        Optimized.Required();
        using var server = new LoopbackServer();
        var endpoint = new UpstreamEndpoint(server.Url, TimeProvider.System);
        using var connection = UpstreamEndpoint.Open();
        await endpoint.ConnectAsync(connection).Soon();
        var peer = await server.AcceptAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        await connection.ReadHeadAsync(new ResponseHead()).Soon();
        var reads = new Counter();
        var reading = ReadAsync(connection, reads);
        byte[] chunk = [.. "10\r\ndata: {\"n\":123}"u8, .. "\r\n"u8];

        var bytes = MeasuredAlone.PerRound(2000, rounds =>
        {
            for (var i = 0; i < rounds; i++)
            {
                var next = reads.Count + 16;
                peer.Send(chunk);
                reads.WaitFor(next);
            }
        });

        Assert.Equal(0, bytes);
        await peer.SendAsync("0\r\n\r\n");
        await reading.Soon();
    }

    private static async Task ReadAsync(UpstreamConnection connection, Counter reads)
    {
        var room = new byte[4096];
        while (await connection.ReadBodyAsync(room) is > 0 and var read)
            reads.Add(read);
    }
}
