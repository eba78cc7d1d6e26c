// Turns a vendor's stream into the caller's, one event at a time.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Dialects;

/// <summary>What an upstream event was.</summary>
public enum StreamStep : byte
{
    /// <summary>Nothing that the caller sees or that proves the answer has begun: a role, a ping, a usage count.</summary>
    Quiet,

    /// <summary>Text, reasoning, a refusal, an image or a part of a tool call.</summary>
    Content,

    /// <summary>The stream has come to its proper end.</summary>
    End,

    /// <summary>The stream has failed: see <see cref="StreamTranslator.Failure"/>.</summary>
    Failed,
}

/// <summary>
/// State of one stream between events. Output goes to the caller as it is written, in order; what can only be written at the end (the
/// last finish_reason with the router's metadata, the usage) waits for <see cref="Complete"/>.
/// </summary>
public abstract class StreamTranslator
{
    /// <summary>Why the last step was <see cref="StreamStep.Failed"/>.</summary>
    public UpstreamFailure? Failure { get; protected set; }

    /// <summary>Known when the provider has said it, at the latest after <see cref="StreamStep.End"/>.</summary>
    public TokenUsage Usage { get; protected set; } = TokenUsage.Unknown;

    /// <summary>Content events so far: the estimate of tokens when the provider never says how many there were (C85).</summary>
    public int ContentEvents { get; protected set; }

    /// <summary>The answer ended because of a filter, a refusal or a length limit: then it may be without content and is not empty.</summary>
    public bool EndedEarly { get; protected set; }

    /// <summary>Starts over for another stream.</summary>
    public abstract void Begin(in AnswerIdentity identity);

    /// <summary>Translates one event and appends what the caller gets of it, framed, to <paramref name="output"/>.</summary>
    public abstract StreamStep Translate(in SseEvent upstream, PooledBuffer output);

    /// <summary>The upstream closed the stream: its proper end, or a truncation.</summary>
    public abstract StreamStep EndOfInput();

    /// <summary>Ends the stream with a failure, in a dialect whose failures tell of what was said before them.</summary>
    /// <returns>False, and nothing written, where an error is the same whenever it comes.</returns>
    public virtual bool TryFail(string code, string message, PooledBuffer output) => false;

    /// <summary>Writes what waited for the end, the metadata and the end marker.</summary>
    /// <param name="metadata">The router's <c>metadata</c> object as JSON.</param>
    public abstract void Complete(ReadOnlySpan<byte> metadata, PooledBuffer output);
}
