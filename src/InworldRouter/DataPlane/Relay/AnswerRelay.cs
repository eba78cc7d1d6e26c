// A whole answer to the client: its bytes, closed with the metadata.
using System.Buffers;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.DataPlane.Relay;

public static class AnswerRelay
{
    // What Kestrel takes without waiting for the caller to read (its MaxResponseBufferSize).
    private const int Buffered = 64 * 1024;

    /// <summary>Ends the answer, which its translator has left open, with the router's metadata.</summary>
    public static void Close(Exchange exchange)
    {
        var output = exchange.Output;
        RouterMetadata.Write(exchange, exchange.Metadata);
        // A response object has a "metadata" of its caller's already.
        output.Write(exchange.Dialect == CallerDialect.Responses ? ",\"router_metadata\":"u8 : ",\"metadata\":"u8);
        output.Write(exchange.Metadata.Written);
        output.Write((byte)'}');
    }

    public static ValueTask WriteAsync(Exchange exchange, TimeSpan slowest)
    {
        var output = exchange.Output;
        var response = exchange.Http.Response;
        ResponseHeaders.WriteJson(exchange, response, output.Length);
        // Without a flush: head and body leave in one write when the call returns.
        response.BodyWriter.Write(output.Written);
        return output.Length < Buffered ? ValueTask.CompletedTask : SlowReader.CompleteAsync(exchange, slowest);
    }
}
