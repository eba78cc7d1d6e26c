// A streamed answer at a hosted model's pace, each token an event.
using System.Collections.Concurrent;
using System.Diagnostics;
using InworldRouter.LoadTest.Http;

namespace InworldRouter.LoadTest.Scenarios;

internal sealed class SseScenario(LoadDialect dialect) : IScenario
{
    public const string Model = "load-sse";

    private readonly ConcurrentDictionary<HttpTarget, byte[]> _requests = [];

    public string Name => dialect.Prefix + "sse";

    public string Description => "1 KB request, 100 events at 50/s";

    public async Task CallAsync(HttpTarget target, long due, CallRecord record)
    {
        try
        {
            var request = _requests.GetOrAdd(target, t => t.CompletionRequest(Model, RequestBody.Text(dialect, stream: true), dialect));
            var answer = new EventCounter(dialect.End);
            var status = await target.ExchangeAsync(request, answer).ConfigureAwait(false);
            if (status == 200 && answer.HasEnded)
                record.Completed(due, answer.FirstContentAt, answer.Events);
            else
                record.Failed(status == 200 ? "a stream without its end" : $"status {status}");
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            record.Failed(e.Message);
        }
    }

    // Counts blank lines; the first event has content, its role beside it.
    private sealed class EventCounter(uint end) : AnswerReader
    {
        private byte _last;
        private uint _lastFour;

        public int Events { get; private set; }

        public long? FirstContentAt { get; private set; }

        /// <summary>The last event was the one that ends a stream.</summary>
        public bool HasEnded { get; private set; }

        public override void OnBody(ReadOnlySpan<byte> bytes)
        {
            foreach (var b in bytes)
            {
                if (b == '\n' && _last == '\n')
                {
                    Events++;
                    if (Events == 1)
                        FirstContentAt = Stopwatch.GetTimestamp();
                    HasEnded = _lastFour == end;
                }
                _lastFour = (_lastFour << 8) | b;
                _last = b;
            }
        }
    }
}
