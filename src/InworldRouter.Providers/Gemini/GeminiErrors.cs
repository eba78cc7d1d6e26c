// What Google's errors mean.
using System.Globalization;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>The status word and the details say what the HTTP status leaves open: one 400 is a bad key, another an account without money (providers.md C.6).</summary>
internal static class GeminiErrors
{
    public static UpstreamFailure Classify(int status, ReadOnlySpan<byte> body)
    {
        var said = Read(body);
        var code = status < 400 && said.Code is >= 400 and < 600 ? said.Code : status;
        return new UpstreamFailure(KindOf(code, said), said.Message ?? ErrorBody.WithoutWords(status, body))
        {
            Status = code < 400 ? StatusOf(said.Status) : code,
            Type = said.Status,
            Code = said.Reason,
            RetryAfter = said.RetryDelay,
        };
    }

    /// <summary>An error in a 200: the provider took the request and failed with it, so it is never the caller's fault (C70).</summary>
    public static UpstreamFailure InStream(ReadOnlySpan<byte> data)
    {
        var failure = Classify(200, data);
        return failure.Kind is FailureKind.BadRequest ? failure with { Kind = FailureKind.ServerError } : failure;
    }

    /// <summary>Whether the body is an error in Google's own form, and not in that of the model's maker.</summary>
    public static bool IsGoogles(ReadOnlySpan<byte> body) => Read(body).Status is not null;

    private static FailureKind KindOf(int status, in Said said)
    {
        var (word, reason, text) = (said.Status ?? "", said.Reason ?? "", said.Message ?? "");
        // "A bad AI Studio key is HTTP 400 INVALID_ARGUMENT with ErrorInfo.reason API_KEY_INVALID → classify as auth"
        if (reason.StartsWith("API_KEY_", StringComparison.Ordinal) || status == 400 && (Has(text, "API key not valid") || Has(text, "API key expired")))
            return FailureKind.Credential;
        if (reason == "BILLING_DISABLED" || word == "FAILED_PRECONDITION" && Has(text, "billing"))
            return FailureKind.Billing;
        // "User location is not supported for the API use."
        if (word == "FAILED_PRECONDITION" && Has(text, "location"))
            return FailureKind.Permission;
        if (status is < 400 or 400 && (Has(text, "exceeds the maximum number of tokens") || Has(text, "input context is too long")))
            return FailureKind.ContextLength;
        // "Function call is missing a thought_signature in functionCall parts", "Corrupted thought signature" (providers.md C.3).
        if (status == 400 && (Has(text, "thought_signature") || Has(text, "thought signature")))
            return FailureKind.SignatureRefused;
        return OpenAIErrors.OfStatus(status < 400 ? StatusOf(word) : status);
    }

    // google.rpc.Code, as HTTP says it.
    private static int StatusOf(string? word) => word switch
    {
        "INVALID_ARGUMENT" or "FAILED_PRECONDITION" or "OUT_OF_RANGE" => 400,
        "UNAUTHENTICATED" => 401,
        "PERMISSION_DENIED" => 403,
        "NOT_FOUND" => 404,
        "ABORTED" => 409,
        "RESOURCE_EXHAUSTED" => 429,
        "CANCELLED" => 499,
        "UNAVAILABLE" => 503,
        "DEADLINE_EXCEEDED" => 504,
        _ => 500,
    };

    // "an error before the stream is a JSON array or object"
    private static Said Read(ReadOnlySpan<byte> body)
    {
        var scanner = new JsonScanner(body);
        if (scanner.PeekKind() == JsonKind.Array && scanner.EnterArray() && scanner.SkipValue() is { Kind: JsonKind.Object } first)
            body = first.Raw(body);
        if (!GeminiErrorBodyFields.TryScan(body, out var top, out _))
            return default;
        ref readonly var error = ref top.Error;
        var said = new Said
        {
            Code = error.Code.TryGetInt64(body, out var code) ? (int)Math.Clamp(code, 0, int.MaxValue) : 0,
            Message = error.Message.IsNonEmptyString ? error.Message.GetString(body) : null,
            Status = error.Status.IsNonEmptyString ? error.Status.GetString(body) : null,
        };
        ReadDetails(error.Details, body, ref said);
        return said;
    }

    private static void ReadDetails(in JsonValue details, ReadOnlySpan<byte> body, ref Said said)
    {
        var scanner = new JsonScanner(body, details.Start);
        if (details.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var detail = default(GeminiErrorDetailFields);
            GeminiErrorDetailFields.Scan(ref scanner, ref detail);
            if (detail.Reason.IsNonEmptyString)
                said.Reason ??= detail.Reason.GetString(body);
            if (detail.RetryDelay.IsNonEmptyString)
                said.RetryDelay ??= Duration(detail.RetryDelay.GetString(body));
        }
        while (scanner.NextElement());
    }

    // google.protobuf.Duration: "34.4s". "parse RetryInfo.retryDelay (no retry-after header)"
    private static TimeSpan? Duration(string text) =>
        text.EndsWith('s') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

    private record struct Said(int Code, string? Message, string? Status, string? Reason, TimeSpan? RetryDelay);
}

[JsonFields]
internal partial struct GeminiErrorBodyFields
{
    [JsonField("error")] public GeminiErrorFields Error;
}

[JsonFields]
internal partial struct GeminiErrorFields
{
    [JsonField("code")] public JsonValue Code;
    [JsonField("message")] public JsonValue Message;
    [JsonField("status")] public JsonValue Status;
    [JsonField("details")] public JsonValue Details;
}

/// <summary>A <c>google.rpc</c> detail of any type: only ErrorInfo has a reason, only RetryInfo a delay.</summary>
[JsonFields]
internal partial struct GeminiErrorDetailFields
{
    [JsonField("reason")] public JsonValue Reason;
    [JsonField("retryDelay")] public JsonValue RetryDelay;
}
