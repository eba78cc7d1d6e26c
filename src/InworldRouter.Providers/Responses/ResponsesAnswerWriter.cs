// Events to a whole response.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Responses;

/// <summary>"Result" of providers.md A2, left open behind its usage for the router's metadata: <c>router_metadata</c>, since <c>metadata</c> is the caller's.</summary>
public sealed class ResponsesAnswerWriter : ResponsesWriter
{
    public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        EndItems(isCut: !IsWhole, output);
        OpenResponse(output);
        WriteEnd(output);
        WriteRest(hasOutput: true, usage, output);
        Forget();
    }
}
