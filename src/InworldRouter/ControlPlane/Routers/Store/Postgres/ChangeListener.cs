// A connection that does nothing but hear of changes, made anew whenever it is lost.
using Npgsql;

namespace InworldRouter.ControlPlane.Routers.Store.Postgres;

/// <summary>
/// What was changed while nobody listened is told by nobody: with every connection, once it listens, everything is to be compared. An outage is
/// reported once, when it begins, and once when it is over.
/// </summary>
/// <param name="connected">It listens: everything is suspect.</param>
/// <param name="notified">The name of a router that somebody changed.</param>
internal sealed class ChangeListener(PostgresServer server, Action connected, Action<string> notified, Action<string> report, TimeProvider time)
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _lostAt;
    private Backoff _retry = new();

    /// <summary>Completes when it listens for the first time, or with what kept the first try from it.</summary>
    public Task First => _first.Task;

    /// <summary>Listens until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await server.UseAsync(ListenAsync, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // Whatever it is: without this loop no change would be heard of again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Lost(e);
            }
            await Task.Delay(_retry.Next(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _first.TrySetCanceled(stopping);
    }

    private async Task<bool> ListenAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await RouterTable.Schema.EnsureAsync(connection, stopping);
        connection.Notification += (_, notification) => Heard(notification.Payload);
        await RouterTable.ListenAsync(connection, stopping);
        Connected();
        while (true)
            await connection.WaitAsync(stopping);
    }

    private void Heard(string name)
    {
        if (name.Length == 0)
            connected();
        else
            notified(name);
    }

    private void Connected()
    {
        if (_lostAt is { } lostAt)
            report($"store: {server.Name} is back after {time.GetElapsedTime(lostAt).TotalSeconds:0.0} s");
        (_lostAt, _retry) = (null, new Backoff());
        connected();
        _first.TrySetResult();
    }

    private void Lost(Exception error)
    {
        // Before the first connection nothing has been read that could stay in force; who loads the store is told by an exception.
        if (_lostAt is null && _first.Task.IsCompletedSuccessfully)
            report($"store: {error.Message}; the routers that were read last stay in force, trying again");
        _lostAt ??= time.GetTimestamp();
        _first.TrySetException(error);
    }
}
