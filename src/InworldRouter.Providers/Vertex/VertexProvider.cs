// Google Cloud's Vertex AI: Gemini by itself, and Anthropic's models behind a door of their own.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Credentials;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Gemini;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Vertex;

/// <summary>Source: googleapis/js-genai 6e9b35c4 and recorded traffic, as told in providers.md C.1 and C.4.</summary>
[Provider("google-vertex")]
public sealed class VertexProvider : GeminiProvider
{
    private readonly VertexAnthropic _anthropic = new();

    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrlFor = VertexAddress.Of,
        Credential = CredentialStyle.GoogleApiKeyHeader,
        RootSegments = ["v1", "v1beta1"],
    };

    public override bool TakesServiceTier => false;

    public override bool AsksForServerSideTools => false;

    public override bool TakesCallIds(ModelFamily family) => false;

    public override Provider DoorFor(in UpstreamCall call) => VertexPath.IsAnthropics(call.UpstreamModel) ? _anthropic : this;

    public override Provider? CounterFor(in UpstreamCall call) => VertexPath.IsAnthropics(call.UpstreamModel) ? _anthropic.CounterFor(call) : base.CounterFor(call);

    protected internal override void WriteModelPath(in UpstreamCall call, PooledBuffer output) => VertexPath.Write(call, "google", "v1beta1", output);

    // "contents", "systemInstruction", "tools", "generationConfig" (CountTokensRequest of google.cloud.aiplatform.v1): another member is a 400.
    protected internal override void WriteCounted(in UpstreamCall call, ReadOnlySpan<byte> request, PooledBuffer output)
    {
        GeminiCountedFields.TryScan(request, out var fields, out _);
        output.Write((byte)'{');
        foreach (ref readonly var member in (ReadOnlySpan<JsonValue>)[fields.SystemInstruction, fields.Tools, fields.GenerationConfig])
        {
            if (!member.IsPresent)
                continue;
            output.Write(request[member.NameStart..member.End]);
            output.Write((byte)',');
        }
        output.Write("\"contents\":"u8);
        output.Write(fields.Contents.Raw(request));
        output.Write((byte)'}');
    }
}
