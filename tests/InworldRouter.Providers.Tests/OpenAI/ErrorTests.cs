// What an error means, in every shape that vendors give it (behaviours.md, section 8; providers.md K).
using System.Text;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class ErrorTests
{
    private static readonly CompatibleProvider Provider = new();

    [Theory]
    [InlineData(400, FailureKind.BadRequest)]
    [InlineData(401, FailureKind.Credential)]
    [InlineData(402, FailureKind.Billing)]
    [InlineData(403, FailureKind.Permission)]
    [InlineData(404, FailureKind.ModelNotFound)]
    [InlineData(405, FailureKind.BadRequest)]
    [InlineData(408, FailureKind.RequestTimeout)]
    [InlineData(409, FailureKind.Conflict)]
    [InlineData(413, FailureKind.BadRequest)]
    [InlineData(422, FailureKind.BadRequest)]
    [InlineData(425, FailureKind.TooEarly)]
    [InlineData(429, FailureKind.RateLimited)]
    [InlineData(498, FailureKind.RateLimited)]
    [InlineData(500, FailureKind.ServerError)]
    [InlineData(502, FailureKind.ServerError)]
    [InlineData(503, FailureKind.Overloaded)]
    [InlineData(504, FailureKind.ServerError)]
    [InlineData(520, FailureKind.ServerError)]
    [InlineData(529, FailureKind.Overloaded)]
    public void C62_TheStatus_TellsTheKind(int status, FailureKind kind)
    {
        foreach (var body in (string[])["""{"error":{"message":"Sorry."}}""", "<html><body>Sorry</body></html>", "", "Sorry."])
        {
            var failure = Provider.Classify(status, Encoding.UTF8.GetBytes(body));
            Assert.Equal((kind, status), (failure.Kind, failure.Status));
            Assert.DoesNotContain('<', failure.Message);
            Assert.NotEmpty(failure.Message);
        }
    }

    // "an OpenAI upstream's 4xx its own towards an OpenAI client" (api.md 6): where there are words of the vendor's.
    [Theory]
    [InlineData("""{"error":{"message":"Sorry.","type":"t"}}""", CallerDialect.Chat)]
    [InlineData("<html><body>Sorry</body></html>", null)]
    public void C62_WordsOfTheVendors_AreInItsDialect(string body, CallerDialect? dialect) => Assert.Equal(dialect, Provider.Classify(400, Encoding.UTF8.GetBytes(body)).Dialect);

    // Words before numbers: what each vendor says for the same thing.
    [Theory]
    [InlineData(400, """{"error":{"message":"…","code":"context_length_exceeded"}}""", FailureKind.ContextLength)]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens. However, you requested 9000"}}""", FailureKind.ContextLength)]
    [InlineData(400, """{"error":{"message":"Your input exceeds the context window of this model."}}""", FailureKind.ContextLength)]
    [InlineData(400, """{"error":"This model's maximum prompt length is 131072 but the request contains 140000 tokens."}""", FailureKind.ContextLength)]
    [InlineData(400, """{"object":"error","message":"Prompt contains 40000 tokens … too large for model with 32768 maximum context length","type":"invalid_request_error"}""", FailureKind.ContextLength)]
    [InlineData(400, """{"error":{"message":"Please reduce the length of the messages or completion.","type":"invalid_request_error"}}""", FailureKind.ContextLength)]
    [InlineData(400, """{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}""", FailureKind.ContextLength)]
    [InlineData(400, """{"error":{"message":"The input token count (9) exceeds the maximum number of tokens allowed (8)."}}""", FailureKind.ContextLength)]
    [InlineData(500, """{"error":{"message":"input length exceeds maximum context length","type":"api_error"}}""", FailureKind.ContextLength)]
    [InlineData(422, """{"error":{"message":"prompt is too long: 9 tokens > 8 maximum"}}""", FailureKind.ContextLength)]
    [InlineData(413, """{"error":{"message":"Request too large for model `m` on tokens per minute (TPM): Limit 6000, Requested 9000","type":"tokens","code":"rate_limit_exceeded"}}""", FailureKind.RateLimited)]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}""", FailureKind.Billing)]
    [InlineData(429, """{"error":{"message":"Slow down: maximum context length tokens a minute","code":"rate_limit_exceeded"}}""", FailureKind.RateLimited)]
    [InlineData(429, """{"error":{"code":"RateLimitReached","message":"…"}}""", FailureKind.RateLimited)]
    [InlineData(400, """{"code":"invalid-argument","error":"Incorrect API key provided. You can obtain …"}""", FailureKind.Credential)]
    [InlineData(400, """[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]""", FailureKind.Credential)]
    [InlineData(401, """{"detail":"Invalid API Key"}""", FailureKind.Credential)]
    [InlineData(403, """{"error":{"message":"Your chosen model requires moderation and your input was flagged","code":403}}""", FailureKind.ContentPolicy)]
    [InlineData(400, """{"error":{"code":"content_filter","message":"The response was filtered","innererror":{"code":"ResponsibleAIPolicyViolation"}}}""", FailureKind.ContentPolicy)]
    [InlineData(400, """{"error":{"code":"model_decommissioned","message":"The model `x` has been decommissioned"}}""", FailureKind.ModelNotFound)]
    [InlineData(400, """{"object":"error","message":"Invalid model: x","type":"invalid_model","param":null,"code":"1500"}""", FailureKind.ModelNotFound)]
    [InlineData(400, """{"error":{"message":"Model Not Exist","type":"invalid_request_error"}}""", FailureKind.ModelNotFound)]
    [InlineData(400, """{"error":{"message":"x is not a valid model ID","code":400}}""", FailureKind.ModelNotFound)]
    [InlineData(404, """{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""", FailureKind.ModelNotFound)]
    [InlineData(400, """{"error":{"message":"Unrecognized request argument supplied: stream_options","type":"invalid_request_error"}}""", FailureKind.StreamOptionsRefused)]
    [InlineData(400, """{"error":{"message":"Unknown parameter.","param":"stream_options","code":"unknown_parameter"}}""", FailureKind.StreamOptionsRefused)]
    [InlineData(422, """{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{}}]}""", FailureKind.StreamOptionsRefused)]
    [InlineData(400, """{"error":{"message":"Function tools with reasoning_effort are not supported for gpt-5.6-sol in /v1/chat/completions.","param":"reasoning_effort"}}""", FailureKind.BadRequest)]
    [InlineData(400, """{"error":{"message":"Tool call validation failed","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"…"}}""", FailureKind.BadRequest)]
    [InlineData(200, """{"error":{"message":"Provider returned error","code":502}}""", FailureKind.ServerError)]
    [InlineData(429, """{"message":"Too many requests in the queue","type":"too_many_requests_error","param":"queue","code":"queue_exceeded"}""", FailureKind.Overloaded)]
    [InlineData(400, """{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\"error\":{\"message\":\"This model's maximum context length is 9\"}}"}}}""", FailureKind.ContextLength)]
    [InlineData(400, """{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"prompt is too long: 9 tokens > 8 maximum"}}}""", FailureKind.ContextLength)]
    [InlineData(200, """{"error":{"message":"slow down","code":"429"}}""", FailureKind.RateLimited)]
    [InlineData(200, """{"error":{"message":"full","type":"overloaded_error"}}""", FailureKind.Overloaded)]
    [InlineData(200, """{"error":{"message":"no","type":"server_error","status_code":503}}""", FailureKind.Overloaded)]
    [InlineData(200, """{"error":{"message":"no","type":"authentication_error"}}""", FailureKind.Credential)]
    public void C63_TheWords_TellTheKind(int status, string body, FailureKind kind) =>
        Assert.Equal(kind, Provider.Classify(status, Encoding.UTF8.GetBytes(body)).Kind);

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","param":"p","code":"c"}}""", "m", "t", "p", "c")]
    [InlineData("""{"error":{"message":"m","code":400}}""", "m", null, null, "400")]
    [InlineData("""{"error":"m","code":"c"}""", "m", null, null, "c")]
    [InlineData("""{"message":"m","type":"t","param":null,"code":"c"}""", "m", "t", null, "c")]
    [InlineData("""{"object":"error","message":{"detail":[1]},"type":"t","code":1}""", """{"detail":[1]}""", "t", null, "1")]
    [InlineData("""{"detail":"m"}""", "m", null, null, null)]
    [InlineData("""{"detail":[{"loc":["body","user",0],"msg":"not permitted"},{"loc":[],"msg":"m"}]}""", "body.user.0: not permitted; m", null, null, null)]
    [InlineData("""{"fault":{"faultstring":"m"}}""", "m", null, null, null)]
    [InlineData("""[{"error":{"message":"m","status":"s"}}]""", "m", null, null, null)]
    [InlineData("  ", "HTTP 418 with an empty body", null, null, null)]
    [InlineData("\n <!DOCTYPE html><title>x</title>", "HTTP 418 with an HTML page instead of JSON", null, null, null)]
    [InlineData("upstream connect error", "HTTP 418: upstream connect error", null, null, null)]
    [InlineData("{}", "HTTP 418: {}", null, null, null)]
    [InlineData("[]", "HTTP 418: []", null, null, null)]
    [InlineData("{\"error\":", "HTTP 418: {\"error\":", null, null, null)]
    public void C63_EveryShape_GivesItsWords(string body, string message, string? type, string? param, string? code)
    {
        var failure = Provider.Classify(418, Encoding.UTF8.GetBytes(body));
        Assert.Equal((message, type, param, code), (failure.Message, failure.Type, failure.Param, failure.Code));
    }

    [Fact]
    public void C63_ALongBody_IsShortened()
    {
        var failure = Provider.Classify(500, Encoding.UTF8.GetBytes(new string('x', 100_000)));
        Assert.InRange(failure.Message.Length, 1000, 2100);
    }
}
