// A stream's event through the relay's loop: framed, translated, written and flushed, without the sockets on either side.
using BenchmarkDotNet.Attributes;
using InworldRouter.Benchmarks.Wire;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using Microsoft.AspNetCore.Http.Features;

namespace InworldRouter.Benchmarks.DataPlane.Relay;

public class RelayBenchmarks : IDisposable
{
    private const int Events = 100;

    private readonly Exchange _exchange = BenchCalls.Read("""{"model":"openai/gpt-4o-mini","messages":[{"role":"user","content":"Hi"}],"stream":true}""");
    private readonly StreamTranslator _translator = new OpenAIProvider().CreateStreamTranslator();

    [GlobalSetup]
    public void Begin()
    {
        _exchange.Http.Features.Set<IHttpResponseBodyFeature>(new BenchCalls.NullWriter());
        _exchange.Client.Open(_exchange);
        _translator.Begin(new AnswerIdentity { Id = _exchange.Id.ChatId, Created = _exchange.Id.Created, ModelJson = "\"openai/gpt-4o-mini\""u8.ToArray() });
    }

    /// <summary>As from a slow provider: a read, a write and a flush for each.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public void OneEventARead() => Relay(eventsARead: 1);

    /// <summary>As from a fast provider: ten arrive together and leave together.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public void TenEventsARead() => Relay(eventsARead: 10);

    public void Dispose() => _exchange.Dispose();

    private void Relay(int eventsARead)
    {
        var piece = WireSamples.Stream.Length / Events * eventsARead;
        for (var at = 0; at < WireSamples.Stream.Length; at += piece)
        {
            _exchange.Client.BeginWait();
            WireSamples.Stream.AsSpan(at, piece).CopyTo(_exchange.Events.GetMemory(piece).Span);
            if (!_exchange.Client.EndWaitAsync().IsCompletedSuccessfully)
                throw new InvalidOperationException("nobody else writes");
            _exchange.Events.Advance(piece);
            Attempt.Pump(_exchange.Events, _translator, _exchange.Output, untilContent: false);
            _exchange.Deadlines.Touch(TimeSpan.FromMinutes(2), _exchange.Time.GetTimestamp());
            if (!_exchange.Client.WriteAsync(_exchange.Output.Written, _exchange.Time.GetTimestamp()).IsCompletedSuccessfully)
                throw new InvalidOperationException("the writer never waits");
            _exchange.Output.Truncate(0);
        }
    }
}
