// The kinds of call that a soak mixes: which model is asked for, and what the only right outcome is.
namespace InworldRouter.LoadTest.Soak;

internal enum SoakOutcome
{
    /// <summary>The whole answer, word for word.</summary>
    Answer,

    /// <summary>The answer's beginning, then one error event, and no [DONE].</summary>
    ErrorEvent,

    /// <summary>The status that the call says, in the error envelope.</summary>
    Status,

    /// <summary>We leave after the first content.</summary>
    Left,
}

/// <param name="Share">Of all calls; the shares need not sum to 1.</param>
/// <param name="Fallback">The sound model stands behind: whatever the first does, the answer must be right.</param>
internal sealed record SoakCall(string Model, double Share, bool Stream, SoakOutcome Outcome, bool Fallback = false, int Status = 200)
{
    public const string Sound = "soak-sound";
    public const string Paced = "soak-paced";
    public const string Unavailable = "soak-unavailable";
    public const string Unreachable = "soak-unreachable";
    public const string Overloaded = "soak-overloaded";
    public const string Silent = "soak-silent";
    public const string Cut = "soak-cut";
    public const string Garbled = "soak-garbled";
    public const string Refused = "soak-refused";

    /// <summary>Three in ten are streams; one in ten meets a fault.</summary>
    public static readonly SoakCall[] Mix =
    [
        new(Sound, 0.60, false, SoakOutcome.Answer),
        new(Sound, 0.15, true, SoakOutcome.Answer),
        new(Paced, 0.08, true, SoakOutcome.Answer),
        new(Paced, 0.05, true, SoakOutcome.Left),
        new(Paced, 0.01, false, SoakOutcome.Left),
        new(Unavailable, 0.02, false, SoakOutcome.Answer, Fallback: true),
        new(Unavailable, 0.01, true, SoakOutcome.Answer, Fallback: true),
        new(Unreachable, 0.01, false, SoakOutcome.Answer, Fallback: true),
        new(Overloaded, 0.02, true, SoakOutcome.Answer, Fallback: true),
        new(Silent, 0.01, true, SoakOutcome.Answer, Fallback: true),
        new(Cut, 0.01, true, SoakOutcome.ErrorEvent),
        new(Garbled, 0.01, true, SoakOutcome.ErrorEvent),
        new(Refused, 0.02, false, SoakOutcome.Status, Status: 400),
    ];

    private static readonly double TotalShare = Mix.Sum(c => c.Share);

    /// <param name="chance">0 ≤ x &lt; 1.</param>
    public static SoakCall Pick(double chance)
    {
        var left = chance * TotalShare;
        foreach (var call in Mix)
        {
            left -= call.Share;
            if (left < 0)
                return call;
        }
        return Mix[0];
    }
}
