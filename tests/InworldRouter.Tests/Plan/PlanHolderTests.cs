// A call keeps the plan it began with (C93).
using InworldRouter.Tests.ControlPlane;
using InworldRouter.Tests.DataPlane;

namespace InworldRouter.Tests.Plan;

public sealed class PlanHolderTests
{
    [Fact]
    public async Task C93_APlanPublishedMeanwhile_IsForTheNextCall()
    {
        using var alpha = new LoopbackServer();
        using var beta = new LoopbackServer();
        using var router = TestRouter.For(("alpha", alpha), ("beta", beta));
        var before = router.Post(Say.Call("alpha/m", more: ",\"models\":[\"beta/m\"]"));
        var peer = await alpha.CalledAsync();

        router.Plans.Publish(TestCatalog.Compile(TestRouter.Config("", ("beta", beta, "")), router.State));
        var after = router.Post(Say.Call("alpha/m"));
        await after.EndAsync();
        Assert.Equal(400, after.Status);

        await peer.AnswerAsync(Say.Error("No"), 500);
        await (await beta.CalledAsync()).AnswerAsync(Say.Answer("Hello"));
        await before.EndAsync();
        Assert.Equal(200, before.Status);
    }
}
