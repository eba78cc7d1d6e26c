// What an OpenAI-shaped error means, whichever of the many shapes in use it has.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>Shape first (<see cref="ErrorBody"/>), then meaning: words before numbers, for the same 400 or 429 means several things (providers.md K).</summary>
internal static class OpenAIErrors
{
    // How vendors say that the conversation is longer than the window.
    private static readonly string[] ContextWords =
    [
        "maximum context length",                 // OpenAI, DeepSeek, vLLM, OpenRouter, Together, Fireworks
        "exceeds the context window",             // OpenAI
        "maximum prompt length",                  // xAI
        "prompt is too long",                     // Anthropic's words, passed on by routers; Fireworks
        "too large for model with",               // Mistral
        "reduce the length of the messages",      // Groq, Cerebras
        "exceeds the maximum number of tokens",   // Google's words
        "exceed context limit",                   // Anthropic's
        "exceeds the available context size",     // llama.cpp
        "exceeds the model's context",            // SGLang, LM Studio
        "exceeded max context length",            // Ollama
        "input is too long for requested model",  // Bedrock's
        "tokens + `max_new_tokens` must be <=",   // text-generation-inference
    ];

    // How vendors say with 400 what others say with 404.
    private static readonly string[] NoModelWords = ["model not exist", "is not a valid model", "has been decommissioned", "invalid model"];

    // How vendors say with 400 that the key is wrong: xAI, Google.
    private static readonly string[] KeyWords = ["incorrect api key", "api key not valid", "invalid api key"];

    public static UpstreamFailure Classify(int status, ReadOnlySpan<byte> body)
    {
        var said = ErrorBody.Read(body);
        // An error inside a 2xx: the code in it, when it is an HTTP status (OpenRouter, Groq), is the better one.
        var code = status < 400 && said.StatusCode is >= 400 and < 600 ? said.StatusCode.Value : status;
        return new UpstreamFailure(KindOf(code, said), said.Message ?? ErrorBody.WithoutWords(status, body))
        {
            Status = code,
            Dialect = said.Message is null ? null : CallerDialect.Chat,
            Type = said.Type,
            Code = said.Code,
            Param = said.Param,
        };
    }

    /// <summary>
    /// An error in the middle of a 200 stream. The provider took the request and failed with it: "moves to the next candidate on … an error
    /// event before the first content" (api.md 3.5), so it is never the caller's fault.
    /// </summary>
    public static UpstreamFailure InStream(OpenAIDialect provider, ReadOnlySpan<byte> data) => NotTheCallers(provider.Classify(200, data));

    /// <summary>The same at OpenAI's other APIs.</summary>
    public static UpstreamFailure InStream(ReadOnlySpan<byte> data) => NotTheCallers(Classify(200, data));

    private static UpstreamFailure NotTheCallers(UpstreamFailure failure) =>
        failure.Kind is FailureKind.BadRequest ? failure with { Kind = FailureKind.ServerError } : failure;

    /// <summary>Whether an <c>error</c> member says that there is one: not <c>null</c>, <c>false</c>, <c>""</c>, <c>0</c>, <c>[]</c> or <c>{}</c>.</summary>
    public static bool IsTruthy(in JsonValue error, ReadOnlySpan<byte> json) => error.Kind switch
    {
        JsonKind.True => true,
        JsonKind.String => error.Length > 2,
        JsonKind.Number => !error.Raw(json).SequenceEqual("0"u8),
        JsonKind.Object or JsonKind.Array => error.Raw(json)[1..^1].IndexOfAnyExcept(" \r\n\t"u8) >= 0,
        _ => false,
    };

    private static FailureKind KindOf(int status, in ErrorBody said)
    {
        var (type, code, text) = (said.Type ?? "", said.Code ?? "", said.Message ?? "");
        if (code is "insufficient_quota" or "billing_hard_limit_reached" or "billing_not_active" || type is "insufficient_quota" or "exceeded_current_quota_error")
            return FailureKind.Billing;
        if (code is "invalid_api_key" || status == 400 && HasAny(text, KeyWords))
            return FailureKind.Credential;
        // Sealed by another account, or by another server of the same dialect.
        if (status == 400 && code is "invalid_encrypted_content")
            return FailureKind.SignatureRefused;
        // "overload: … Cerebras queue_exceeded" (providers.md K), though it comes with 429.
        if (code is "queue_exceeded")
            return FailureKind.Overloaded;
        // 413 is also Groq's word for more tokens than a minute allows; another provider may have room (C73).
        if (code is "rate_limit_exceeded" or "RateLimitReached")
            return FailureKind.RateLimited;
        if (status is not (401 or 403 or 429) && (code is "context_length_exceeded" || type is "exceed_context_size_error" || HasAny(text, ContextWords)))
            return FailureKind.ContextLength;
        if (status is 400 or 422 && (said.Param == "stream_options" || Has(text, "stream_options")))
            return FailureKind.StreamOptionsRefused;
        if (code is "content_filter" or "content_policy_violation" or "invalid_prompt" or "moderation_blocked" or "image_content_policy_violation" || Has(text, "input was flagged"))
            return FailureKind.ContentPolicy;
        if (code is "model_not_found" or "DeploymentNotFound" or "model_decommissioned" || type is "invalid_model" || status is 400 && HasAny(text, NoModelWords))
            return FailureKind.ModelNotFound;
        return status < 400 ? OfWords(type, code) : OfStatus(status);
    }

    internal static FailureKind OfStatus(int status) => status switch
    {
        401 => FailureKind.Credential,
        402 => FailureKind.Billing,
        403 => FailureKind.Permission,
        404 => FailureKind.ModelNotFound,
        408 => FailureKind.RequestTimeout,
        409 => FailureKind.Conflict,
        425 => FailureKind.TooEarly,
        429 or 498 => FailureKind.RateLimited, // 498: Groq's flex tier is full
        503 or 529 => FailureKind.Overloaded,
        499 or >= 500 => FailureKind.ServerError, // 499: the vendor's own front end gave up waiting
        _ => FailureKind.BadRequest,
    };

    // An error inside a 200: only its type and code tell what kind it is.
    private static FailureKind OfWords(string type, string code) => (type, code) switch
    {
        ("invalid_request_error", _) => FailureKind.BadRequest,
        ("authentication_error", _) => FailureKind.Credential,
        ("permission_error", _) => FailureKind.Permission,
        ("rate_limit_error" or "rate_limit_exceeded" or "tokens" or "requests", _) => FailureKind.RateLimited,
        ("overloaded_error", _) or (_, "overloaded" or "server_is_overloaded" or "capacity_exceeded") => FailureKind.Overloaded,
        _ => FailureKind.ServerError,
    };

    private static bool HasAny(string text, string[] words)
    {
        foreach (var word in words)
        {
            if (Has(text, word))
                return true;
        }
        return false;
    }

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
}
