// Runs the benchmarks: --filter '*Scanner*' and BenchmarkDotNet's other options, or --check-budgets for the allocations alone.
using BenchmarkDotNet.Running;
using InworldRouter.Benchmarks;

if (args is ["--check-budgets"])
    return AllocationBudgets.Check();

BenchmarkSwitcher.FromAssembly(typeof(AllocationBudgets).Assembly).Run(args, Measuring.Times());
return 0;
