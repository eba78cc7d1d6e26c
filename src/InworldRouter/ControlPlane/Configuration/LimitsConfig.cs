// What one instance takes on before it refuses.
namespace InworldRouter.ControlPlane.Configuration;

public sealed record LimitsConfig
{
    [Setting("Largest request body after decompression; default 64MB.")]
    public ByteSize? MaxBodyBytes { get; init; }

    [Setting("Calls in progress at once; default 10000.", Min = 1, Max = 10_000_000)]
    public int? MaxConcurrentRequests { get; init; }

    [Setting("Calls that may wait for a place beyond that; default 1000.", Min = 0, Max = 10_000_000)]
    public int? MaxQueue { get; init; }

    [Setting("Images for providers that need their data may be fetched from private addresses; default false.")]
    public bool? AllowPrivateImageHosts { get; init; }
}
