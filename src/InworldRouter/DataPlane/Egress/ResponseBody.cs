// Writes a body that is known whole.
using System.Buffers;

namespace InworldRouter.DataPlane.Egress;

public static class ResponseBody
{
    /// <summary>Sets the length and writes the bytes; to HEAD only the length is told (RFC 9110, section 9.3.2).</summary>
    public static void Write(HttpResponse response, ReadOnlySpan<byte> bytes)
    {
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
            response.BodyWriter.Write(bytes);
    }
}
