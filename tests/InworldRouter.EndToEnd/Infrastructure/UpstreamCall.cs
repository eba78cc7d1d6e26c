// One request as a provider sees it, and the means to answer it in any way, right or wrong.
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace InworldRouter.EndToEnd.Infrastructure;

/// <param name="head">Request line and headers, as received.</param>
/// <param name="gone">Ends when the other side has closed or reset the connection.</param>
internal sealed class UpstreamCall(Socket socket, string head, byte[] body, Task gone)
{
    private readonly string[] _lines = head.Split("\r\n");

    public string Head => head;

    public byte[] Body => body;

    public string Text => Encoding.UTF8.GetString(body);

    public JsonNode Json => JsonNode.Parse(body)!;

    public string Path => _lines[0].Split(' ')[1];

    /// <summary>The router has left.</summary>
    public Task Gone => gone;

    public bool IsClosed { get; private set; }

    public string? Header(string name)
    {
        foreach (var line in _lines)
        {
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                return line[(name.Length + 1)..].Trim();
        }
        return null;
    }

    public async Task RawAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes)..];
    }

    public Task RawAsync(string text) => RawAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>A whole answer with a length.</summary>
    public Task AnswerAsync(int status, ReadOnlyMemory<byte> content, string contentType = "application/json", params string[] headers)
    {
        var lines = string.Concat(headers.Select(h => h + "\r\n"));
        var start = Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Whatever\r\nContent-Type: {contentType}\r\n{lines}Content-Length: {content.Length}\r\n\r\n");
        return RawAsync((byte[])[.. start, .. content.Span]);
    }

    public Task AnswerAsync(int status, string content, params string[] headers) =>
        AnswerAsync(status, Encoding.UTF8.GetBytes(content), "application/json", headers);

    /// <summary>An error in OpenAI's envelope.</summary>
    public Task ErrorAsync(int status, string message, string type = "invalid_request_error", string? code = null, params string[] headers) =>
        AnswerAsync(status, new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code },
        }.ToJsonString(), headers);

    /// <summary>The head of a stream, its body in chunks.</summary>
    public Task BeginStreamAsync(params string[] headers) =>
        RawAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n{string.Concat(headers.Select(h => h + "\r\n"))}Transfer-Encoding: chunked\r\n\r\n");

    /// <summary>One chunk of the body.</summary>
    public Task PieceAsync(ReadOnlyMemory<byte> bytes) =>
        bytes.IsEmpty ? Task.CompletedTask
            : RawAsync((byte[])[.. Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. bytes.Span, .. "\r\n"u8]);

    public Task PieceAsync(string text) => PieceAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>One event in a chunk of its own.</summary>
    public Task EventAsync(string data) => PieceAsync($"data: {data}\n\n");

    /// <summary>One event as Anthropic and OpenAI's Responses API send it: under the name that its <c>type</c> is.</summary>
    public Task NamedEventAsync(string data) => PieceAsync($"event: {JsonNode.Parse(data)!["type"]}\ndata: {data}\n\n");

    public Task EndAsync() => RawAsync("0\r\n\r\n");

    /// <summary>A whole stream: each event in a chunk of its own, [DONE], the end.</summary>
    public async Task StreamAsync(params IEnumerable<string> events)
    {
        await BeginStreamAsync();
        foreach (var data in events)
            await EventAsync(data);
        await EventAsync("[DONE]");
        await EndAsync();
    }

    /// <summary>The connection ends as a server ends it: what was sent arrives.</summary>
    public void Close()
    {
        IsClosed = true;
        socket.Shutdown(SocketShutdown.Both);
    }

    /// <summary>The connection is reset.</summary>
    public void Reset()
    {
        IsClosed = true;
        socket.LingerState = new(true, 0);
        socket.Close();
    }
}
