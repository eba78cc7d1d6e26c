// Who may call: every form of the same key, and the refusals (api.md 2).
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Requests;

public sealed class AuthTests
{
    private static readonly string Base64OfKey = Convert.ToBase64String(Encoding.UTF8.GetBytes(RouterConfig.Key + ":"));

    public static TheoryData<string> GoodHeaders => new()
    {
        $"Authorization: Bearer {RouterConfig.Key}",
        $"Authorization: bearer {RouterConfig.Key}",
        $"Authorization: Basic {RouterConfig.Key}",
        $"authorization: BASIC {RouterConfig.Key}",
        $"x-api-key: {RouterConfig.Key}",
        $"Authorization: Basic {Base64OfKey}",
        $"Authorization: Bearer {Base64OfKey}",
        $"Authorization: Basic {Base64OfKey.TrimEnd('=')}",
        $"x-api-key: {Base64OfKey}",
    };

    [Theory]
    [MemberData(nameof(GoodHeaders))]
    public async Task AnyFormOfTheKey_IsTheKey(string header)
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal("Hello", (await router.ChatAsync(Wire.Chat("openai/gpt-4o"), header)).TextOf());
    }

    [Theory]
    [InlineData("id:secret", "aWQ6c2VjcmV0")]
    [InlineData("aWQ6c2VjcmV0", "aWQ6c2VjcmV0")]
    [InlineData("portal-key-1", "cG9ydGFsLWtleS0xOg")]
    public async Task BasicCredentials_MatchTheConfiguredKey(string key, string presented)
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        var config = RouterConfig.For(("openai", upstream));
        config["auth"]!["keys"]![0]!["key"] = key;
        await using var router = await NativeRouter.StartAsync(config);
        Assert.Equal("Hello", (await router.ChatAsync(Wire.Chat("openai/gpt-4o"), $"Authorization: Basic {presented}")).TextOf());
    }

    [Theory]
    [InlineData("Authorization: Bearer wrong")]
    [InlineData("Authorization: Bearer")]
    [InlineData("Authorization: ")]
    [InlineData("Authorization: Digest inworld-test-key")]
    [InlineData("Authorization: Bearer inworld-test-key2")]
    [InlineData("Authorization: Bearer inworld-test-ke")]
    [InlineData("x-api-key: wrong")]
    [InlineData("Authorization: Basic %%%")]
    public async Task AWrongKey_Is401InPlainText(string header)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"), header);
        Assert.Equal(401, answer.Status);
        Assert.StartsWith("text/plain", answer.Header("content-type"));
        Assert.Equal("Unauthorized", answer.Text);
    }

    [Fact]
    public async Task NoKeyAtAll_Is401()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var body = Wire.Chat("openai/gpt-4o");
        var answer = await router.SendAsync(Encoding.UTF8.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        Assert.Equal(401, answer.Status);
        Assert.Equal("Unauthorized", answer.Text);
        Assert.Equal(401, (await router.GetAsync("/v1/models", "Authorization: Bearer wrong")).Status);
    }

    [Fact]
    public async Task AKeyWithoutThePermission_Is403InTheEnvelope()
    {
        await using var upstream = FakeUpstream.Never();
        var config = RouterConfig.For(("openai", upstream));
        config["auth"]!["keys"]![0]!["permissions"] = new JsonArray("routers.read");
        await using var router = await NativeRouter.StartAsync(config);
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o"));
        Assert.Equal(403, answer.Status);
        Assert.NotEmpty(answer.ErrorMessage);
        Assert.Equal(403, (await router.GetAsync("/v1/models")).Status);
    }

    [Theory]
    [InlineData("openai/gpt-4o", "openai/gpt-4o", 200)]
    [InlineData("openai/gpt-4o", "openai/gpt-4o-mini", 403)]
    [InlineData("openai/*", "openai/gpt-4o-mini", 200)]
    [InlineData("groq/*", "openai/gpt-4o-mini", 403)]
    [InlineData("*", "openai/gpt-4o", 200)]
    public async Task TheKeysModels_AreTheOnlyOnes(string allowed, string model, int status)
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        var config = RouterConfig.For(("openai", upstream));
        config["auth"]!["keys"]![0]!["models"] = new JsonArray(allowed);
        await using var router = await NativeRouter.StartAsync(config);
        var answer = await router.ChatAsync(Wire.Chat(model));
        Assert.True(answer.Status == status, answer.ToString());
        Assert.Equal(status == 200 ? 1 : 0, upstream.Calls.Count);
    }
}
