// Connections that cannot be made: the words say which setting, and hold no secret.
using InworldRouter.ControlPlane.Routers.Store.Postgres;
using InworldRouter.Plan;
using InworldRouter.Shared;

namespace InworldRouter.Tests.ControlPlane.Routers.Store.Postgres;

public sealed class PostgresConnectionTests(SharedPostgres postgres)
{
    private const string Secret = "tOp-sEcret-99";

    private readonly Report _report = new();

    [Theory]
    [InlineData("")]
    [InlineData($"postgres://router:{Secret}@db/router")]
    [InlineData($"Host=db;Port={Secret}")]
    [InlineData($"Host=db;Pasword={Secret}")]
    [InlineData($"Host=db;Password='{Secret}")]
    [InlineData($"Host=db;SSL Mode={Secret}")]
    [InlineData($"Username=router;Password={Secret}")]
    public void AStringThatIsNone_IsRefused_AndNotQuoted(string connection)
    {
        var error = Assert.Throws<StoreUnavailableException>(() => new PostgresRouterStore(connection, _report.Take, TimeProvider.System));

        Assert.StartsWith("store.connection is not understood; expected Npgsql's form: Host=db;", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongPassword_IsSaidToBeOne()
    {
        var connection = await (await postgres.ClusterAsync()).NewDatabaseAsync();

        var error = await LoadAsync($"{connection};Password={Secret}");

        Assert.EndsWith(": password authentication failed for user \"router\"; check Username and Password in store.connection", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error + _report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingDatabase_IsNamed()
    {
        var connection = await (await postgres.ClusterAsync()).NewDatabaseAsync();

        var error = await LoadAsync($"{connection};Database=nowhere");

        Assert.EndsWith(": database \"nowhere\" does not exist; create the database, or correct Database in store.connection", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AUserWhoMayNotMakeTheTable_IsTold()
    {
        var cluster = await postgres.ClusterAsync();
        var connection = await cluster.NewDatabaseAsync();
        await cluster.RunSqlAsync("postgres", $"CREATE USER guest PASSWORD '{Secret}'");

        var error = await LoadAsync($"{connection};Username=guest;Password={Secret}");

        Assert.EndsWith(": permission denied for schema public; let the user of store.connection create tables in its schema (GRANT CREATE ON SCHEMA …), and write them", error.Message, StringComparison.Ordinal);
    }

    private async Task<StoreUnavailableException> LoadAsync(string connection)
    {
        await using var view = new StoreView(new PostgresRouterStore(connection, _report.Take, TimeProvider.System));
        return await Assert.ThrowsAsync<StoreUnavailableException>(view.LoadedAsync);
    }
}
