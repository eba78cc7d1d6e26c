// What a token endpoint answers: an access token and how long it is good for, or why there is none.
using System.Text;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Credentials;

/// <param name="Token">The access token.</param>
/// <param name="Lifetime">From now.</param>
public sealed record TokenAnswer(string Token, TimeSpan Lifetime)
{
    // What Google gives; an answer that says nothing else is good for that long (RFC 6749, section 5.1: "expires_in RECOMMENDED").
    private const long UsualSeconds = 3600;

    // No endpoint means longer than a day; a number without bounds would not fit a time.
    private const long MostSeconds = 86_400;

    private const int LongestWords = 500;

    /// <param name="status">The HTTP status.</param>
    /// <param name="failure">Why there is no token: <c>Credential</c> when the account was refused, another kind when the endpoint is in trouble.</param>
    /// <returns>Null when there is none.</returns>
    public static TokenAnswer? Read(int status, ReadOnlySpan<byte> body, out UpstreamFailure? failure)
    {
        var isJson = TokenAnswerFields.TryScan(body, out var fields, out _);
        if (status is >= 200 and < 300)
        {
            if (fields.AccessToken.IsNonEmptyString && fields.AccessToken.GetString(body) is var token && !token.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                failure = null;
                return new TokenAnswer(token, TimeSpan.FromSeconds(fields.ExpiresIn.TryGetInt64(body, out var seconds) ? Math.Clamp(seconds, 0, MostSeconds) : UsualSeconds));
            }
            failure = new UpstreamFailure(FailureKind.MalformedAnswer, "the token endpoint's answer has no usable access_token") { Status = status };
            return null;
        }
        var kind = status switch
        {
            429 or 503 => FailureKind.Overloaded,
            >= 400 and < 500 => FailureKind.Credential,
            >= 500 => FailureKind.ServerError,
            _ => FailureKind.MalformedAnswer,
        };
        failure = new UpstreamFailure(kind, $"the token endpoint answered HTTP {status}{(isJson ? Words(fields, body) : "")}") { Status = status };
        return null;
    }

    /// <summary>Nothing of the token.</summary>
    public override string ToString() => "TokenAnswer(***)";

    // {"error":"invalid_grant","error_description":"Invalid JWT Signature."}
    private static string Words(in TokenAnswerFields fields, ReadOnlySpan<byte> body)
    {
        var words = new StringBuilder();
        if (fields.Error.IsNonEmptyString)
            words.Append(": ").Append(fields.Error.GetString(body));
        if (fields.Description.IsNonEmptyString)
            words.Append(": ").Append(fields.Description.GetString(body));
        return words.Length <= LongestWords ? words.ToString() : words.ToString(0, LongestWords) + "…";
    }
}

[JsonFields]
internal partial struct TokenAnswerFields
{
    [JsonField("access_token")] public JsonValue AccessToken;
    [JsonField("expires_in")] public JsonValue ExpiresIn;
    [JsonField("error")] public JsonValue Error;
    [JsonField("error_description")] public JsonValue Description;
}
