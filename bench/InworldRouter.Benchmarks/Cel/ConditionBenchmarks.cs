// Evaluating a routing condition, and compiling one.
using BenchmarkDotNet.Attributes;
using InworldRouter.Cel;
using InworldRouter.Cel.Values;

namespace InworldRouter.Benchmarks.Cel;

public class ConditionBenchmarks
{
    private const string Matching = """messages.last().content.matches("(?i)refund|cancel")""";
    private static readonly CelProgram Match = CelSamples.Compile(Matching);

    private readonly CelActivation _tier = new CelSamples.Slots(
        CelSamples.Program,
        ("tier", CelSamples.Text("premium")),
        ("country", CelSamples.Text("DE")),
        ("score", CelValue.Of(0.75)));

    private readonly CelActivation _message = new CelSamples.Slots(Match, ("messages", Messages(4096)));

    [Benchmark(Baseline = true)]
    public bool Evaluate() => CelSamples.Program.Test(_tier, out _);

    [Benchmark]
    public bool MatchMessage4K() => Match.Test(_message, out _);

    [Benchmark]
    public CelProgram Compile() => CelSamples.Compile(CelSamples.Condition);

    private static CelValue Messages(int length)
    {
        var text = string.Concat(Enumerable.Repeat("I would like to know where my order of last week is. ", 1 + (length / 53)))[..length];
        var content = KeyValuePair.Create(CelValue.Of("content"), CelSamples.Text(text));
        return CelValue.Of(CelList.Of(CelValue.Of(CelMap.Of(content))));
    }
}
