// What Anthropic's errors mean.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Anthropic;

/// <summary>Status and type agree but for the few texts in which one 400 is not like another (providers.md B.5, K).</summary>
internal static class AnthropicErrors
{
    private static readonly string[] ContextWords = ["prompt is too long", "exceed context limit", "maximum context length", "context window"];

    // "Your credit balance is too low to access the Anthropic API": a 400 that no other request would mend.
    private static readonly string[] BillingWords = ["credit balance is too low"];

    public static UpstreamFailure Classify(int status, ReadOnlySpan<byte> body)
    {
        var said = ErrorBody.Read(body);
        var type = said.Type ?? "";
        var text = said.Message ?? "";
        return new UpstreamFailure(KindOf(status, type, text), said.Message ?? ErrorBody.WithoutWords(status, body))
        {
            Dialect = said.Message is null ? null : CallerDialect.Messages,
            Status = status < 400 ? StatusOf(type) : status,
            Type = said.Type,
            Code = said.Code,
            Param = said.Param,
        };
    }

    /// <summary>
    /// An error in a 200: "can be the very first event: peek it and treat as 529 for fallback" (providers.md B.4). The provider took the request and
    /// failed with it, so it is never the caller's fault.
    /// </summary>
    public static UpstreamFailure InStream(ReadOnlySpan<byte> data)
    {
        var failure = Classify(200, data);
        return failure.Kind is FailureKind.BadRequest ? failure with { Kind = FailureKind.ServerError } : failure;
    }

    // "messages.1.content.0: Invalid `signature` in `thinking` block"; "`thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified".
    private static readonly string[] SignatureWords = ["Invalid `signature`", "Invalid `data` in `redacted_thinking`", "`redacted_thinking` blocks in the latest assistant message"];

    private static FailureKind KindOf(int status, string type, string text)
    {
        if (HasAny(text, BillingWords))
            return FailureKind.Billing;
        if (status is < 400 or 400 or 413 or 422 && type is "" or "invalid_request_error" && HasAny(text, ContextWords))
            return FailureKind.ContextLength;
        if (status == 400 && HasAny(text, SignatureWords))
            return FailureKind.SignatureRefused;
        return status < 400 ? OfType(type) : OpenAIErrors.OfStatus(status);
    }

    private static FailureKind OfType(string type) => type switch
    {
        "invalid_request_error" or "request_too_large" => FailureKind.BadRequest,
        "authentication_error" => FailureKind.Credential,
        "billing_error" => FailureKind.Billing,
        "permission_error" => FailureKind.Permission,
        "not_found_error" => FailureKind.ModelNotFound,
        "rate_limit_error" => FailureKind.RateLimited,
        "overloaded_error" => FailureKind.Overloaded,
        _ => FailureKind.ServerError,
    };

    private static int StatusOf(string type) => type switch
    {
        "invalid_request_error" => 400,
        "authentication_error" => 401,
        "billing_error" => 402,
        "permission_error" => 403,
        "not_found_error" => 404,
        "request_too_large" => 413,
        "rate_limit_error" => 429,
        "timeout_error" => 504,
        "overloaded_error" => 529,
        _ => 500,
    };

    private static bool HasAny(string text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
