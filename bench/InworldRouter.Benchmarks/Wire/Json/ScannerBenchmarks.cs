// One pass over a text for the few members that routing needs, beside what System.Text.Json's reader takes to pass over the same bytes.
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace InworldRouter.Benchmarks.Wire.Json;

public class ScannerBenchmarks
{
    [Benchmark]
    public int Chunk() => ChunkFields.TryScan(WireSamples.Chunk, out var chunk, out _) ? chunk.Choices.Length : -1;

    [Benchmark]
    public int Request1K() => RequestFields.TryScan(WireSamples.Request1K, out var request, out _) ? request.Messages.Length : -1;

    [Benchmark]
    public int Request100K() => RequestFields.TryScan(WireSamples.Request100K, out var request, out _) ? request.Messages.Length : -1;

    [Benchmark]
    public int ChunkByUtf8JsonReader() => Pass(WireSamples.Chunk);

    [Benchmark]
    public int Request100KByUtf8JsonReader() => Pass(WireSamples.Request100K);

    private static int Pass(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        var tokens = 0;
        while (reader.Read())
            tokens++;
        return tokens;
    }
}
