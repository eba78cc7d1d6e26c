// What an OpenAI-shaped error body means, whichever of the many shapes in use it has.
using System.Text;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// Shapes seen (providers.md A.4, E): <c>{"error":{message,type,param,code}}</c>; <c>{"error":"text"}</c> with <c>code</c> beside it (xAI);
/// <c>{"message",type,param,code}</c> at the top level (Mistral, Cerebras, vLLM); <c>{"detail":…}</c> (Mistral); HTML pages; nothing.
/// </summary>
internal static class OpenAIErrors
{
    // Long enough for any sentence a vendor writes; an HTML page is not repeated to the caller.
    private const int LongestMessage = 2000;

    public static UpstreamFailure Classify(int status, ReadOnlySpan<byte> body)
    {
        var said = Read(body);
        var message = said.Message ?? (status == 200 ? "the provider reported an error without words" : Fallback(status, body));
        var code = said.StatusCode is { } inner and >= 400 && status == 200 ? inner : status;
        return new UpstreamFailure(KindOf(code, said), message)
        {
            Status = code,
            Type = said.Type,
            Code = said.Code,
            Param = said.Param,
        };
    }

    private static FailureKind KindOf(int status, in Said said)
    {
        var code = said.Code ?? "";
        var text = said.Message ?? "";
        // Words before numbers: the same 400 or 429 means several things (providers.md K).
        if (code == "context_length_exceeded" || Has(text, "maximum context length") || Has(text, "prompt is too long") || Has(text, "too large for model")
            || Has(text, "context window") && Has(text, "exceed") || Has(text, "exceeds the maximum number of tokens"))
            return FailureKind.ContextLength;
        if (code is "insufficient_quota" or "billing_hard_limit_reached" || said.Type == "insufficient_quota")
            return FailureKind.Billing;
        if (status is 400 or 422 && Has(text, "stream_options"))
            return FailureKind.StreamOptionsRefused;
        if (code is "content_filter" or "content_policy_violation")
            return FailureKind.ContentPolicy;
        if (code is "model_not_found" or "DeploymentNotFound" or "model_decommissioned")
            return FailureKind.ModelNotFound;
        // xAI refuses a bad key with 400 "Incorrect API key"; others use this code with 401.
        if (code == "invalid_api_key" || status == 400 && Has(text, "Incorrect API key"))
            return FailureKind.Credential;
        return status switch
        {
            200 => OfWords(said),
            401 => FailureKind.Credential,
            402 => FailureKind.Billing,
            403 => FailureKind.Permission,
            404 => FailureKind.ModelNotFound,
            408 => FailureKind.RequestTimeout,
            409 => FailureKind.Conflict,
            425 => FailureKind.TooEarly,
            429 or 498 => FailureKind.RateLimited,
            503 or 529 => FailureKind.Overloaded,
            >= 500 => FailureKind.ServerError,
            _ => FailureKind.BadRequest,
        };
    }

    // An error inside a 200: only its type and code tell what kind it is.
    private static FailureKind OfWords(in Said said) => (said.Type, said.Code) switch
    {
        ("invalid_request_error", _) => FailureKind.BadRequest,
        ("authentication_error", _) => FailureKind.Credential,
        ("permission_error", _) => FailureKind.Permission,
        ("rate_limit_error", _) or ("rate_limit_exceeded", _) or (_, "rate_limit_exceeded") or ("tokens", _) or ("requests", _) => FailureKind.RateLimited,
        ("overloaded_error", _) or (_, "overloaded") or (_, "queue_exceeded") => FailureKind.Overloaded,
        _ => FailureKind.ServerError,
    };

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string Fallback(int status, ReadOnlySpan<byte> body)
    {
        var text = body.TrimStart(" \r\n\t"u8);
        if (text.IsEmpty)
            return $"HTTP {status} with an empty body";
        if (text[0] == '<')
            return $"HTTP {status} with an HTML page instead of JSON";
        return Shorten(Encoding.UTF8.GetString(text));
    }

    private static string Shorten(string text) => text.Length <= LongestMessage ? text : string.Concat(text.AsSpan(0, LongestMessage), "…");

    private static Said Read(ReadOnlySpan<byte> body)
    {
        if (!ErrorBodyFields.TryScan(body, out var top, out _))
            return default;
        if (top.Error.Self.Kind == JsonKind.Object)
        {
            var e = top.Error;
            return new Said(Text(e.Message, body), Text(e.Type, body), Text(e.Code, body), Text(e.Param, body), Number(e.StatusCode, body) ?? Number(e.Code, body));
        }
        if (top.Error.Self.Kind == JsonKind.String)
            return new Said(Text(top.Error.Self, body), Text(top.Type, body), Text(top.Code, body), null, Number(top.Code, body));
        if (top.Message.HasValue)
            return new Said(Text(top.Message, body), Text(top.Type, body), Text(top.Code, body), Text(top.Param, body), Number(top.Code, body));
        if (top.Detail.HasValue)
            return new Said(Text(top.Detail, body), null, null, null, null);
        return default;
    }

    private static string? Text(in JsonValue value, ReadOnlySpan<byte> json) => value.Kind switch
    {
        JsonKind.String => Shorten(value.GetString(json)),
        JsonKind.Absent or JsonKind.Null => null,
        _ => Shorten(Encoding.UTF8.GetString(value.Raw(json))),
    };

    private static int? Number(in JsonValue value, ReadOnlySpan<byte> json)
    {
        if (value.TryGetInt64(json, out var number))
            return (int)number;
        return value.Kind == JsonKind.String && int.TryParse(value.GetString(json), out var written) ? written : null;
    }

    private readonly record struct Said(string? Message, string? Type, string? Code, string? Param, int? StatusCode);
}

[JsonFields]
internal partial struct ErrorBodyFields
{
    [JsonField("error")] public ErrorFields Error;
    [JsonField("message")] public JsonValue Message;
    [JsonField("detail")] public JsonValue Detail;
    [JsonField("type")] public JsonValue Type;
    [JsonField("code")] public JsonValue Code;
    [JsonField("param")] public JsonValue Param;
}

[JsonFields]
internal partial struct ErrorFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("message")] public JsonValue Message;
    [JsonField("type")] public JsonValue Type;
    [JsonField("code")] public JsonValue Code;
    [JsonField("param")] public JsonValue Param;
    [JsonField("status_code")] public JsonValue StatusCode;
}
