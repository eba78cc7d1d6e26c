// A real PostgreSQL for tests: made in a temporary folder, run on the loopback, gone with the test process however that ends.
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace InworldRouter.Shared;

/// <summary>Needs Debian's package <c>postgresql</c>; tests are skipped where it is missing.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string User = "router";

    // Nothing here outlives the machine: no need to wait for the disk. Commits do outlive the server, as in earnest.
    private static readonly string[] Unsafe = ["-c", "fsync=off", "-c", "full_page_writes=off"];

    // Generous: two loaded cores are no failure.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _programs;
    private readonly string _folder;
    private readonly int _port;
    private Process? _server;
    private int _databases;

    private PostgresCluster(string programs, string folder, int port) => (_programs, _folder, _port) = (programs, folder, port);

    /// <summary>Made up for this cluster: where it turns up, a secret has got out.</summary>
    public string Password { get; } = "pw-" + RandomNumberGenerator.GetHexString(20, lowercase: true);

    public int Port => _port;

    public static async Task<PostgresCluster> StartAsync()
    {
        var programs = Programs();
        Assert.SkipWhen(programs is null, "no PostgreSQL here (initdb and postgres, in PATH or /usr/lib/postgresql/*/bin); apt-get install postgresql");
        var cluster = new PostgresCluster(programs!, Directory.CreateTempSubdirectory("inworld-postgres-").FullName, FreePort());
        try
        {
            await cluster.MakeAsync();
            await cluster.StartAgainAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <returns>The connection string of a new, empty database.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var database = $"test{Interlocked.Increment(ref _databases)}";
        await RunSqlAsync("postgres", $"CREATE DATABASE {database}");
        return $"Host=127.0.0.1;Port={_port};Database={database};Username={User};Password={Password}";
    }

    /// <summary>What an operator would do with psql.</summary>
    /// <param name="database">Its name, or the connection string that it came with.</param>
    /// <returns>The result's rows as psql prints them unaligned.</returns>
    public async Task<string> RunSqlAsync(string database, string sql)
    {
        if (database.Contains("Database=", StringComparison.Ordinal))
            database = database.Split("Database=")[1].Split(';')[0];
        return await RunAsync("psql", "-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-U", User, "-d", database, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql);
    }

    /// <summary>As a crash does it: without a word to those who are connected, on disk whatever is there.</summary>
    public Task StopAsync() => EndAsync("QUIT");

    public async Task StartAgainAsync()
    {
        // The shell ends the server when it is told to, or when its standard input ends: with the test process, even a killed one.
        var start = Command("sh", ["-c", """ "$@" & server=$!; read -r how; kill -"${how:-QUIT}" $server; wait $server """, "sh", .. AsPostgres(Path.Combine(_programs, "postgres"))]);
        foreach (var argument in (string[])["-D", Data, "-c", "listen_addresses=127.0.0.1", "-c", $"port={_port}", "-c", $"unix_socket_directories={_folder}", .. Unsafe])
            start.ArgumentList.Add(argument);
        start.RedirectStandardInput = true;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new StringBuilder();
        _server = Process.Start(start)!;
        _server.OutputDataReceived += static (_, _) => { };
        _server.ErrorDataReceived += (_, line) =>
        {
            output.AppendLine(line.Data);
            // "FATAL" alone is said to clients that come too early, too.
            if (line.Data is null || line.Data.Contains("database system is shut down", StringComparison.Ordinal))
                ready.TrySetException(new InvalidOperationException($"PostgreSQL did not start:\n{output}"));
            else if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
                ready.TrySetResult();
        };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"PostgreSQL did not start in time:\n{output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync("QUIT");
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task MakeAsync()
    {
        var secret = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(secret, Password);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "-R", "postgres", _folder);
        await RunAsync("initdb", "-D", Data, "--username", User, "--pwfile", secret, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync");
    }

    private async Task EndAsync(string signal)
    {
        if (_server is not { } server)
            return;
        _server = null;
        await server.StandardInput.WriteLineAsync(signal);
        await server.StandardInput.FlushAsync();
        await server.WaitForExitAsync().WaitAsync(Patience);
        server.Dispose();
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        string[] command = !File.Exists(path) ? [program] : program == "initdb" ? AsPostgres(path) : [path];
        using var process = Process.Start(Command(command[0], [.. command[1..], .. arguments]))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{await output}{await errors}");
    }

    private ProcessStartInfo Command(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        start.Environment["PGPASSWORD"] = Password;
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    // PostgreSQL refuses to run as root; Debian's package brings a user for it.
    private static string[] AsPostgres(string program) => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", program] : [program];

    private static string? Programs()
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")) : [];
        return installed.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    // Below the range from which Linux takes the ports of outgoing connections (32768 on), begun anywhere, so that two runs at a time are unlikely to meet.
    private static int FreePort()
    {
        while (true)
        {
            using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 12_000 + RandomNumberGenerator.GetInt32(18_000));
            try
            {
                listener.Start();
                return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Somebody else's.
            }
        }
    }
}
