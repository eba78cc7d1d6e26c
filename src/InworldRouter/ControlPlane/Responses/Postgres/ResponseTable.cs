// The table of responses, as SQL.
using InworldRouter.ControlPlane.Routers.Store.Postgres;
using InworldRouter.DataPlane.Responses;
using Npgsql;

namespace InworldRouter.ControlPlane.Responses.Postgres;

/// <summary>Both documents are bytes: they must come back as they were given, number text and spaces too.</summary>
internal static class ResponseTable
{
    public static TableSchema Schema { get; } = new("responses", 1,
    [
        """
        CREATE TABLE inworld_responses (
            id text PRIMARY KEY,
            owner text NOT NULL,
            created timestamptz NOT NULL,
            expires timestamptz NOT NULL,
            response bytea NOT NULL,
            input bytea NOT NULL)
        """,
        "CREATE INDEX inworld_responses_expires ON inworld_responses (expires)",
    ]);

    public static async Task<StoredResponse?> FindAsync(NpgsqlConnection connection, string id, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT owner, created, expires, response, input FROM inworld_responses WHERE id = $1", connection);
        command.Parameters.Add(Sql.Text(id));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new StoredResponse(
                id,
                rows.GetString(0),
                rows.GetFieldValue<DateTimeOffset>(1),
                rows.GetFieldValue<DateTimeOffset>(2),
                rows.GetFieldValue<byte[]>(3),
                rows.GetFieldValue<byte[]>(4))
            : null;
    }

    public static Task<int> SaveAsync(NpgsqlConnection connection, StoredResponse response, CancellationToken cancellation) => Sql.ExecuteAsync(
        connection,
        """
        INSERT INTO inworld_responses (id, owner, created, expires, response, input) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET owner = $2, created = $3, expires = $4, response = $5, input = $6
        """,
        cancellation,
        Sql.Text(response.Id),
        Sql.Text(response.Owner),
        Sql.Time(response.Created),
        Sql.Time(response.Expires),
        Sql.Bytes(response.Response),
        Sql.Bytes(response.Input));

    public static Task<int> DeleteAsync(NpgsqlConnection connection, string id, CancellationToken cancellation) =>
        Sql.ExecuteAsync(connection, "DELETE FROM inworld_responses WHERE id = $1", cancellation, Sql.Text(id));

    public static Task<int> DeleteExpiredAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation) =>
        Sql.ExecuteAsync(connection, "DELETE FROM inworld_responses WHERE expires < $1", cancellation, Sql.Time(now));
}
