// Azure OpenAI's v1 door: OpenAI's dialect at the customer's own host, the deployment's name as the model, the key in a header of its own.
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Azure;

/// <summary>
/// <c>baseUrl</c> is <c>https://RESOURCE.openai.azure.com/openai/v1</c>. Source: providers.md E. Its filter results are taken out by the
/// dialect itself (C17, C18).
/// </summary>
[Provider("azure")]
public sealed class AzureProvider : OpenAIProvider
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        KeyVariables = ["AZURE_OPENAI_API_KEY"],
        Credential = CredentialStyle.ApiKeyHeader,
    };

    // Older API versions refuse members of stream_options that they do not know.
    public override ReadOnlySpan<byte> StreamOptions => """{"include_usage":true}"""u8;

    public override bool TakesWebSearchOptions => false;
}
