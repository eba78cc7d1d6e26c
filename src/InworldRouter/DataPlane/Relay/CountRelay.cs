// A count of tokens to the client, and the header that says whose it is.
using System.Buffers;

namespace InworldRouter.DataPlane.Relay;

internal static class CountRelay
{
    /// <summary>The number that stands in the output, left open: nothing of the router's stands beside it.</summary>
    /// <param name="source"><c>native</c> or <c>estimate</c>.</param>
    public static void Write(Exchange exchange, string source)
    {
        exchange.Output.Write((byte)'}');
        var response = exchange.Http.Response;
        response.Headers["x-inworld-token-count"] = source;
        ResponseHeaders.WriteJson(exchange, response, exchange.Output.Length);
        response.BodyWriter.Write(exchange.Output.Written);
    }

    public static void WriteEstimate(Exchange exchange, long tokens)
    {
        exchange.Output.Truncate(0);
        exchange.Output.Write("{\"input_tokens\":"u8);
        exchange.Output.WriteNumber(tokens);
        Write(exchange, "estimate");
    }
}
