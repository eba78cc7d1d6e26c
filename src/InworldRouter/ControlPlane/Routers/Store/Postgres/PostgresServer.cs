// The database that store.connection leads to: how it is reached, what it is called in messages, and its refusals in the operator's words.
using System.Net.Sockets;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;
using Npgsql;

namespace InworldRouter.ControlPlane.Routers.Store.Postgres;

internal sealed class PostgresServer : IAsyncDisposable
{
    // In force where the connection string says nothing else: seconds for connecting and for a command, and of silence before a connection is tried.
    // The last finds a server that vanished without a word (a pulled cable, a firewall) within the sum of it and a command's time.
    private const string Defaults = "Timeout=5;Command Timeout=5;Keepalive=10;Application Name=inworld-router;";

    private readonly NpgsqlDataSource _source;
    private readonly string _password;

    /// <param name="connection">The value of <c>store.connection</c>, such as <c>Host=db;Username=router;Password=…</c>.</param>
    /// <exception cref="StoreUnavailableException">It is no connection string.</exception>
    public PostgresServer(string connection)
    {
        try
        {
            // The slim builder brings only what is asked for; of the rest TLS alone is needed.
            var builder = new NpgsqlSlimDataSourceBuilder(Defaults + connection);
            builder.EnableTransportSecurity();
            var settings = builder.ConnectionStringBuilder;
            (Name, _password) = ($"PostgreSQL at {settings.Host}:{settings.Port}", settings.Password ?? "");
            _source = builder.Build();
        }
        catch (Exception e) when (
            e is ArgumentException or FormatException or KeyNotFoundException or OverflowException or InvalidOperationException or NotSupportedException)
        {
            // Without the cause: its words quote the string.
            throw new StoreUnavailableException("store.connection is not understood; expected Npgsql's form: " +
                "Host=db;Port=5432;Database=router;Username=router;Password=…;SSL Mode=Require");
        }
    }

    /// <summary>Host and port.</summary>
    public string Name { get; }

    /// <summary>Runs an operation on a connection of the pool; whatever keeps it from being done is a <see cref="StoreUnavailableException"/>.</summary>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> operation, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellation);
            return await operation(connection, cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or IOException or TimeoutException or InvalidOperationException)
        {
            throw Trouble(e);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private StoreUnavailableException Trouble(Exception cause)
    {
        var advice = (cause as PostgresException)?.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                "check Username and Password in store.connection",
            PostgresErrorCodes.InvalidCatalogName => "create the database, or correct Database in store.connection",
            PostgresErrorCodes.InsufficientPrivilege =>
                "let the user of store.connection create tables in its schema (GRANT CREATE ON SCHEMA …), and write them",
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                "let store.connection lead to the primary (several hosts: Target Session Attributes=primary)",
            _ => "see that it runs and that store.connection leads to it",
        };
        var words = cause switch
        {
            PostgresException refusal => refusal.MessageText,
            { InnerException: { } inner } => $"{cause.Message.TrimEnd('.')}: {inner.Message}",
            _ => cause.Message,
        };
        return new StoreUnavailableException($"{Name}: {Redaction.Clean(words, _password).TrimEnd('.')}; {advice}", cause);
    }
}
