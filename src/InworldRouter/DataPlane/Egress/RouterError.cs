// A refusal in words: what the caller is told, with which status, in no dialect yet.
using InworldRouter.Providers;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.DataPlane.Egress;

/// <summary>Status, OpenAI's four members and the wait; <see cref="ErrorWriter"/> puts it into the caller's dialect.</summary>
/// <param name="Status">HTTP status: what the <em>caller</em> should act on (api.md 6).</param>
/// <param name="Type">OpenAI's <c>error.type</c>.</param>
/// <param name="Message">What was wrong, where, what was expected.</param>
public sealed record RouterError(int Status, string Type, string Message)
{
    public string? Code { get; init; }

    /// <summary>"on any other dialect it is refused with 400 and error.details", upon which the official client sends the whole history (api.md 7, <c>thread</c>).</summary>
    public const string ThreadUnsupported = "thread_unsupported_request";

    /// <summary>The request field at fault.</summary>
    public string? Param { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary><see cref="Type"/> is in the words of a provider that speaks the caller's dialect.</summary>
    public bool IsProvidersOwn { get; private init; }

    /// <summary>"On /v1/chat/completions 401 is text/plain with the body Unauthorized" (api.md 2).</summary>
    public bool IsPlainText { get; init; }

    /// <summary>The caller has left: nothing is to be written. 499 is nginx's number for it, in logs and metrics.</summary>
    public bool IsSilent { get; private init; }

    public static RouterError Unauthorized { get; } = new(401, "authentication_error", "Unauthorized") { Code = "invalid_api_key" };

    public static RouterError ClientLeft { get; } = new(499, "client_left", "The client closed the connection.") { IsSilent = true };

    public static RouterError Invalid(string? param, string message, string? code = null) =>
        new(400, "invalid_request_error", message) { Param = param, Code = code };

    public static RouterError NotFound(string message) => new(404, "invalid_request_error", message) { Param = "model", Code = "model_not_found" };

    /// <summary>A saved router that does not compile: it was not saved through the API, or by another version.</summary>
    public static RouterError Unusable(string router, string why) =>
        new(503, "server_error", $"The router '{router}' is stored in a form that cannot be used: {why}. Save it again.") { Param = "model", Code = "router_unusable" };

    public static RouterError Forbidden(string message, string? param = null) =>
        new(403, "permission_error", message) { Param = param, Code = "permission_denied" };

    public static RouterError TooLarge(long limit) =>
        new(413, "invalid_request_error", $"The request body is larger than {limit} bytes (limits.maxBodyBytes).") { Code = "request_too_large" };

    public static RouterError Overloaded(string message) =>
        new(503, "server_error", message) { Code = "overloaded", RetryAfter = TimeSpan.FromSeconds(1) };

    public static RouterError Internal(string requestId) =>
        new(500, "server_error", $"The router failed. Its log has the cause under call {requestId}.") { Code = "internal_error" };

    public static RouterError Exhausted(string key, string limit, TimeSpan retryAfter) =>
        new(429, "rate_limit_error", $"The key '{key}' has used up its {limit}.") { Code = "rate_limit_exceeded", RetryAfter = retryAfter };

    /// <summary>What the last failure of a call means for its caller (api.md 6 and 10).</summary>
    public static RouterError From(UpstreamFailure failure, string model, CallerDialect dialect)
    {
        if (dialect != CallerDialect.Messages || failure.Kind is FailureKind.Credential or FailureKind.Billing or FailureKind.Permission)
            return From(failure, model);
        // "an Anthropic upstream's error keeps its status, type and text towards an Anthropic client": Claude Code goes by the wording.
        if (failure is { Dialect: CallerDialect.Messages, Status: >= 400 })
        {
            return new(failure.Status, failure.Type ?? MessagesErrors.TypeOf(failure.Status), failure.Message)
            {
                IsProvidersOwn = true,
                Code = failure.Code,
                RetryAfter = failure.RetryAfter ?? (failure.Kind == FailureKind.RateLimited ? TimeSpan.FromSeconds(1) : null),
            };
        }
        var error = From(failure, model);
        // "400 "prompt is too long: N tokens > M maximum" wording to trigger compaction" (providers.md D.5b)
        return failure.Kind == FailureKind.ContextLength ? error with { Message = $"prompt is too long: {error.Message}" } : error;
    }

    /// <summary>The same, for a caller of OpenAI's dialects.</summary>
    public static RouterError From(UpstreamFailure failure, string model) => failure.Kind switch
    {
        FailureKind.ClientLeft => ClientLeft,
        FailureKind.ShuttingDown => new(503, "server_error", "The router is shutting down.") { Code = "shutting_down", RetryAfter = TimeSpan.FromSeconds(1) },
        FailureKind.Saturated => Overloaded(failure.Message),

        // "A 429 always carries Retry-After (1 s when the provider gave none)."
        FailureKind.RateLimited => new(429, "rate_limit_error", $"{model}: {failure.Message}")
        {
            Code = failure.Code ?? "rate_limit_exceeded",
            RetryAfter = failure.RetryAfter ?? TimeSpan.FromSeconds(1),
        },

        FailureKind.ConnectTimeout or FailureKind.TtftTimeout or FailureKind.FirstTokenTimeout or FailureKind.IdleTimeout or FailureKind.TotalTimeout
            or FailureKind.RequestTimeout => new(504, "timeout_error", $"{model}: {failure.Message}") { Code = "timeout" },

        FailureKind.ModelNotFound => NotFound($"{model}: {failure.Message}"),

        FailureKind.ContextLength => new(400, "invalid_request_error", failure.Message) { Code = "context_length_exceeded", Param = failure.Param ?? "messages" },
        FailureKind.ContentPolicy => new(400, TypeOf(failure), failure.Message)
        {
            Code = failure.Code ?? "content_policy_violation",
            Param = failure.Param,
        },
        FailureKind.BadRequest or FailureKind.StreamOptionsRefused or FailureKind.SignatureRefused =>
            new(failure.Status is > 400 and < 500 ? failure.Status : 400, TypeOf(failure), failure.Message) { Code = failure.Code, Param = failure.Param },

        FailureKind.Unsupported => new(400, "invalid_request_error", $"{model}: {failure.Message}") { Code = failure.Code ?? "unsupported_by_model", Param = failure.Param },

        // Our key, our account: nothing that the caller could mend, and nothing of it in the text.
        FailureKind.Credential or FailureKind.Billing or FailureKind.Permission =>
            new(502, "api_error", $"{model}: the provider refused the router's own credential ({Cause(failure.Kind)}, HTTP {failure.Status}).") { Code = "provider_auth" },

        // The provider's own gateway ran out of time.
        FailureKind.ServerError when failure.Status == StatusCodes.Status504GatewayTimeout => new(504, "timeout_error", $"{model}: {failure.Message}") { Code = "timeout" },

        FailureKind.Connect or FailureKind.ConnectionLost or FailureKind.Conflict or FailureKind.TooEarly or FailureKind.Overloaded or FailureKind.ServerError
            or FailureKind.EmptyAnswer or FailureKind.MalformedAnswer or FailureKind.Truncated =>
            new(502, "api_error", $"{model}: {failure.Message}") { Code = "upstream_error" },

        _ => throw new InvalidOperationException($"no words for {failure.Kind}"),
    };

    // "400 invalid_request_error" (providers.md K) unless the vendor has a word of its own for it: google.rpc's (INVALID_ARGUMENT) are no types of any caller's dialect.
    private static string TypeOf(UpstreamFailure failure) =>
        failure.Type is [not (>= 'A' and <= 'Z'), ..] type ? type : "invalid_request_error";

    private static string Cause(FailureKind kind) => kind switch
    {
        FailureKind.Billing => "billing",
        FailureKind.Permission => "permission",
        _ => "authentication",
    };
}
