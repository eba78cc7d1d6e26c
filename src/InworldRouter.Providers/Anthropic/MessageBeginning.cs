// Which message a stream began with: there is one to a stream, however often it is said.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal sealed class MessageBeginning
{
    private readonly PooledBuffer _id = new();

    public bool IsKnown { get; private set; }

    public void Reset()
    {
        _id.Reset();
        IsKnown = false;
    }

    /// <summary>
    /// Gateways repeat it; one that has lost its upstream and begins anew has another message, which cannot be joined to what was said.
    /// </summary>
    /// <returns>Null, or why the stream cannot go on.</returns>
    public UpstreamFailure? Take(in JsonValue id, ReadOnlySpan<byte> data)
    {
        var said = id.Kind == JsonKind.String ? id.Inner(data) : default;
        if (IsKnown && !said.SequenceEqual(_id.Written))
            return new UpstreamFailure(FailureKind.Truncated, "another message began in the middle of the stream");
        if (!IsKnown)
            _id.Write(said);
        IsKnown = true;
        return null;
    }
}
