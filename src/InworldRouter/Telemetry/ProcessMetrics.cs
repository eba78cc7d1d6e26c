// The process itself: memory, handles, processor time, collections. The names are those of the usual client libraries.
using System.Diagnostics;

namespace InworldRouter.Telemetry;

internal static class ProcessMetrics
{
    private const string Handles = "/proc/self/fd";

    private static readonly DateTime Began = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    public static void Write(MetricsText text)
    {
        text.Describe("process_resident_memory_bytes", "gauge", "Resident memory.");
        text.Sample("process_resident_memory_bytes", Environment.WorkingSet);
        text.Describe("process_cpu_seconds_total", "counter", "Processor time, user and system.");
        text.Sample("process_cpu_seconds_total", Environment.CpuUsage.TotalTime.TotalSeconds);
        text.Describe("process_start_time_seconds", "gauge", "Unix time of the start.");
        text.Sample("process_start_time_seconds", (Began - DateTime.UnixEpoch).TotalSeconds);
        if (Directory.Exists(Handles))
        {
            text.Describe("process_open_fds", "gauge", "Open files and sockets.");
            text.Sample("process_open_fds", Directory.EnumerateFileSystemEntries(Handles).Count());
        }
        text.Describe("dotnet_gc_collections_total", "counter", "Collections, by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            text.Sample("dotnet_gc_collections_total", GC.CollectionCount(generation), ("generation", $"{generation}"));
        text.Describe("dotnet_gc_heap_bytes", "gauge", "Managed heap.");
        text.Sample("dotnet_gc_heap_bytes", GC.GetTotalMemory(forceFullCollection: false));
        text.Describe("dotnet_gc_allocated_bytes_total", "counter", "Bytes allocated since the start.");
        text.Sample("dotnet_gc_allocated_bytes_total", GC.GetTotalAllocatedBytes());
        text.Describe("dotnet_gc_pause_seconds_total", "counter", "Time in which collections stopped the process.");
        text.Sample("dotnet_gc_pause_seconds_total", GC.GetTotalPauseDuration().TotalSeconds);
        text.Describe("dotnet_threadpool_threads", "gauge", "Threads of the pool.");
        text.Sample("dotnet_threadpool_threads", ThreadPool.ThreadCount);
    }
}
