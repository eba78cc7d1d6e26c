// The bytes of an upstream request: head and, when it is small, body, ready for one write.
using InworldRouter.Plan;
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
    public static int Write(ReadOnlySpan<byte> body, UpstreamRequest request, ModelPlan model, ApiKeyPlan key, bool stream, PooledBuffer output)
    {
        var provider = model.Provider;
        output.Write("POST "u8);
        output.WriteText(provider.BaseUrl.AbsolutePath.AsSpan().TrimEnd('/'));
        output.WriteText(provider.Dialect.Path(model.UpstreamName));
        output.Write(" HTTP/1.1\r\nHost: "u8);
        output.WriteText(provider.Endpoint.Authority);
        output.Write("\r\n"u8);
        output.Write(key.HeaderLines);
        output.Write("Content-Type: application/json\r\nAccept: "u8);
        output.Write(stream ? "text/event-stream"u8 : "application/json"u8);
        output.Write("\r\nAccept-Encoding: identity\r\nUser-Agent: inworld-router\r\nContent-Length: "u8);
        output.WriteNumber(request.Patch.LengthOf(body));
        output.Write("\r\n\r\n"u8);
        if (body.Length > LargestCopied)
            return request.Patch.ApplyHead(body, output);
        request.Patch.Apply(body, output);
        return body.Length;
    }
}
