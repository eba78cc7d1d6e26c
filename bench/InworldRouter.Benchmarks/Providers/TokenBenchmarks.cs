// How long it takes to estimate a prompt's tokens, of a text and of a whole call.
using System.Text;
using BenchmarkDotNet.Attributes;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Tokens;

namespace InworldRouter.Benchmarks.Providers;

public class TokenBenchmarks : IDisposable
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, and \\\"then\\\" getElementById(12345) does so again.\\n", 1024)));
    private readonly byte[] _body = AnthropicBenchmarks.Conversation(messages: 100, tools: 20);
    private readonly UpstreamRequest _request = new();
    private ChatRequestFields _fields;

    [GlobalSetup]
    public void Begin()
    {
        ChatRequestFields.TryScan(_body, out _fields, out _);
        _request.ConversationOf(new UpstreamCall(_body, in _fields, "m", stream: true));
    }

    [Benchmark]
    public long Text100K() => TextTokens.Hundredths(_text);

    /// <summary>Some 60 KB, the conversation read already.</summary>
    [Benchmark]
    public long Conversation100Messages20Tools() => _request.EstimateTokens(_body);

    public void Dispose() => _request.Dispose();
}
