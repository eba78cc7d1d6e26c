// The weighted pick: by chance and by user.
using BenchmarkDotNet.Attributes;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Plan;

namespace InworldRouter.Benchmarks.DataPlane.Routing;

public class PickBenchmarks
{
    private readonly RoutePlan _route = BenchCalls.Router(
        """
        { "name": "support", "defaultRoute": { "route_id": "default", "variants": [
          { "variant": { "variant_id": "a", "model_id": "openai/gpt-4o" }, "weight": 60 },
          { "variant": { "variant_id": "b", "model_id": "groq/llama-3.3-70b-versatile" }, "weight": 30 },
          { "variant": { "variant_id": "c", "model_id": "mistral/mistral-large-latest" }, "weight": 10 } ] } }
        """).Plan.Default!;

    private readonly byte[] _user = "user_2f6c1b1e-9d8e-4c5a"u8.ToArray();

    [Benchmark(Baseline = true)]
    public VariantPlan ByChance() => VariantPicker.Pick(_route, default, ThreadChance.Instance);

    [Benchmark]
    public VariantPlan ByUser() => VariantPicker.Pick(_route, _user, ThreadChance.Instance);
}
