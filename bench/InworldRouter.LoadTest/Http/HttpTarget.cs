// A server under load: its address, its request's head, and its idle connections.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using InworldRouter.LoadTest.Scenarios;

namespace InworldRouter.LoadTest.Http;

/// <param name="url">The base URL up to <c>/v1</c>; its host an address or <c>localhost</c>.</param>
/// <param name="key">Sent as a bearer token, if any.</param>
/// <param name="modelPrefix">What a model's name has before it here, e.g. <c>openai/</c>.</param>
internal sealed class HttpTarget(string name, Uri url, string? key, string modelPrefix) : IDisposable
{
    private readonly IPEndPoint _server = new(url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.Host), url.Port);
    private readonly ConcurrentStack<HttpConnection> _idle = new();

    public string Name { get; } = name;

    public string ModelPrefix { get; } = modelPrefix;

    /// <summary>A POST of that body. <c>$MODEL</c> in it is the model's name at this target.</summary>
    public byte[] CompletionRequest(string model, string body, LoadDialect? dialect = null)
    {
        dialect ??= LoadDialect.Chat;
        var prefix = dialect == LoadDialect.Chat || ModelPrefix.Length == 0 ? ModelPrefix : dialect.Provider + "/";
        var bytes = Encoding.UTF8.GetBytes(body.Replace("$MODEL", prefix + model));
        var authorization = key is null ? "" : $"Authorization: Bearer {key}\r\n";
        var head = $"POST {url.AbsolutePath.TrimEnd('/')}/{dialect.Path} HTTP/1.1\r\nHost: {url.Authority}\r\n{authorization}" +
            $"Content-Type: application/json\r\nContent-Length: {bytes.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. bytes];
    }

    /// <inheritdoc cref="HttpConnection.ExchangeAsync"/>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request, AnswerReader answer, CancellationToken leave = default)
    {
        _idle.TryPop(out var connection);
        var reusable = false;
        try
        {
            connection ??= await HttpConnection.OpenAsync(_server).ConfigureAwait(false);
            var status = await connection.ExchangeAsync(request, answer, leave).ConfigureAwait(false);
            reusable = connection.IsReusable;
            return status;
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
        finally
        {
            if (reusable)
                _idle.Push(connection!);
            else
                connection?.Dispose();
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var connection))
            connection.Dispose();
    }
}
