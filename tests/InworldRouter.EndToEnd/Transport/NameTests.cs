// Providers reached by a name instead of an address.
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Transport;

public sealed class NameTests
{
    [Fact]
    public async Task AHostName_WithSeveralAddresses_IsReached()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        var config = RouterConfig.For(("openai", upstream)).Set("providers.openai.baseUrl", upstream.BaseUrl.Replace("127.0.0.1", "localhost"));
        await using var router = await NativeRouter.StartAsync(config);
        Assert.Equal("Hello", (await router.ChatAsync(Wire.Chat("openai/gpt-4o"))).TextOf());
    }

    [Fact]
    public async Task C73_AHostNameThatNobodyHas_IsAFailureLikeAnyOther()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        var config = RouterConfig.For(("alpha", upstream), ("beta", upstream)).Set("providers.alpha.baseUrl", "http://no-such-host.invalid/v1");
        await using var router = await NativeRouter.StartAsync(config);
        var answer = await router.ChatAsync(Wire.Chat("alpha/m", more: ",\"models\":[\"beta/m\"]"));
        Assert.Equal("Hello", answer.TextOf());
        Assert.Equal("alpha/m:false beta/m:true", Wire.Attempts(answer.Json["metadata"]!));
    }
}
