// From the value of "model" to the candidates, for each of its meanings.
using BenchmarkDotNet.Attributes;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Routing;

namespace InworldRouter.Benchmarks.DataPlane.Routing;

public class ResolveBenchmarks : IDisposable
{
    private readonly RouteResolver _resolver = new(TimeProvider.System, new Random(1));
    private readonly Exchange _specific = Call("openai/gpt-4o-mini", "");
    private readonly Exchange _withFallbacks = Call("openai/gpt-4o-mini", ",\"models\":[\"groq/llama-3.3-70b-versatile\",\"mistral/mistral-large-latest\"]");
    private readonly Exchange _undescribed = Call("openai/ft:gpt-4o-mini:acme::abc", "");
    private readonly Exchange _bare = Call("gpt-oss-120b", "");
    private readonly Exchange _auto = Call("auto", ",\"sort\":[\"price\",\"latency\"]");

    private readonly Exchange _named = Call("inworld/tiers", ",\"user\":\"user-1\",\"metadata\":{\"plan\":\"x\",\"tier\":\"basic\",\"country\":\"FR\",\"score\":0.4}");

    [Benchmark(Baseline = true)]
    public int Specific() => Resolve(_specific);

    [Benchmark]
    public int WithFallbacks() => Resolve(_withFallbacks);

    [Benchmark]
    public int Undescribed() => Resolve(_undescribed);

    [Benchmark]
    public int BareName() => Resolve(_bare);

    [Benchmark]
    public int Auto() => Resolve(_auto);

    /// <summary>Three conditions, the last of which holds, then a variant by user: what it adds to <see cref="Specific"/>.</summary>
    [Benchmark]
    public int NamedRouter() => Resolve(_named);

    public void Dispose()
    {
        foreach (var call in (Exchange[])[_specific, _withFallbacks, _undescribed, _bare, _auto, _named])
            call.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Exchange Call(string model, string more) => BenchCalls.Read($$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]{{more}}}""");

    private int Resolve(Exchange call)
    {
        call.Candidates.Reset();
        return _resolver.Resolve(call) is { } refusal ? throw new InvalidOperationException(refusal.Message) : call.Candidates.Count;
    }
}
