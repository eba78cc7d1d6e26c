// The setting "store" leads to the store that it names.
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.ControlPlane.Routers.Store.Postgres;

namespace InworldRouter.Tests.ControlPlane.Routers.Store;

public sealed class RouterStoresTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inworld-router-stores-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null, "data/routers/a.json")]
    [InlineData("elsewhere", "elsewhere/routers/a.json")]
    public async Task FilesAreTheDefault_BelowTheConfigurationsFolder(string? path, string file)
    {
        await using var view = await new StoreView(Open(path is null ? null : new StoreConfig { Path = path })).LoadedAsync();

        await view.SaveAsync(Routers.Of("a"), null);

        Assert.True(File.Exists(Path.Combine(_folder, file)));
    }

    [Fact]
    public async Task Postgres_IsWhatItSays()
    {
        await using var store = Open(new StoreConfig { Type = "postgres", Connection = "Host=db" });

        Assert.IsType<PostgresRouterStore>(store);
    }

    private IRouterStore Open(StoreConfig? config) => RouterStores.Open(config, _folder, _ => { }, TimeProvider.System);
}
