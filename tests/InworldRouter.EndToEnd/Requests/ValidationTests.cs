// Requests that no provider need see: each refusal names the field and what was expected (api.md 3, 6).
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Requests;

public sealed class ValidationTests
{
    [Theory]
    [InlineData("temperature", "-0.1")]
    [InlineData("temperature", "2.1")]
    [InlineData("temperature", "\"hot\"")]
    [InlineData("top_p", "0")]
    [InlineData("top_p", "1.01")]
    [InlineData("max_tokens", "0")]
    [InlineData("max_tokens", "-5")]
    [InlineData("max_completion_tokens", "0")]
    [InlineData("frequency_penalty", "2.5")]
    [InlineData("presence_penalty", "-2.5")]
    [InlineData("stop", "[\"1\",\"2\",\"3\",\"4\",\"5\"]")]
    [InlineData("stop", "7")]
    [InlineData("logit_bias", "\"x\"")]
    [InlineData("reasoning_effort", "\"extreme\"")]
    [InlineData("fallback", "{\"ttft_timeout\":\"299ms\"}", "ttft_timeout")]
    [InlineData("fallback", "{\"ttft_timeout\":\"soon\"}", "ttft_timeout")]
    [InlineData("web_search_options", "{},\"web_search\":true", "web_search")]
    [InlineData("extra_body", "{\"fallback\":{\"ttft_timeout\":\"1ms\"}}", "ttft_timeout")]
    public async Task AValueOutOfRange_Is400NamingTheField(string field, string value, string? named = null)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(Wire.Chat("openai/gpt-4o", more: $",\"{field}\":{value}"));
        Assert.True(answer.Status == 400, answer.ToString());
        Assert.Contains(named ?? field, answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"temperature\":0")]
    [InlineData("\"temperature\":2")]
    [InlineData("\"temperature\":null")]
    [InlineData("\"top_p\":1")]
    [InlineData("\"stop\":\"x\"")]
    [InlineData("\"stop\":[\"1\",\"2\",\"3\",\"4\"]")]
    [InlineData("\"reasoning_effort\":\"max\"")]
    [InlineData("\"reasoning_effort\":\"none\"")]
    [InlineData("\"fallback\":{\"ttft_timeout\":\"300ms\"}")]
    [InlineData("\"logit_bias\":{\"50256\":-100}")]
    [InlineData("\"something_new\":{\"a\":[1,2]}")]
    public async Task AValueAtTheEdge_IsFine(string member)
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal("Hello", (await router.ChatAsync(Wire.Chat("openai/gpt-4o", more: "," + member))).TextOf());
    }

    [Theory]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", "model field is required")]
    [InlineData("{\"model\":\"\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", "model field is required")]
    [InlineData("{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", "model")]
    [InlineData("{\"model\":\"openai/gpt-4o\"}", "messages")]
    [InlineData("{\"model\":\"openai/gpt-4o\",\"messages\":[]}", "messages")]
    [InlineData("{\"model\":\"openai/gpt-4o\",\"messages\":\"Hi\"}", "messages")]
    public async Task ModelAndMessages_AreNeeded(string body, string named)
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var answer = await router.ChatAsync(body);
        Assert.True(answer.Status == 400, answer.ToString());
        Assert.Contains(named, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogitBiasAsAnArray_BecomesAnObject()
    {
        await using var upstream = FakeUpstream.Always(Wire.Says("Hello"));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        await router.ChatAsync(Wire.Chat("openai/gpt-4o", more: ",\"logit_bias\":[{\"token_id\":50256,\"bias_value\":-100}]"));
        Assert.Equal(-100, upstream.Calls[0].Json["logit_bias"]!["50256"]!.GetValue<double>());
    }

    [Fact]
    public async Task AnUnknownPath_Is404InTheEnvelope()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        Assert.Equal(404, (await router.GetAsync("/v1/nothing")).Status);
        Assert.Contains((await router.GetAsync("/v1/chat/completions")).Status, new[] { 404, 405 });
    }
}
