// A conversation goes back to the provider whose cache holds it, and only then.
using InworldRouter.DataPlane.Routing;

namespace InworldRouter.Tests.DataPlane.Routing;

public sealed class WarmProvidersTests
{
    private static readonly string Long = new('a', 5000);

    [Fact]
    public async Task C61_ASession_StaysWithItsProvider_ThoughAnotherHasBecomeFaster()
    {
        using var servers = new Servers();

        Assert.Equal("alpha", await servers.CallAsync(Say.Call("m"), session: "s1"));
        servers.MakeFaster("beta");

        Assert.Equal("alpha", await servers.CallAsync(Say.Call("m"), session: "s1"));
        Assert.Equal("beta", await servers.CallAsync(Say.Call("m"), session: "s2"));
    }

    [Fact]
    public async Task C61_ALongConversation_IsKnownByItsBeginning_WhereverItsCacheMarkersStand()
    {
        using var servers = new Servers();
        var first = $$"""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"{{Long}}","cache_control":{"type":"ephemeral"} }]}]}""";
        var second = $$"""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"{{Long}}"}]},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}""";

        Assert.Equal("alpha", await servers.CallAsync(first));
        servers.MakeFaster("beta");

        Assert.Equal("alpha", await servers.CallAsync(second));
    }

    [Fact]
    public async Task AFirstTurnThatIsRepeated_IsRoutedAnew()
    {
        using var servers = new Servers();
        var only = $$"""{"model":"m","messages":[{"role":"user","content":"{{Long}}"}]}""";

        Assert.Equal("alpha", await servers.CallAsync(only));
        servers.MakeFaster("beta");

        Assert.Equal("beta", await servers.CallAsync(only));
    }

    [Fact]
    public async Task AShortConversation_HasNoCacheToLose()
    {
        using var servers = new Servers();
        const string Turn = """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}""";

        Assert.Equal("alpha", await servers.CallAsync(Turn));
        servers.MakeFaster("beta");

        Assert.Equal("beta", await servers.CallAsync(Turn));
    }

    [Fact]
    public async Task C61_AFailure_ReleasesIt()
    {
        using var servers = new Servers();
        Assert.Equal("alpha", await servers.CallAsync(Say.Call("m"), session: "s1"));

        servers.Router.Plan.Models.ById["alpha/m"].Cooldown.Pause(TimeSpan.FromSeconds(1));
        Assert.Equal("beta", await servers.CallAsync(Say.Call("m"), session: "s1"));
        servers.Router.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("beta", await servers.CallAsync(Say.Call("m"), session: "s1"));
    }

    [Fact]
    public async Task AfterTheCachesLife_NothingIsOwed()
    {
        using var servers = new Servers();
        Assert.Equal("alpha", await servers.CallAsync(Say.Call("m"), session: "s1"));
        servers.MakeFaster("beta");

        servers.Router.Time.Advance(TimeSpan.FromMinutes(6));
        servers.MakeFaster("beta");

        Assert.Equal("beta", await servers.CallAsync(Say.Call("m"), session: "s1"));
    }

    [Fact]
    public async Task TheCallersOwnOrder_Stands()
    {
        using var servers = new Servers();
        Assert.Equal("alpha", await servers.CallAsync(Say.Call("m"), session: "s1"));

        Assert.Equal("beta", await servers.CallAsync(Say.Call("m", more: ""","provider":{"order":["beta","alpha"]}"""), session: "s1"));
    }

    private sealed class Servers : IDisposable
    {
        private readonly LoopbackServer _alpha = new();
        private readonly LoopbackServer _beta = new();

        public Servers()
        {
            Router = TestRouter.For(("alpha", _alpha), ("beta", _beta));
            var body = Say.Answer("Hi");
            var answer = System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            _ = _alpha.ServeAsync(answer);
            _ = _beta.ServeAsync(answer);
            MakeFaster("alpha");
        }

        public TestRouter Router { get; }

        public void MakeFaster(string provider)
        {
            // What was measured before has faded by then; no cache has.
            Router.Time.Advance(TimeSpan.FromMinutes(2));
            for (var i = 0; i < 50; i++)
            {
                Router.Plan.Models.ById["alpha/m"].Statistics.Record(TimeSpan.FromMilliseconds(provider == "alpha" ? 1 : 900), 0);
                Router.Plan.Models.ById["beta/m"].Statistics.Record(TimeSpan.FromMilliseconds(provider == "beta" ? 1 : 900), 0);
            }
        }

        /// <summary>Who answered.</summary>
        public async Task<string> CallAsync(string body, string? session = null)
        {
            var answer = await Router.Post(body, prepare: http =>
            {
                if (session is not null)
                    http.Request.Headers[WarmProviders.SessionHeader] = session;
            }).JsonAsync();
            return answer["model"]!.GetValue<string>().Split('/')[0];
        }

        public void Dispose()
        {
            Router.Dispose();
            _alpha.Dispose();
            _beta.Dispose();
        }
    }
}
