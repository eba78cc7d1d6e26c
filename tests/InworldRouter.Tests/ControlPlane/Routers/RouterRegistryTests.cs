// Changes that meet: in one process, between instances, with the store down, with files in the way. None is lost and none half done.
using System.Text;
using InworldRouter.ControlPlane.Routers;
using InworldRouter.ControlPlane.Routers.Compilation;
using InworldRouter.ControlPlane.Routers.Files;
using InworldRouter.ControlPlane.Routers.Http;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.ControlPlane.Routers.Validation;
using InworldRouter.Plan;

namespace InworldRouter.Tests.ControlPlane.Routers;

public sealed class RouterRegistryTests
{
    private readonly SharedStore _store = new();
    private readonly List<string> _log = [];

    [Fact]
    public async Task ChangesMadeAtOnce_AreAllThere_AlsoThoseOfAnotherInstance()
    {
        var one = await OpenAsync();
        var two = await OpenAsync();
        await one.CreateAsync(Router("a", "0"), default, CancellationToken.None);

        var writes = Enumerable.Range(0, 40).Select(i => Task.Run(() => (i % 2 == 0 ? one : two).UpdateAsync("a", default, Increment, CancellationToken.None)));
        var outcomes = await Task.WhenAll(writes).Soon();

        Assert.All(outcomes, outcome => Assert.Null(outcome.Refusal));
        Assert.Equal(("40", "40"), (DisplayName(one, "a"), DisplayName(two, "a")));
    }

    [Fact]
    public async Task OneNameMadeTwice_IsThereOnce()
    {
        var one = await OpenAsync();
        var two = await OpenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => (i % 2 == 0 ? one : two).CreateAsync(Router("a", $"{i}"), default, CancellationToken.None)))).Soon();

        var winner = Assert.Single(outcomes, outcome => outcome.Router is not null);
        Assert.All(outcomes.Where(o => o.Router is null), o => Assert.Equal((409, 6), (o.Refusal!.Status, o.Refusal.Code)));
        Assert.Equal(winner.Router!.Version, Version(one, "a"));
        Assert.Equal(winner.Router.Version, Version(two, "a"));
    }

    [Fact]
    public async Task WithATag_AnothersChangeIsNoReasonToTryAgain()
    {
        var registry = await OpenAsync();
        var made = await registry.CreateAsync(Router("a", "0"), default, CancellationToken.None);
        _store.OnSaving = _ =>
        {
            _store.OnSaving = null;
            _store.Put("a", Text("a", "other"));
        };

        var outcome = await registry.UpdateAsync("a", new Preconditions(Preconditions.TagOf(made.Router!.Version), null), Increment, CancellationToken.None).Soon();

        Assert.Equal((412, 9), (outcome.Refusal!.Status, outcome.Refusal.Code));
        Assert.Equal("other", DisplayName(registry, "a"));
    }

    [Fact]
    public async Task AConflictThatTheStoreNeverExplains_IsSaid()
    {
        var time = new ManualTime();
        var registry = await OpenAsync(time);
        await registry.CreateAsync(Router("a", "0"), default, CancellationToken.None);
        _store.Put("a", Text("a", "other"), tell: false);

        var update = registry.UpdateAsync("a", default, Increment, CancellationToken.None);
        await time.WaitsAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((409, 10), ((await update.Soon()).Refusal!.Status, (await update).Refusal!.Code));
    }

    [Fact]
    public async Task WithTheStoreDown_CallsGoOn_AndWritesSayWhy()
    {
        var registry = await OpenAsync();
        await registry.CreateAsync(Router("a", "0"), default, CancellationToken.None);
        _store.Outage = "the database db cannot be reached (store.connection)";

        foreach (var outcome in (RouterWrite[])[
            await registry.UpdateAsync("a", default, Increment, CancellationToken.None),
            await registry.CreateAsync(Router("b", "0"), default, CancellationToken.None),
            await registry.DeleteAsync("a", default, CancellationToken.None)])
            Assert.Equal((503, 14, _store.Outage), (outcome.Refusal!.Status, outcome.Refusal.Code, outcome.Refusal.Message));
        Assert.Equal("0", DisplayName(registry, "a"));
        Assert.False(registry.Current.TryGet("b", out _));
    }

    [Fact]
    public async Task WhatIsStoredAndNotValid_IsNamed_AndDisturbsNoOther()
    {
        _store.Put("good", Text("good", "x"));
        _store.Put("bad", """{"name":"bad","routes":7}""");
        _store.Put("other", Text("misnamed", "x"));
        _store.Put("by-hand", """{ "display_name": "By hand", "default_route": { "variants": [ { "variant": { "modelId": "m" } } ] } }""" + "\n");

        var registry = await OpenAsync();

        Assert.Equal(["by-hand", "good"], registry.Current.All.Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.Contains("""{"name":"by-hand","displayName":"By hand","defaultRoute":{"route_id":"default",""", Document(registry, "by-hand"), StringComparison.Ordinal);
        Assert.Contains("store: the router bad cannot be used: routes: found a number; expected a list", _log);
        Assert.Contains(_log, line => line.StartsWith("store: the router other cannot be used: name: it is \"misnamed\"; expected \"other\"", StringComparison.Ordinal));
        Assert.Equal((409, 9), Refused(await registry.CreateAsync(Router("bad", "x"), default, CancellationToken.None)));
        Assert.Equal((409, 9), Refused(await registry.UpdateAsync("bad", default, Increment, CancellationToken.None)));
        Assert.Null((await registry.DeleteAsync("bad", default, CancellationToken.None)).Refusal);
        Assert.Null((await registry.CreateAsync(Router("bad", "x"), default, CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task AFile_HasItsName_UntilItIsGone()
    {
        _store.Put("a", Text("a", "stored"));
        var registry = await OpenAsync();

        registry.Replace([new RouterFile("a", "routers/a.json", Encoding.UTF8.GetBytes(Text("a", "file"))), new RouterFile("b", "routers/b.json", Encoding.UTF8.GetBytes(Text("b", "file")))]);

        Assert.Equal(("file", "file"), (DisplayName(registry, "a"), DisplayName(registry, "b")));
        foreach (var outcome in (RouterWrite[])[
            await registry.CreateAsync(Router("b", "x"), default, CancellationToken.None),
            await registry.UpdateAsync("a", default, Increment, CancellationToken.None),
            await registry.DeleteAsync("a", default, CancellationToken.None)])
        {
            Assert.Equal((409, 9), Refused(outcome));
            Assert.Contains("routers/", outcome.Refusal!.Message, StringComparison.Ordinal);
        }
        // What others store under it meanwhile is kept, and comes out when the file goes.
        _store.Put("a", Text("a", "newer"));
        Assert.Equal("file", DisplayName(registry, "a"));
        registry.Replace([]);
        Assert.Equal("newer", DisplayName(registry, "a"));
        Assert.False(registry.Current.TryGet("b", out _));
    }

    [Fact]
    public async Task WhatCannotBeCompiled_IsNotSaved()
    {
        var registry = await OpenAsync(compile: router => throw new InvalidRouterException("no such thing"));

        var outcome = await registry.CreateAsync(Router("a", "x"), default, CancellationToken.None);

        Assert.Equal((400, 3), Refused(outcome));
        Assert.Contains("no such thing", outcome.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public async Task AnUpdateThatChangesNothing_WritesNothing()
    {
        var registry = await OpenAsync();
        var made = await registry.CreateAsync(Router("a", "0"), default, CancellationToken.None);
        _store.Outage = "down";

        var outcome = await registry.UpdateAsync("a", default, _ => new(Router("a", "0"), null), CancellationToken.None);

        Assert.Same(made.Router, outcome.Router);
    }

    private static RouterChange Increment(NamedRouter router)
    {
        var document = RouterReader.ReadStored(router.Document).Document!;
        return new(Router(router.Name, $"{int.Parse(document.DisplayName!, System.Globalization.CultureInfo.InvariantCulture) + 1}"), null);
    }

    private static CheckedRouter Router(string name, string displayName) => new(name, Encoding.UTF8.GetBytes(Text(name, displayName)));

    private static string Text(string name, string displayName) =>
        $$$"""{"name":"{{{name}}}","displayName":"{{{displayName}}}","defaultRoute":{"route_id":"default","variants":[{"variant":{"variant_id":"v","model_id":"m"},"weight":100}]}}""";

    private static string Document(RouterRegistry registry, string name) => registry.Current.TryGet(name, out var router) ? Encoding.UTF8.GetString(router.Document.Span) : "";

    private static string? DisplayName(RouterRegistry registry, string name) => registry.Current.TryGet(name, out var router) ? RouterReader.ReadStored(router.Document).Document!.DisplayName : null;

    private static string? Version(RouterRegistry registry, string name) => registry.Current.TryGet(name, out var router) ? router.Version : null;

    private static (int Status, int Code) Refused(RouterWrite outcome) => (outcome.Refusal!.Status, outcome.Refusal.Code);

    private async Task<RouterRegistry> OpenAsync(TimeProvider? time = null, Func<NamedRouter, NamedRouterPlan>? compile = null)
    {
        var plans = new PlanHolder(TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk" } } }"""));
        var registry = new RouterRegistry(_store.Open(), plans, compile ?? RouterCompiler.Compile, _log.Add, time ?? TimeProvider.System);
        await registry.LoadAsync([], TestContext.Current.CancellationToken);
        return registry;
    }
}
