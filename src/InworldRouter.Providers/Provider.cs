// What the router asks of a vendor: a few pure methods, bytes in and bytes out.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers;

/// <summary>
/// A vendor's way of saying things. It has no socket, clock or logger and keeps no state: one instance serves every call. All I/O,
/// deadlines and telemetry belong to the attempt that uses it.
/// </summary>
public abstract class Provider
{
    public abstract ProviderDefaults Defaults { get; }

    /// <summary>
    /// Which of the vendor's APIs takes this call: most have one and are their own door. OpenAI has one for images and another for tools with
    /// reasoning; Vertex one a model family. All below is asked of the door.
    /// </summary>
    public virtual Provider DoorFor(in UpstreamCall call) => this;

    /// <summary>Which of the vendor's APIs tells how many tokens this call is; null where none does.</summary>
    public virtual Provider? CounterFor(in UpstreamCall call) => null;

    /// <summary>Writes the path of a call below the base URL, with its query: <c>/chat/completions</c>.</summary>
    public abstract void WritePath(in UpstreamCall call, PooledBuffer output);

    /// <summary>It cannot fetch what an http(s) URL in a message points at: the router has to, and hands it over in <see cref="UpstreamCall.Files"/>.</summary>
    public virtual bool NeedsFiles => false;

    /// <summary>Of those, an address that it can follow itself.</summary>
    /// <param name="url">As it stands in the JSON string.</param>
    public virtual bool Follows(ReadOnlySpan<byte> url) => false;

    /// <summary>Says a caller's request the vendor's way.</summary>
    /// <returns>Null, or what of it the vendor has no way to say.</returns>
    public abstract UpstreamFailure? WriteRequest(in UpstreamCall call, UpstreamRequest request);

    /// <summary>A translator for one stream of answers. It is reusable: <see cref="StreamTranslator.Begin"/> starts it afresh.</summary>
    /// <param name="whole">
    /// The stream becomes one whole answer, left open as by <see cref="TranslateAnswer"/>. Of a chat caller's it stays a stream, whose chunks say all there is.
    /// </param>
    public abstract StreamTranslator CreateStreamTranslator(CallerDialect caller = CallerDialect.Chat, bool whole = false);

    /// <summary>
    /// Says a whole answer the caller's way. The JSON object is left open, without its last brace, for the router's metadata.
    /// </summary>
    /// <returns>Null, or why this is no answer.</returns>
    public abstract UpstreamFailure? TranslateAnswer(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage);

    /// <summary>What an answer with an error status means.</summary>
    /// <param name="status">The HTTP status, 400 or above (or a 2xx whose body is an error).</param>
    public abstract UpstreamFailure Classify(int status, ReadOnlySpan<byte> body);
}
