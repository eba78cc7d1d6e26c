// A relayed chunk with another id and model; a request with another model and without the router's own members.
using BenchmarkDotNet.Attributes;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Benchmarks.Wire.Json;

public class PatcherBenchmarks : IDisposable
{
    private readonly JsonPatch _patch = new();
    private readonly PooledBuffer _output = new();

    [Benchmark]
    public int ScanAndPatchChunk()
    {
        Begin();
        ChunkFields.TryScan(WireSamples.Chunk, out var chunk, out _);
        _patch.Replace(chunk.Id, "\"chatcmpl-0123456789abcdef\""u8);
        _patch.Replace(chunk.Model, "\"openai/gpt-4o-mini\""u8);
        _patch.Apply(WireSamples.Chunk, _output);
        return _output.Length;
    }

    [Benchmark]
    public int ScanAndPatchRequest1K()
    {
        Begin();
        PatchRequest(WireSamples.Request1K);
        _patch.Apply(WireSamples.Request1K, _output);
        return _output.Length;
    }

    /// <summary>Only the part up to the last edit is copied; the rest is sent from where it is.</summary>
    [Benchmark]
    public int ScanAndPatchHeadOfRequest100K()
    {
        Begin();
        PatchRequest(WireSamples.Request100K);
        return _patch.ApplyHead(WireSamples.Request100K, _output);
    }

    public void Dispose()
    {
        _patch.Dispose();
        _output.Dispose();
    }

    private void Begin()
    {
        _patch.Clear();
        _output.Reset();
    }

    private void PatchRequest(byte[] json)
    {
        RequestFields.TryScan(json, out var request, out _);
        _patch.Replace(request.Model, "\"gpt-4o-mini\""u8);
        _patch.RemoveMember(request.Stream, json);
    }
}
