// The numbers of api.md 3 that hold for a request's fields and for those of a named router alike.
namespace InworldRouter.DataPlane.Ingress;

internal static class FieldRanges
{
    public const double MaxTemperature = 2;

    /// <summary>frequency_penalty and presence_penalty, in either direction.</summary>
    public const double MaxPenalty = 2;

    /// <summary>logit_bias, in either direction.</summary>
    public const double MaxBias = 100;

    /// <summary>Strings of <c>stop</c>.</summary>
    public const int MaxStops = 4;

    /// <summary>"Minimum TTFT timeout: 300 ms, refused below with a 400" (api.md 9).</summary>
    public static readonly TimeSpan ShortestTtft = TimeSpan.FromMilliseconds(300);
}
