// The bytes of an upstream request: head and, when it is small, body, ready for one write.
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.DataPlane.Attempts;

internal static class RequestWriter
{
    // Up to here one copy and one system call are cheaper than two system calls.
    private const int LargestCopied = 32 * 1024;

    /// <summary>
    /// Only what is named here goes upstream: no header of the caller's does, so no credential, cookie or hop-by-hop field can (C97).
    /// </summary>
    /// <returns>Where in the caller's body the rest begins that is to be sent as it is; its length when nothing is left.</returns>
    public static int Write(in UpstreamCall call, Provider door, UpstreamRequest request, ProviderPlan provider, ApiKeyPlan key, PooledBuffer output)
    {
        var body = call.Body;
        var ownBody = request.Body.Written;
        output.Write("POST "u8);
        output.WriteText(provider.BaseUrl.AbsolutePath.AsSpan().TrimEnd('/'));
        door.WritePath(call, output);
        output.Write(" HTTP/1.1\r\nHost: "u8);
        output.WriteText(provider.Endpoint.Authority);
        output.Write("\r\n"u8);
        output.Write(key.HeaderLines);
        output.Write(request.HeaderLines.Written);
        output.Write("Content-Type: "u8);
        output.Write(request.ContentType.IsEmpty ? "application/json"u8 : request.ContentType.Written);
        output.Write("\r\nAccept: "u8);
        output.Write(call.Stream ? "text/event-stream"u8 : "application/json"u8);
        output.Write("\r\nAccept-Encoding: identity\r\nUser-Agent: inworld-router\r\nContent-Length: "u8);
        output.WriteNumber(ownBody.IsEmpty ? request.Patch.LengthOf(body) : ownBody.Length);
        output.Write("\r\n\r\n"u8);
        if (!ownBody.IsEmpty)
        {
            output.Write(ownBody);
            return body.Length;
        }
        if (body.Length > LargestCopied)
            return request.Patch.ApplyHead(body, output);
        request.Patch.Apply(body, output);
        return body.Length;
    }
}
