// The simulator's scenario file for all that this program does: its rules go by model name, since the router passes no x-sim header on.
using InworldRouter.LoadTest.Soak;

namespace InworldRouter.LoadTest.Scenarios;

internal static class SimulatorScenario
{
    /// <summary>A 1 KB JSON answer has about 130 tokens; the stream is that of the side-by-side measurements, one event in 20 ms.</summary>
    public const string Text = $$"""
        {
          "seed": 20261120,
          "rules": [
            { "model": "{{JsonScenario.Model}}", "tokens": 130 },
            { "model": "{{SseScenario.Model}}", "tokens": 100, "tokensPerSecond": 50 },
            { "model": "{{SoakCall.Sound}}" },
            { "model": "{{SoakCall.Paced}}", "ttft": "5ms..50ms", "tokensPerSecond": 200 },
            { "model": "{{SoakCall.Unavailable}}", "share": 0.5, "status": 503 },
            { "model": "{{SoakCall.Unreachable}}", "share": 0.5, "dropAfter": 0 },
            { "model": "{{SoakCall.Overloaded}}", "share": 0.5, "errorEvent": "overloaded" },
            { "model": "{{SoakCall.Silent}}", "share": 0.5, "empty": true },
            { "model": "{{SoakCall.Cut}}", "dropAfter": 5 },
            { "model": "{{SoakCall.Garbled}}", "malformedAfter": 5 },
            { "model": "{{SoakCall.Refused}}", "status": 400 }
          ]
        }
        """;
}
