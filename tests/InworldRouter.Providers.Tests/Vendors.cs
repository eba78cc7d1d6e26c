// Every vendor by its id.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Azure;
using InworldRouter.Providers.Cerebras;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.DeepInfra;
using InworldRouter.Providers.DeepSeek;
using InworldRouter.Providers.Fireworks;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.Groq;
using InworldRouter.Providers.Meta;
using InworldRouter.Providers.Mistral;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.OpenRouter;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Together;
using InworldRouter.Providers.Vertex;
using InworldRouter.Providers.XAI;

namespace InworldRouter.Providers.Tests;

public static class Vendors
{
    private static readonly Dictionary<string, Provider> ById = new(StringComparer.Ordinal)
    {
        ["anthropic"] = new AnthropicProvider(), ["azure"] = new AzureProvider(), ["cerebras"] = new CerebrasProvider(), ["deepinfra"] = new DeepInfraProvider(), ["deepseek"] = new DeepSeekProvider(),
        ["fireworks"] = new FireworksProvider(), ["google-ai-studio"] = new GeminiProvider(), ["google-vertex"] = new VertexProvider(), ["groq"] = new GroqProvider(), ["meta"] = new MetaProvider(), ["mistral"] = new MistralProvider(), ["openai"] = new OpenAIProvider(),
        ["openai-compatible"] = new CompatibleProvider(), ["openai-responses"] = new ResponsesProvider(), ["openrouter"] = new OpenRouterProvider(), ["together"] = new TogetherProvider(), ["xai"] = new XAIProvider(),
    };

    public static IEnumerable<string> All => ById.Keys;

    /// <summary>Those that speak OpenAI's dialect.</summary>
    public static TheoryData<string> OpenAIShaped => [.. ById.Where(v => v.Value is OpenAIDialect).Select(v => v.Key)];

    public static Provider Of(string id) => ById[id];
}
