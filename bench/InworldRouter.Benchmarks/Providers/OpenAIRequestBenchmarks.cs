// A caller's request as the vendor is to have it: another model, usage asked for.
using BenchmarkDotNet.Attributes;
using InworldRouter.Benchmarks.Wire;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Groq;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Benchmarks.Providers;

public class OpenAIRequestBenchmarks : IDisposable
{
    private readonly OpenAIProvider _openAI = new();
    private readonly GroqProvider _groq = new();
    private readonly UpstreamRequest _request = new();
    private readonly PooledBuffer _output = new();
    private ChatRequestFields _small;
    private ChatRequestFields _large;

    [GlobalSetup]
    public void Scan()
    {
        ChatRequestFields.TryScan(WireSamples.Request1K, out _small, out _);
        ChatRequestFields.TryScan(WireSamples.Request100K, out _large, out _);
    }

    [Benchmark]
    public int Request1K() => Write(_openAI, WireSamples.Request1K, _small);

    /// <summary>Only the part up to the last edit is copied; the rest is sent from where it is.</summary>
    [Benchmark]
    public int Request100K() => Write(_openAI, WireSamples.Request100K, _large);

    /// <summary>A vendor whose messages have to be looked at.</summary>
    [Benchmark]
    public int Request100KToGroq() => Write(_groq, WireSamples.Request100K, _large);

    public void Dispose()
    {
        _request.Dispose();
        _output.Dispose();
    }

    private int Write(Provider provider, byte[] body, in ChatRequestFields fields)
    {
        _request.Reset();
        _output.Truncate(0);
        provider.WriteRequest(new UpstreamCall(body, in fields, "gpt-4o-mini", stream: true), _request);
        return _request.Patch.ApplyHead(body, _output);
    }
}
