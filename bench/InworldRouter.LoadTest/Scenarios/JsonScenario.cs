// A question and its whole answer in one JSON body, answered at once: all that is measured is the way.
using System.Collections.Concurrent;
using InworldRouter.LoadTest.Http;

namespace InworldRouter.LoadTest.Scenarios;

internal sealed class JsonScenario(LoadDialect dialect) : IScenario
{
    /// <summary>The model that the simulator's scenario file has a rule for.</summary>
    public const string Model = "load-json";

    private readonly ConcurrentDictionary<HttpTarget, byte[]> _requests = [];

    public string Name => dialect.Prefix + "json";

    public string Description => "1 KB request, 1 KB answer, the provider answers at once";

    public async Task CallAsync(HttpTarget target, long due, CallRecord record)
    {
        try
        {
            var request = _requests.GetOrAdd(target, t => t.CompletionRequest(Model, RequestBody.Text(dialect, stream: false), dialect));
            var answer = new LengthReader();
            var status = await target.ExchangeAsync(request, answer).ConfigureAwait(false);
            if (status == 200 && answer.Length > 0)
                record.Completed(due, null, 0);
            else
                record.Failed($"status {status}");
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            record.Failed(e.Message);
        }
    }

    private sealed class LengthReader : AnswerReader
    {
        public long Length { get; private set; }

        public override void OnBody(ReadOnlySpan<byte> bytes) => Length += bytes.Length;
    }
}
