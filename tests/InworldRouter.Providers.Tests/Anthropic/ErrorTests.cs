// Every shape of Anthropic's errors, in a body and in a stream (providers.md B.4, B.5, K).
using System.Text;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class ErrorTests
{
    private static readonly AnthropicProvider Provider = new();

    public static TheoryData<int, string, string, FailureKind> Errors => new()
    {
        { 400, "invalid_request_error", "max_tokens: required", FailureKind.BadRequest },
        { 400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum", FailureKind.ContextLength },
        { 400, "invalid_request_error", "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000", FailureKind.ContextLength },
        { 400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.", FailureKind.Billing },
        { 401, "authentication_error", "invalid x-api-key", FailureKind.Credential },
        { 402, "billing_error", "no", FailureKind.Billing },
        { 403, "permission_error", "no", FailureKind.Permission },
        { 404, "not_found_error", "model: claude-x", FailureKind.ModelNotFound },
        { 413, "request_too_large", "Request exceeds the maximum size", FailureKind.BadRequest },
        { 429, "rate_limit_error", "Number of request tokens has exceeded your per-minute rate limit", FailureKind.RateLimited },
        { 500, "api_error", "Internal server error", FailureKind.ServerError },
        { 504, "timeout_error", "Timed out", FailureKind.ServerError },
        { 529, "overloaded_error", "Overloaded", FailureKind.Overloaded },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void C62_ABody_IsOfItsKind(int status, string type, string message, FailureKind kind)
    {
        var failure = Provider.Classify(status, Body(type, message));
        Assert.Equal((kind, status, type, message), (failure.Kind, failure.Status, failure.Type, failure.Message));
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void C70_InAStream_ItIsTheProvidersFailure(int status, string type, string message, FailureKind kind)
    {
        byte[] stream = [.. "event: error\ndata: "u8, .. Body(type, message), .. "\n\n"u8];
        var failure = StreamReplay.Whole(Provider, stream, Identity.Of()).Failure!;
        Assert.Equal(kind == FailureKind.BadRequest ? FailureKind.ServerError : kind, failure.Kind);
        if (kind != FailureKind.Billing)
            Assert.Equal(status, failure.Status);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>", 502, FailureKind.ServerError)]
    [InlineData("", 529, FailureKind.Overloaded)]
    [InlineData("upstream connect error", 503, FailureKind.Overloaded)]
    public void C63_NoJson_IsClassifiedByItsStatus(string body, int status, FailureKind kind) =>
        Assert.Equal(kind, Provider.Classify(status, Encoding.UTF8.GetBytes(body)).Kind);

    private static byte[] Body(string type, string message) =>
        Encoding.UTF8.GetBytes($$"""{"type":"error","error":{"type":"{{type}}","message":"{{message}}"},"request_id":"req_1"}""");
}
