// The journey as a whole, in memory on the caller's side and over a socket on the provider's.
namespace InworldRouter.Tests.DataPlane;

public sealed class CallJourneyTests
{
    [Fact]
    public async Task AJsonCall_IsAnswered()
    {
        using var alpha = new LoopbackServer();
        using var router = TestRouter.For(("alpha", alpha));

        var call = router.Post(Say.Call("alpha/m"));
        var peer = await alpha.CalledAsync();
        await peer.AnswerAsync(Say.Answer("Hello"));
        var answer = await call.JsonAsync();

        Assert.Equal(200, call.Status);
        Assert.Equal("Hello", answer["choices"]![0]!["message"]!["content"]!.GetValue<string>());
        Assert.Equal("alpha/m", answer["model"]!.GetValue<string>());
        Assert.Contains("\"model\":\"m\"", peer.RequestBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStream_IsRelayed()
    {
        using var alpha = new LoopbackServer();
        using var router = TestRouter.For(("alpha", alpha));

        var call = router.Post(Say.Call("alpha/m", stream: true));
        var peer = await alpha.CalledAsync();
        await peer.BeginStreamAsync();
        await peer.EventAsync(Say.Role);
        await peer.EventAsync(Say.Text("Hello"));
        await call.Caller.ReadUntilAsync("Hello");
        await peer.EventAsync(Say.Stop);
        await peer.EventAsync(Say.Done);
        peer.Finish();
        var events = await call.EventsAsync();

        Assert.Equal("[DONE]", events[^1]);
        Assert.Equal(4, events.Length);
    }
}
