// What conditions see of a call (api.md 5 and 10): one expression a line, each true of the request above it.
using InworldRouter.ControlPlane.Routers.Compilation;
using InworldRouter.DataPlane;
using InworldRouter.Tests.DataPlane.Ingress;

namespace InworldRouter.Tests.DataPlane.Routing.Conditions;

public sealed class ConditionBindingsTests
{
    private const string Request =
        """
        {
          "model": "inworld/x", "user": "eve\u00e9", "stream": true, "max_tokens": 5, "temperature": 0.5, "stop": null,
          "metadata": { "tier": "premium", "count": 3, "big": 12345678901234567890, "share": 0.5, "exp": 1e3, "yes": true, "none": null, "nums": [1, 2], "nested": { "a": { "b": "c" } },
                        "esc\u0061ped": "a\n\"b\"", "two": 1, "two": 2, "type": "premium", "list": ["a"], "user": "shadowed", "now": 1 },
          "tools": [{ "type": "function", "function": { "name": "f" } }],
          "messages": [
            { "role": "system", "content": "Be kind." },
            { "role": "user", "name": "eve", "content": [{ "type": "text", "text": "one" }, { "type": "image_url", "image_url": { "url": "u" } }, { "type": "text", "text": "two" }] },
            { "role": "assistant", "content": null, "tool_calls": [{ "id": "c1" }] },
            { "role": "tool", "tool_call_id": "c1", "content": "Größe: 5 €" }
          ],
          "extra_body": { "max_tokens": 7, "seed": 1 }
        }
        """;

    [Theory]
    [InlineData("tier == 'premium'")]
    [InlineData("count == 3 && type(count) == int")]
    [InlineData("type(big) == double")]
    [InlineData("share == 0.5 && type(share) == double && share < 1")]
    [InlineData("exp == 1000.0 && type(exp) == double")]
    [InlineData("yes")]
    [InlineData("none == null")]
    [InlineData("nums == [1, 2] && nums[1] == 2 && size(nums) == 2 && 2 in nums")]
    [InlineData("nested.a.b == 'c' && nested['a']['b'] == 'c' && 'a' in nested && !has(nested.b)")]
    [InlineData("escaped == 'a\\n\"b\"'")]
    [InlineData("two == 2")]
    [InlineData("type == 'premium' && 'a' in list && .type(1) == .int && .type(list) == .list")]
    [InlineData("metadata.tier == tier && metadata['count'] == count && size(metadata) == 15")]
    [InlineData("metadata.user == 'shadowed' && user == 'eveé'")]
    [InlineData("model == 'inworld/x'")]
    [InlineData("size(messages) == 4 && messages.first().role == 'system' && messages.last().tool_call_id == 'c1'")]
    [InlineData("messages[1].content == 'one\\ntwo' && messages[1].name == 'eve'")]
    [InlineData("messages[2].content == '' && messages[2].tool_calls[0].id == 'c1'")]
    [InlineData("messages.last().content.matches('(?i)GRÖSSE|größe: \\\\d €') && messages.last().content.size() == 10")]
    [InlineData("messages.exists(m, m.role == 'tool') && messages.all(m, has(m.content))")]
    [InlineData("messages.map(m, m.role) == ['system', 'user', 'assistant', 'tool']")]
    [InlineData("request.stream && request.temperature == 0.5 && request.tools[0].function.name == 'f'")]
    [InlineData("request.max_tokens == 7 && request.seed == 1")]
    [InlineData("request.stop == null && !has(request.messages) && !has(request.metadata) && !has(request.model) && !has(request.extra_body) && !has(request.user)")]
    [InlineData("'stream' in request && request.all(k, k != 'messages')")]
    [InlineData("headers['x-team'] == 'blue,green' && 'x-team' in headers && !('X-Team' in headers)")]
    [InlineData("!('authorization' in headers) && !('x-api-key' in headers) && !('cookie' in headers) && headers.all(h, h != 'authorization')")]
    [InlineData("now == timestamp('2026-11-20T12:00:00Z') && now.getFullYear() == 2026")]
    public void Seen(string expression)
    {
        using var exchange = Begun(Request);

        Assert.True(exchange.Conditions.Test(ConditionCompiler.Compile(expression), out var error), error?.ToString() ?? "false");
    }

    [Fact]
    public void ShadowedKeys_AreWarnedOf()
    {
        using var exchange = Begun("""{"model":"m","messages":[{"role":"user","content":"x"}],"metadata":{"now":1,"tier":"a","messages":[]}}""");

        Assert.Equal(2, exchange.Warnings.Count);
        Assert.StartsWith("metadata.now is shadowed", exchange.Warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("metadata.messages is shadowed", exchange.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutMetadataAndUser_BothAreEmpty_AndAVariableIsMissing()
    {
        using var exchange = Begun("""{"model":"m","messages":[{"role":"user","content":"x"}]}""");

        Assert.True(exchange.Conditions.Test(ConditionCompiler.Compile("metadata == {} && user == ''"), out _));
        Assert.False(exchange.Conditions.Test(ConditionCompiler.Compile("tier == 'a'"), out var error));
        Assert.Contains("tier", error!.ToString(), StringComparison.Ordinal);
    }

    // "allocates nothing for scalar conditions" (ARCHITECTURE 4)
    [Fact]
    public void ScalarConditions_MakeNoGarbage()
    {
        using var exchange = Begun("""{"model":"m","messages":[{"role":"user","content":"x"}],"user":"eve","metadata":{"tier":"premium","country":"FR","score":0.7}}""");
        var condition = ConditionCompiler.Compile("tier == \"premium\" && (country in [\"US\",\"CA\"] || score >= 0.5) && user != 'x'");
        Assert.True(exchange.Conditions.Test(condition, out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            exchange.Conditions.Test(condition, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Exchange Begun(string json)
    {
        var (exchange, refusal) = Calls.Read(json, time: new ManualTime());
        Assert.True(refusal is null, refusal?.Message);
        exchange.Http.Request.Headers.Authorization = "Bearer secret";
        exchange.Http.Request.Headers["X-Api-Key"] = "secret";
        exchange.Http.Request.Headers.Cookie = "secret";
        exchange.Http.Request.Headers["X-Team"] = new(["blue", "green"]);
        exchange.Conditions.Begin();
        return exchange;
    }
}
