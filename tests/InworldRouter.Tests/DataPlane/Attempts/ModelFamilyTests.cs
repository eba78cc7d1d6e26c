// What a model's name says of it reaches the provider that writes the request.
namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class ModelFamilyTests
{
    [Theory]
    [InlineData("gpt-5-2025-08-07", false)]
    [InlineData("gpt-4.1-2025-04-14", true)]
    public async Task AModelThatNobodyDescribed_IsAskedByTheRulesOfItsFamily(string name, bool takesTemperature)
    {
        using var server = new LoopbackServer();
        using var router = new TestRouter($$"""{ "providers": { "openai": { "apiKey": "sk", "baseUrl": "{{server.Url}}" } } }""");
        var call = router.Post(Say.Call("openai/" + name, more: ",\"temperature\":0.2"));
        var peer = await server.CalledAsync();
        Assert.Equal(takesTemperature, peer.RequestBody.Contains("temperature", StringComparison.Ordinal));
        await peer.AnswerAsync(Say.Answer("Hello"));
        await call.JsonAsync();
    }
}
