// The table of routers, as SQL.
using Npgsql;
using NpgsqlTypes;

namespace InworldRouter.ControlPlane.Routers.Store.Postgres;

/// <summary>
/// Whoever writes the table, we or an operator with psql, the database itself computes the version and sends the notification. Documents are bytes:
/// their hash is the version, so that they must come back as they were given, whatever the encoding of the database.
/// </summary>
internal static class RouterTable
{
    public const string Channel = "inworld_routers";

    /// <summary>Counted up when the table changes its shape; a router older than the table does not touch it.</summary>
    private const int SchemaVersion = 1;

    // "inworld" in ASCII: instances that start together wait here for one another.
    private const string TakeLock = "SELECT pg_advisory_xact_lock(29675466226197604)";

    private static readonly string[] Creation =
    [
        "CREATE TABLE inworld_schema (part text PRIMARY KEY, version integer NOT NULL)",
        // As StoredRouter.VersionOf does it: the first 128 bits of SHA-256, in hex.
        """
        CREATE TABLE inworld_routers (
            name text PRIMARY KEY,
            document bytea NOT NULL,
            version text NOT NULL GENERATED ALWAYS AS (substr(encode(sha256(document), 'hex'), 1, 32)) STORED,
            updated_at timestamptz NOT NULL DEFAULT now())
        """,
        """
        CREATE FUNCTION inworld_routers_notify() RETURNS trigger LANGUAGE plpgsql AS '
        BEGIN
            PERFORM pg_notify(''inworld_routers'', CASE WHEN TG_OP = ''TRUNCATE'' THEN '''' WHEN TG_OP = ''DELETE'' THEN OLD.name ELSE NEW.name END);
            IF TG_OP = ''UPDATE'' AND OLD.name <> NEW.name THEN PERFORM pg_notify(''inworld_routers'', OLD.name); END IF;
            RETURN NULL;
        END'
        """,
        "CREATE TRIGGER inworld_routers_notify AFTER INSERT OR UPDATE OR DELETE ON inworld_routers FOR EACH ROW EXECUTE FUNCTION inworld_routers_notify()",
        "CREATE TRIGGER inworld_routers_emptied AFTER TRUNCATE ON inworld_routers FOR EACH STATEMENT EXECUTE FUNCTION inworld_routers_notify()",
        "INSERT INTO inworld_schema (part, version) VALUES ('routers', 1)",
    ];

    /// <summary>Makes the table if it is not there.</summary>
    /// <exception cref="StoreUnavailableException">A newer router has changed it.</exception>
    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, TakeLock, cancellation);
        if (await ScalarAsync(connection, "SELECT to_regclass('inworld_schema') IS NOT NULL", cancellation) is not true)
        {
            foreach (var statement in Creation)
                await ExecuteAsync(connection, statement, cancellation);
        }
        var version = await ScalarAsync(connection, "SELECT version FROM inworld_schema WHERE part = 'routers'", cancellation);
        if (version is not SchemaVersion)
            throw new StoreUnavailableException($"table inworld_routers is of version {version ?? "unknown"}, and this router knows version {SchemaVersion}; use a newer router, or another database");
        await transaction.CommitAsync(cancellation);
    }

    public static Task ListenAsync(NpgsqlConnection connection, CancellationToken cancellation) => ExecuteAsync(connection, $"LISTEN {Channel}", cancellation);

    public static async Task<List<(string Name, byte[] Document)>> AllAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT name, document FROM inworld_routers ORDER BY name", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var all = new List<(string, byte[])>();
        while (await rows.ReadAsync(cancellation))
            all.Add((rows.GetString(0), rows.GetFieldValue<byte[]>(1)));
        return all;
    }

    public static async Task<Dictionary<string, string>> VersionsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT name, version FROM inworld_routers", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
            versions.Add(rows.GetString(0), rows.GetString(1));
        return versions;
    }

    /// <returns>Null: there is no such row.</returns>
    public static async Task<byte[]?> DocumentAsync(NpgsqlConnection connection, string name, CancellationToken cancellation) =>
        (byte[]?)await ScalarAsync(connection, "SELECT document FROM inworld_routers WHERE name = $1", cancellation, Text(name));

    public static async Task<bool> InsertAsync(NpgsqlConnection connection, StoredRouter router, CancellationToken cancellation) =>
        await ExecuteAsync(connection, "INSERT INTO inworld_routers (name, document) VALUES ($1, $2) ON CONFLICT DO NOTHING", cancellation, Text(router.Name), Bytes(router.Document)) == 1;

    // Two updates of one row at a time: the second waits for the first, then finds another version than it expects.
    public static async Task<bool> UpdateAsync(NpgsqlConnection connection, StoredRouter router, string expected, CancellationToken cancellation) =>
        await ExecuteAsync(
            connection,
            "UPDATE inworld_routers SET document = $2, updated_at = now() WHERE name = $1 AND version = $3",
            cancellation,
            Text(router.Name),
            Bytes(router.Document),
            Text(expected)) == 1;

    public static async Task<bool> DeleteAsync(NpgsqlConnection connection, string name, string expected, CancellationToken cancellation) =>
        await ExecuteAsync(connection, "DELETE FROM inworld_routers WHERE name = $1 AND version = $2", cancellation, Text(name), Text(expected)) == 1;

    private static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Bytes(ReadOnlyMemory<byte> value) => new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
