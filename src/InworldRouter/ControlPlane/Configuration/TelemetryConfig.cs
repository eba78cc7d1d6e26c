// What the router tells of itself.
namespace InworldRouter.ControlPlane.Configuration;

public sealed record TelemetryConfig
{
    [Setting("OTLP receiver, such as http://127.0.0.1:4317.")]
    public Uri? Otlp { get; init; }

    [Setting("stdout = one JSON line per call; off (default).", OneOf = ["stdout", "off"])]
    public string? RequestLog { get; init; }
}
