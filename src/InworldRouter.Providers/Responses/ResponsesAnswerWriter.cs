// Events to a whole response.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Responses;

/// <summary>"Result" of providers.md A2, left open behind its usage for the router's metadata.</summary>
public sealed class ResponsesAnswerWriter : ResponsesWriter
{
    public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        EndItems(output);
        WriteResponse(true, usage, output);
    }
}
