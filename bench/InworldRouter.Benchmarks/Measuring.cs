// How benchmarks are run: in this process, on a machine that does other things too.
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace InworldRouter.Benchmarks;

internal static class Measuring
{
    /// <summary>Times and allocations: minimum and median beside the mean, for a neighbour's load only ever adds.</summary>
    public static IConfig Times() => ManualConfig.Create(DefaultConfig.Instance)
        .AddJob(Job.ShortRun.WithIterationCount(7).WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumn(StatisticColumn.Min, StatisticColumn.Median);

    /// <summary>
    /// Allocations only, in a second or so each. 4096 calls: what BenchmarkDotNet itself allocates around them stays below one byte a call.
    /// </summary>
    public static IConfig Allocations() => ManualConfig.CreateEmpty()
        .AddJob(Job.Dry.WithInvocationCount(4096).WithUnrollFactor(16).WithWarmupCount(1).WithIterationCount(1).WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddExporter(MarkdownExporter.Console)
        .AddLogger(NullLogger.Instance);
}
