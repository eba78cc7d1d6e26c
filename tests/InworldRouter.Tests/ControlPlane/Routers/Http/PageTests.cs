// Lists by pages: sizes, tokens that nobody can make up, and no page that skips or repeats when routers come and go.
using InworldRouter.ControlPlane.Routers.Http;

namespace InworldRouter.Tests.ControlPlane.Routers.Http;

public sealed class PageTests
{
    [Theory]
    [InlineData("", 50, true)]
    [InlineData("?page_size=0", 50, true)]
    [InlineData("?page_size=", 50, true)]
    [InlineData("?page_size=1", 1, true)]
    [InlineData("?pageSize=7", 7, true)]
    [InlineData("?page_size=100", 100, true)]
    [InlineData("?page_size=101", 100, true)]
    [InlineData("?page_size=99999999999999999999", 100, true)]
    public async Task ASize_IsBounded(string query, int expected, bool hasMore)
    {
        var facade = await WithRoutersAsync(120);

        var page = await facade.AskAsync("GET", Facade.Official + query);

        Assert.Equal((expected, hasMore), (page.Json["routers"]!.AsArray().Count, page.Json["next_page_token"]!.GetValue<string>().Length > 0));
    }

    [Theory]
    [InlineData("?page_size=-1", "page_size")]
    [InlineData("?page_size=ten", "page_size")]
    [InlineData("?page_size=1.5", "page_size")]
    [InlineData("?page_size=%201", "page_size")]
    [InlineData("?page_size=1&page_size=2", "page_size")]
    [InlineData("?page_token=x", "page_token")]
    [InlineData("?page_token=cjAwMQ", "page_token")]
    [InlineData("?pageToken=%00", "page_token")]
    public async Task Garbage_Is400_AndNamed(string query, string field)
    {
        var answer = await (await Facade.LoadedAsync()).AskAsync("GET", Facade.Plain + query);

        Assert.Equal((400, 3), (answer.Status, answer.Code));
        Assert.Equal(field, answer.Json["details"]![0]!["fieldViolations"]![0]!["field"]!.GetValue<string>());
    }

    [Fact]
    public void ATokenThatWasChanged_IsNone()
    {
        var token = PageRequest.TokenAfter("r001");
        for (var i = 0; i < token.Length; i++)
        {
            var bent = token.Remove(i, 1).Insert(i, token[i] == 'A' ? "B" : "A");
            Assert.False(Opens(bent), bent);
        }
        Assert.True(Opens(token));
        Assert.False(Opens(token[..^1]));
    }

    [Fact]
    public async Task PagesFollowEachOther_WhateverComesAndGoesMeanwhile()
    {
        var facade = await WithRoutersAsync(10);
        var seen = new List<string>();
        var token = "";
        do
        {
            var page = (await facade.AskAsync("GET", $"{Facade.Official}?page_size=3&page_token={token}")).Json;
            seen.AddRange(page["routers"]!.AsArray().Select(r => r!["name"]!.GetValue<string>()));
            token = page["next_page_token"]!.GetValue<string>();
            if (seen.Count == 3)
            {
                // Before where we are, where we are, and ahead of it.
                await facade.CreateAsync(Facade.Simple("r000-new"));
                await facade.AskAsync("DELETE", Facade.Official + "/r002");
                await facade.AskAsync("DELETE", Facade.Official + "/r004");
                await facade.CreateAsync(Facade.Simple("r005-new"));
            }
        }
        while (token.Length > 0);

        Assert.Equal(["r000", "r001", "r002", "r003", "r005", "r005-new", "r006", "r007", "r008", "r009"], seen);
    }

    [Fact]
    public async Task AFullLastPage_HasNoNext()
    {
        var facade = await WithRoutersAsync(4);

        Assert.Equal("", (await facade.AskAsync("GET", Facade.Official + "?page_size=4")).Json["next_page_token"]!.GetValue<string>());
    }

    private static bool Opens(string token)
    {
        var query = new Microsoft.AspNetCore.Http.QueryCollection(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { ["page_token"] = token });
        return PageRequest.TryRead(query, out _, out _);
    }

    private static async Task<Facade> WithRoutersAsync(int count)
    {
        var facade = await Facade.LoadedAsync();
        for (var i = 0; i < count; i++)
            await facade.CreateAsync(Facade.Simple($"r{i:000}"));
        return facade;
    }
}
