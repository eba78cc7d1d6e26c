// The table of routers, as SQL.
using Npgsql;

namespace InworldRouter.ControlPlane.Routers.Store.Postgres;

/// <summary>
/// Whoever writes the table, we or an operator with psql, the database itself computes the version and sends the notification. Documents are bytes:
/// their hash is the version, so that they must come back as they were given, whatever the encoding of the database.
/// </summary>
internal static class RouterTable
{
    public const string Channel = "inworld_routers";

    public static TableSchema Schema { get; } = new("routers", 1,
    [
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
    ]);

    public static Task ListenAsync(NpgsqlConnection connection, CancellationToken cancellation) => Sql.ExecuteAsync(connection, $"LISTEN {Channel}", cancellation);

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
        (byte[]?)await Sql.ScalarAsync(connection, "SELECT document FROM inworld_routers WHERE name = $1", cancellation, Sql.Text(name));

    public static async Task<bool> InsertAsync(NpgsqlConnection connection, StoredRouter router, CancellationToken cancellation) =>
        await Sql.ExecuteAsync(
            connection,
            "INSERT INTO inworld_routers (name, document) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            cancellation,
            Sql.Text(router.Name),
            Sql.Bytes(router.Document)) == 1;

    // Two updates of one row at a time: the second waits for the first, then finds another version than it expects.
    public static async Task<bool> UpdateAsync(NpgsqlConnection connection, StoredRouter router, string expected, CancellationToken cancellation) =>
        await Sql.ExecuteAsync(
            connection,
            "UPDATE inworld_routers SET document = $2, updated_at = now() WHERE name = $1 AND version = $3",
            cancellation,
            Sql.Text(router.Name),
            Sql.Bytes(router.Document),
            Sql.Text(expected)) == 1;

    public static async Task<bool> DeleteAsync(NpgsqlConnection connection, string name, string expected, CancellationToken cancellation) =>
        await Sql.ExecuteAsync(connection, "DELETE FROM inworld_routers WHERE name = $1 AND version = $2", cancellation, Sql.Text(name), Sql.Text(expected)) == 1;
}
