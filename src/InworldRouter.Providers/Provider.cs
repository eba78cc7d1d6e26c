// What the router asks of a vendor: four pure methods, bytes in and bytes out.
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Providers;

/// <summary>
/// A vendor's way of saying things. It has no socket, clock or logger and keeps no state: one instance serves every call. All I/O,
/// deadlines and telemetry belong to the attempt that uses it.
/// </summary>
public abstract class Provider
{
    public abstract ProviderDefaults Defaults { get; }

    /// <summary>The path of a call below the base URL, with its query: <c>/chat/completions</c>.</summary>
    public abstract string Path(string upstreamModel);

    /// <summary>Says a caller's request the vendor's way.</summary>
    public abstract void WriteRequest(in UpstreamCall call, UpstreamRequest request);

    /// <summary>A translator for one stream of answers. It is reusable: <see cref="StreamTranslator.Begin"/> starts it afresh.</summary>
    public abstract StreamTranslator CreateStreamTranslator();

    /// <summary>
    /// Says a whole answer the caller's way. The JSON object is left open, without its last brace, for the router's metadata.
    /// </summary>
    /// <returns>Null, or why this is no answer.</returns>
    public abstract UpstreamFailure? TranslateAnswer(ReadOnlySpan<byte> answer, in AnswerIdentity identity, Wire.Buffers.PooledBuffer output, out TokenUsage usage);

    /// <summary>What an answer with an error status means.</summary>
    /// <param name="status">The HTTP status, 400 or above (or a 2xx whose body is an error).</param>
    public abstract UpstreamFailure Classify(int status, ReadOnlySpan<byte> body);
}
