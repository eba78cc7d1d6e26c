// "Zero managed allocation per relayed stream event": measured over the whole process, socket to writer.
using System.Text;

namespace InworldRouter.Tests.DataPlane.Relay;

[Collection(nameof(MeasuredAlone))]
public sealed class RelayAllocationTests
{
    [Theory]
    [InlineData("""{"content":" word"}""", 1)]
    [InlineData("""{"content":" word"}""", 20)]
    [InlineData("""{"reasoning_content":"Gr\u00f6\u00dfe \"x\""}""", 1)]
    [InlineData("""{"role":"assistant","content":"x"}""", 1)]
    [InlineData("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"q\":"}}]}""", 1)]
    public async Task ARelayedEvent_AllocatesNothing(string delta, int eventsARead)
    {
        Optimized.Required();
        using var alpha = new LoopbackServer();
        using var router = TestRouter.For(("alpha", alpha));
        var writer = new CountingWriter();
        using var caller = new CallerSide(writer: writer);
        var call = router.Post(Say.Call("alpha/m", stream: true, ",\"stream_options\":{\"include_usage\":true}"), caller);
        var peer = await alpha.CalledAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        var begin = Say.Stream(Say.Role, Say.Delta("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}"""));
        await peer.SendAsync($"{begin.Length:x}\r\n{begin}\r\n");
        writer.Flushes.WaitFor(1);
        var events = string.Concat(Enumerable.Repeat(Say.Stream(Say.Delta(delta)), eventsARead));
        var chunk = Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(events):x}\r\n{events}\r\n");
        var ended = Say.Stream(Say.Stop, Say.Done);

        var bytes = MeasuredAlone.PerRound(2000, rounds =>
        {
            for (var i = 0; i < rounds; i++)
            {
                // The whole chunk is written at once, so it is flushed at once or in two; the bytes tell when it is through.
                var flushed = writer.Flushes.Count;
                peer.Send(chunk);
                writer.Flushes.WaitFor(flushed + 1);
            }
        });

        Assert.Equal(0, bytes);
        await peer.SendAsync($"{ended.Length:x}\r\n{ended}\r\n0\r\n\r\n");
        await call.EndAsync();
        Assert.InRange(writer.Bytes.Count, 5 * 2000 * eventsARead * 100, long.MaxValue);
    }
}
