// What can go wrong with an attempt, as the provider or the wire told it.
namespace InworldRouter.Providers;

/// <summary>
/// What happened, not what to do about it: the verdict is the attempt loop's table. Groups follow the error taxonomy of the vendors'
/// documentation (providers.md, K).
/// </summary>
public enum FailureKind : byte
{
    /// <summary>DNS, TCP or TLS: no connection.</summary>
    Connect,

    /// <summary>The connection ended before the answer began.</summary>
    ConnectionLost,

    /// <summary>No connection within <c>timeouts.connect</c>.</summary>
    ConnectTimeout,

    /// <summary>No content within the caller's <c>fallback.ttft_timeout</c>.</summary>
    TtftTimeout,

    /// <summary>No content within <c>timeouts.firstToken</c>.</summary>
    FirstTokenTimeout,

    /// <summary>Silence longer than <c>timeouts.idle</c>.</summary>
    IdleTimeout,

    /// <summary>The attempt took longer than <c>timeouts.total</c>.</summary>
    TotalTimeout,

    /// <summary>Our own key was refused: 401, or a 400 that says so.</summary>
    Credential,

    /// <summary>Our account has no money: 402, or a 429 for an empty account.</summary>
    Billing,

    /// <summary>Our key may not do this: 403.</summary>
    Permission,

    /// <summary>The vendor does not have the model: 404 and its like.</summary>
    ModelNotFound,

    /// <summary>408.</summary>
    RequestTimeout,

    /// <summary>409.</summary>
    Conflict,

    /// <summary>425.</summary>
    TooEarly,

    /// <summary>429, 498.</summary>
    RateLimited,

    /// <summary>503, 529: the vendor is full.</summary>
    Overloaded,

    /// <summary>Any other 5xx, or an error page.</summary>
    ServerError,

    /// <summary>The conversation is longer than the model's window.</summary>
    ContextLength,

    /// <summary>The vendor refuses this content before answering.</summary>
    ContentPolicy,

    /// <summary>The vendor does not know <c>stream_options</c>: the same call without it may do.</summary>
    StreamOptionsRefused,

    /// <summary>The vendor does not take the signatures of earlier reasoning: the same call without them may do.</summary>
    SignatureRefused,

    /// <summary>400, 413, 422: the caller's request is at fault.</summary>
    BadRequest,

    /// <summary>The caller asks for something that this vendor has no way to say, or to do; another may.</summary>
    Unsupported,

    /// <summary>2xx with nothing in it.</summary>
    EmptyAnswer,

    /// <summary>2xx with bytes that are no answer: HTML, broken JSON.</summary>
    MalformedAnswer,

    /// <summary>An answer that stopped without its end.</summary>
    Truncated,

    /// <summary>The provider has as many calls from us as <c>maxConcurrency</c> allows.</summary>
    Saturated,

    /// <summary>The caller hung up; nobody's failure.</summary>
    ClientLeft,

    /// <summary>We are stopping.</summary>
    ShuttingDown,
}
