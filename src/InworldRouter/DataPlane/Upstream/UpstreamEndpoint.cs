// One upstream host: its address and its idle connections.
namespace InworldRouter.DataPlane.Upstream;

public sealed class UpstreamEndpoint(Uri baseUrl, TimeProvider time)
{
    public Uri BaseUrl => baseUrl;

    public TimeProvider Time => time;
}
