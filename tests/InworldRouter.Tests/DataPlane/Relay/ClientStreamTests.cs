// What a caller gets while nothing flows: headers and a comment each 15 seconds, between events and never within one.
using System.Text.Json.Nodes;

namespace InworldRouter.Tests.DataPlane.Relay;

public sealed class ClientStreamTests : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private readonly LoopbackServer _alpha = new();
    private readonly TestRouter _router;

    public ClientStreamTests() => _router = TestRouter.For(("alpha", _alpha));

    public void Dispose()
    {
        _router.Dispose();
        _alpha.Dispose();
    }

    [Fact]
    public async Task C05_C07_HeadersAndOneComment_Each15Seconds_FromTheFirstOn()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        _router.Time.Advance(Silence - Grain);
        Assert.Empty(call.Caller.Headers);
        _router.Time.Advance(Grain);
        Assert.Equal("text/event-stream; charset=utf-8", call.Caller.Headers.ContentType);
        Assert.Equal(": ping\n", await call.Caller.ReadUntilAsync("\n"));
        _router.Time.Advance(Silence * 2);
        await call.Caller.ReadUntilAsync(": ping\n: ping\n: ping\n");

        await alpha.BeginStreamAsync();
        await alpha.SendAsync(Say.Stream(Say.Text("Hello"), Say.Stop, Say.Done));
        alpha.Finish();
        var text = await call.TextAsync();
        Assert.StartsWith(": ping\n: ping\n: ping\ndata: {", text, StringComparison.Ordinal);
        Assert.Single(text.Split("\n: ping\ndata:")[1..]);
    }

    [Fact]
    public async Task C05_AnEventInTime_NeedsNoComment_AndSilenceCountsFromIt()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        for (var i = 0; i < 5; i++)
        {
            _router.Time.Advance(Silence - Grain);
            await alpha.EventAsync(Say.Text($"<{i}>"));
            await call.Caller.ReadUntilAsync($"<{i}>");
        }
        Assert.DoesNotContain(": ping", call.Caller.Text, StringComparison.Ordinal);

        await _router.StreamWaitsAsync();
        _router.Time.Advance(Silence);
        await call.Caller.ReadUntilAsync(": ping\n");
        Assert.EndsWith("\n\n: ping\n", call.Caller.Text, StringComparison.Ordinal);
        await alpha.SendAsync(Say.Stream(Say.Stop, Say.Done));
        alpha.Finish();
        await call.EndAsync();
    }

    [Fact]
    public async Task C06_ALongThought_IsKeptAliveByCommentsAlone_NotByTheUpstreamsPings()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        await alpha.EventAsync(Say.Text("Hm"));
        await call.Caller.ReadUntilAsync("Hm");
        for (var i = 1; i <= 3; i++)
        {
            // Its comments are its own business: each would reset a client's watchdog, however dead the model behind it.
            await alpha.SendAsync(": keep-alive\n\n: OPENROUTER PROCESSING\n\n");
            await Patience.UntilAsync(() => _router.Exchange.Events.Comments == i * 2);
            await _router.StreamWaitsAsync();
            _router.Time.Advance(Silence);
            await call.Caller.ReadUntilAsync(": ping\n");
        }
        await alpha.SendAsync(Say.Stream(Say.Text("!"), Say.Stop, Say.Done));
        alpha.Finish();

        var text = await call.TextAsync();
        Assert.Equal(3, text.Split(": ping\n").Length - 1);
        Assert.DoesNotContain("event:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("keep-alive", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PROCESSING", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C05_HalfAnEventOfTheUpstream_IsNoHalfEventOfOurs()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        await alpha.EventAsync(Say.Text("one"));
        await call.Caller.ReadUntilAsync("one");
        await alpha.SendAsync("data: " + Say.Text("two")[..40]);
        await Patience.UntilAsync(() => _router.Exchange.Events.PendingBytes == 46);
        await _router.StreamWaitsAsync();
        _router.Time.Advance(Silence);
        await call.Caller.ReadUntilAsync(": ping\n");
        await alpha.SendAsync(Say.Text("two")[40..] + "\n\n" + Say.Stream(Say.Stop, Say.Done));
        alpha.Finish();

        var text = await call.TextAsync();
        Assert.Contains("\n\n: ping\ndata: ", text, StringComparison.Ordinal);
        Assert.All(await call.EventsAsync(), e => Assert.True(e == Say.Done || JsonNode.Parse(e) is not null));
    }

    [Fact]
    public async Task C07_ARefusalAfterTheComment_IsAnEvent()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        _router.Time.Advance(Silence);
        await alpha.AnswerAsync(Say.Error("No"), 404);

        var text = await call.TextAsync();
        Assert.Equal(200, call.Status);
        Assert.StartsWith(": ping\ndata: {\"error\":{", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C05_AJsonCall_GetsNoComment()
    {
        var call = _router.Post(Say.Call("alpha/m"));
        var alpha = await _alpha.CalledAsync();
        _router.Time.Advance(Silence * 4);
        await alpha.AnswerAsync(Say.Answer("Hello"));

        Assert.StartsWith("{", await call.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACommentStillBeingWritten_IsWaitedFor()
    {
        using var caller = new CallerSide(buffered: 8);
        var call = _router.Post(Say.Call("alpha/m", stream: true), caller);
        var alpha = await _alpha.CalledAsync();
        // The second of them finds the caller's buffer full; no third is begun behind it.
        _router.Time.Advance(Silence * 3);
        await alpha.BeginStreamAsync();
        await alpha.SendAsync(Say.Stream(Say.Text("Hello"), Say.Stop, Say.Done));
        alpha.Finish();

        var reading = caller.ReadToEndAsync();
        await call.EndAsync();
        Assert.StartsWith(": ping\n: ping\ndata: {", await reading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C86_ACommentThatIsNeverRead_IsNotWaitedForForEver()
    {
        using var caller = new CallerSide(buffered: 1);
        var call = _router.Post(Say.Call("alpha/m", stream: true), caller);
        var alpha = await _alpha.CalledAsync();
        _router.Time.Advance(Silence);
        await alpha.BeginStreamAsync();
        await alpha.EventAsync(Say.Text("Hello"));
        await _router.Time.WaitsAsync(Silence * 4, Silence * 4);
        _router.Time.Advance(Silence * 4);

        await alpha.GoneAsync();
        await call.EndAsync();
        Assert.True(caller.WasCut);
    }

    [Fact]
    public async Task AfterTheCall_NothingIsWritten()
    {
        var call = _router.Post(Say.Call("alpha/m", stream: true));
        var alpha = await _alpha.CalledAsync();
        await alpha.BeginStreamAsync();
        await alpha.SendAsync(Say.Stream(Say.Text("Hello"), Say.Stop, Say.Done));
        alpha.Finish();
        await call.TextAsync();

        // Writing to a completed pipe would throw here, on the thread that moves the clock.
        _router.Time.Advance(Silence * 3);
        Assert.Equal(0, _router.Time.Armed);
    }
}
