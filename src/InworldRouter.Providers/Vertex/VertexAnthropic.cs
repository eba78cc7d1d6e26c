// Anthropic's models as Vertex serves them: Messages, but for the model's name, which is in the path.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Vertex;

/// <summary>"no URL image sources (download+base64), no native structured outputs, no strict tools" (providers.md B.8).</summary>
internal sealed class VertexAnthropic : AnthropicProvider
{
    public override bool TakesSchemas => false;

    public override bool NeedsFiles => true;

    public override void WritePath(in UpstreamCall call, PooledBuffer output)
    {
        VertexPath.Write(call, "anthropic", "v1", output);
        output.Write(call.Stream ? ":streamRawPredict"u8 : ":rawPredict"u8);
    }

    /// <summary>What the front end refuses it refuses in Google's form, what the model refuses in Anthropic's.</summary>
    public override UpstreamFailure Classify(int status, ReadOnlySpan<byte> body) =>
        GeminiErrors.IsGoogles(body) ? GeminiErrors.Classify(status, body) : base.Classify(status, body);

    // The version is in the body here, so no header.
    protected internal override void WriteHeaders(in UpstreamCall call, PooledBuffer output) => VertexBetas.Write(call.CallerHeaders, output);

    // "count: …/models/count-tokens:rawPredict" (providers.md B.8)
    protected internal override void WriteCounterPath(in UpstreamCall call, PooledBuffer output)
    {
        VertexPath.Write(call, "count-tokens", "anthropic", "v1", output);
        output.Write(":rawPredict"u8);
    }

    // There the path does not name it: the body does, beside the version (anthropic-sdk-typescript, vertex-sdk).
    protected internal override void PatchCountedModel(in UpstreamCall call, scoped ref RequestEdits edits)
    {
        var from = edits.Patch.Scratch.Length;
        edits.Patch.Scratch.WriteJsonString(VertexPath.WithoutPublisher(call.UpstreamModel));
        edits.Patch.ReplaceWritten(call.Fields.Model.Start, call.Fields.Model.Length, from);
        edits.SetUnlessSaid("\"anthropic_version\""u8, "\"vertex-2023-10-16\""u8);
    }

    // "body = Messages body minus model plus "anthropic_version":"vertex-2023-10-16""
    protected internal override void WriteModel(in UpstreamCall call, PooledBuffer output) => output.Write("\"anthropic_version\":\"vertex-2023-10-16\""u8);

    protected internal override void PatchModel(in UpstreamCall call, scoped ref RequestEdits edits)
    {
        var model = call.Fields.Model;
        if (edits.Says("\"anthropic_version\""u8))
        {
            edits.Cut(model);
            return;
        }
        var from = edits.Patch.Scratch.Length;
        WriteModel(call, edits.Patch.Scratch);
        edits.Patch.ReplaceWritten(model.NameStart, model.End - model.NameStart, from);
    }
}
