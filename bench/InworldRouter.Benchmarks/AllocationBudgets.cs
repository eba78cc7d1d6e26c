// Holds every benchmark to the allocated bytes that budgets.json grants it.
using System.Text.Json;
using BenchmarkDotNet.Running;

namespace InworldRouter.Benchmarks;

/// <summary>
/// budgets.json: benchmark, as <c>Class.Method</c>, to managed bytes per call. A benchmark without a budget fails the check, and so does a
/// budget without a benchmark: neither can be forgotten.
/// </summary>
internal static class AllocationBudgets
{
    // Bytes a call: threads of an earlier benchmark may finish their work meanwhile. The smallest object takes 24.
    private const long Noise = 4;

    /// <returns>0 when all budgets hold, 1 when one does not.</returns>
    public static int Check()
    {
        var budgets = JsonSerializer.Deserialize<SortedDictionary<string, long>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "budgets.json")))!;
        var failed = false;
        foreach (var summary in BenchmarkRunner.Run(typeof(AllocationBudgets).Assembly, Measuring.Allocations()))
        {
            foreach (var report in summary.Reports)
            {
                var method = report.BenchmarkCase.Descriptor.WorkloadMethod;
                var name = $"{method.DeclaringType!.Name}.{method.Name}";
                var allocated = report.Success ? report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) : null;
                var verdict = !budgets.Remove(name, out var budget) ? "has no budget"
                    : allocated is null ? "did not run"
                    : allocated > budget + Noise ? $"is over its budget of {budget} B"
                    : null;
                failed |= verdict is not null;
                Console.WriteLine($"{(verdict is null ? "ok  " : "FAIL")} {name}: {allocated?.ToString() ?? "?"} B {verdict}");
            }
        }
        foreach (var name in budgets.Keys)
        {
            failed = true;
            Console.WriteLine($"FAIL {name}: there is no such benchmark");
        }
        return failed ? 1 : 0;
    }
}
