// GET …/input_items: "limit 1–100 default 20, order desc default, after".

namespace InworldRouter.Tests.DataPlane.Responses;

public sealed class InputItemsTests : IDisposable
{
    private readonly ResponsesRouter _router = new();

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task AShortItem_IsListedInFull_WithAnIdThatStays()
    {
        await KeepAsync("\"Hi \\u00fc\"");

        var text = await _router.Ask("GET", "resp_1/input_items").TextAsync();

        Assert.Equal(
            """{"object":"list","data":[{"id":"msg_1_0","status":"completed","type":"message","role":"user","content":[{"type":"input_text","text":"Hi \u00fc"}]}],"first_id":"msg_1_0","last_id":"msg_1_0","has_more":false}""",
            text);
        Assert.Equal(text, await _router.Ask("GET", "resp_1/input_items").TextAsync());
    }

    [Fact]
    public async Task WhatIsWholeAlready_IsListedAsItWasWritten()
    {
        const string Call = """{"type":"function_call", "id":"fc_1","call_id":"c","name":"f","arguments":"{ \"x\": 1.0 }"}""";
        await KeepAsync($$"""[{{Call}},{"type":"function_call_output","call_id":"c","output":"1"}]""");

        var text = await _router.Ask("GET", "resp_1/input_items", "?order=asc").TextAsync();

        Assert.StartsWith("{\"object\":\"list\",\"data\":[" + Call + ",{\"id\":\"item_1_1\",\"type\":\"function_call_output\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 20, 24, 5, true)]
    [InlineData("?order=asc", 20, 0, 19, true)]
    [InlineData("?limit=100", 25, 24, 0, false)]
    [InlineData("?limit=2&after=msg_1_3", 2, 2, 1, true)]
    [InlineData("?limit=2&after=msg_1_3&order=asc", 2, 4, 5, true)]
    [InlineData("?after=msg_1_24&order=asc", 0, -1, -1, false)]
    public async Task APage_IsWhatWasAskedFor(string query, int count, int first, int last, bool more)
    {
        await KeepAsync($"[{string.Join(',', Enumerable.Range(0, 25).Select(i => $$"""{"role":"user","content":"{{i}}"}"""))}]");

        var page = await _router.Ask("GET", "resp_1/input_items", query).JsonAsync();

        Assert.Equal((count, more), (page["data"]!.AsArray().Count, page["has_more"]!.GetValue<bool>()));
        Assert.Equal((first < 0 ? null : $"msg_1_{first}", last < 0 ? null : $"msg_1_{last}"), (page["first_id"]?.GetValue<string>(), page["last_id"]?.GetValue<string>()));
    }

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "101")]
    [InlineData("limit", "x")]
    [InlineData("order", "up")]
    [InlineData("after", "msg_other")]
    public async Task WhatCannotBeMeant_IsRefused_ByName(string name, string value)
    {
        await KeepAsync("\"Hi\"");

        var call = _router.Ask("GET", "resp_1/input_items", $"?{name}={value}");

        Assert.Equal(name, (await call.JsonAsync())["error"]!["param"]!.GetValue<string>());
        Assert.Equal(400, call.Status);
    }

    private Task<string> KeepAsync(string input) => _router.AnsweredAsync($$"""{"model":"native/m","input":{{input}}}""", ResponsesRouter.Answer("resp_1", "Hello"));
}
