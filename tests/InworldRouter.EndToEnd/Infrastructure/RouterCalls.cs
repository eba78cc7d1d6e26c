// The calls that nearly every test makes.
using System.Text;

namespace InworldRouter.EndToEnd.Infrastructure;

internal static class RouterCalls
{
    public const string ChatPath = "/v1/chat/completions";

    /// <summary>A request as bytes. <paramref name="headers"/> are whole lines; a bearer key is added unless one of them is an authorization.</summary>
    public static byte[] Request(string method, string path, ReadOnlySpan<byte> body, params ReadOnlySpan<string> headers)
    {
        var head = new StringBuilder().Append($"{method} {path} HTTP/1.1\r\nHost: router.test\r\n");
        var authorized = false;
        foreach (var header in headers)
        {
            head.Append(header).Append("\r\n");
            authorized |= header.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase) || header.StartsWith("x-api-key:", StringComparison.OrdinalIgnoreCase);
        }
        if (!authorized)
            head.Append($"Authorization: Bearer {RouterConfig.Key}\r\n");
        if (method == "POST")
            head.Append($"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    /// <summary>One request on a connection of its own, and its whole answer.</summary>
    public static async Task<RawAnswer> SendAsync(this NativeRouter router, ReadOnlyMemory<byte> request)
    {
        using var client = await RawClient.ConnectAsync(router.Address);
        await client.SendAsync(request);
        await client.ReadHeadAsync();
        return new(client.Status, client.Headers, client.Head, await client.ReadBodyAsync());
    }

    public static Task<RawAnswer> GetAsync(this NativeRouter router, string path, params string[] headers) =>
        router.SendAsync(Request("GET", path, [], headers));

    public static Task<RawAnswer> ChatAsync(this NativeRouter router, string body, params string[] headers) =>
        router.SendAsync(Request("POST", ChatPath, Encoding.UTF8.GetBytes(body), headers));

    /// <summary>Sends a chat request and gives the connection on which its answer will come.</summary>
    public static async Task<RawClient> OpenChatAsync(this NativeRouter router, string body, params string[] headers)
    {
        var client = await RawClient.ConnectAsync(router.Address);
        await client.SendAsync(Request("POST", ChatPath, Encoding.UTF8.GetBytes(body), headers));
        return client;
    }

    /// <summary>A stream whose head has been read and found to be one.</summary>
    public static async Task<RawClient> OpenStreamAsync(this NativeRouter router, string body, params string[] headers)
    {
        var client = await router.OpenChatAsync(body, headers);
        await client.ReadHeadAsync();
        if (client.Status != 200)
            Assert.Fail($"{client.Head}{Encoding.UTF8.GetString(await client.ReadBodyAsync())}");
        return client;
    }

    /// <summary>The data of all events of a stream that must begin.</summary>
    public static async Task<List<string>> StreamAsync(this NativeRouter router, string body, params string[] headers)
    {
        using var client = await router.OpenStreamAsync(body, headers);
        return await client.ReadAllDataAsync();
    }
}
