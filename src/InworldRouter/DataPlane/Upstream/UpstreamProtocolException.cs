// The upstream said something that is not HTTP/1.1.
namespace InworldRouter.DataPlane.Upstream;

public sealed class UpstreamProtocolException(string message) : IOException(message);
