// What the benchmarks of the OpenAI dialect translate: chunks of several vendors, a whole answer, requests as clients send them.
using System.Text;
using InworldRouter.Benchmarks.Wire;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Benchmarks.Providers;

internal static class OpenAISamples
{
    public static readonly byte[] Role = Chunk("""{"role":"assistant","content":"","refusal":null}""");

    public static readonly byte[] Content = WireSamples.Chunk;

    /// <summary>As Groq and vLLM name it.</summary>
    public static readonly byte[] Reasoning = Chunk("""{"reasoning":" word","channel":"analysis"}""");

    public static readonly byte[] ToolCall = Chunk("""{"tool_calls":[{"index":0,"id":"call_a1","type":"function","function":{"name":"get_weather","arguments":""}}]}""");

    public static readonly byte[] Arguments = Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"city"}}]}""");

    /// <summary>As OpenRouter sends it: the members in another order, with notes of its own.</summary>
    public static readonly byte[] Annotated = Encoding.UTF8.GetBytes(
        """{"id":"gen-1763596800-P09zUfOhE2qt2A6q4btq","provider":"Some Cloud","model":"vendor/model","object":"chat.completion.chunk","created":1763596800,"choices":[{"index":0,"delta":{"role":"assistant","content":" word","reasoning":null},"finish_reason":null,"native_finish_reason":null,"logprobs":null}]}""");

    public static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-BxyzABCDEFGHIJKLMNOPQRSTUVWX","object":"chat.completion","created":1763596800,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"TEXT","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":200,"total_tokens":220,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default","system_fingerprint":"fp_34a54ae93c"}"""
            .Replace("TEXT", string.Concat(Enumerable.Repeat("It is what it is, and went on. ", 32)), StringComparison.Ordinal));

    public static AnswerIdentity Identity { get; } = new()
    {
        Id = "chatcmpl-0198c5a07d2f7c3e"u8.ToArray(),
        Created = 1763596800,
        ModelJson = "\"openai/gpt-4o-mini\""u8.ToArray(),
    };

    private static byte[] Chunk(string delta) => Encoding.UTF8.GetBytes(
        $$"""{"id":"chatcmpl-BxyzABCDEFGHIJKLMNOPQRSTUVWX","object":"chat.completion.chunk","created":1763596800,"model":"gpt-4o-mini-2024-07-18","system_fingerprint":"fp_34a54ae93c","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":null}]}""");
}
