// What Google's errors mean (providers.md C.6, K).
using System.Text;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.Vertex;

namespace InworldRouter.Providers.Tests.Gemini;

public sealed class ErrorTests
{
    private static readonly GeminiProvider Provider = new();

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT", "Invalid value at 'contents'", FailureKind.BadRequest)]
    [InlineData(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", FailureKind.Credential)]
    [InlineData(400, "INVALID_ARGUMENT", "The input token count (9) exceeds the maximum number of tokens allowed (8).", FailureKind.ContextLength)]
    [InlineData(400, "FAILED_PRECONDITION", "Gemini API free tier is not available in your country. Please enable billing on your project.", FailureKind.Billing)]
    [InlineData(400, "FAILED_PRECONDITION", "User location is not supported for the API use.", FailureKind.Permission)]
    [InlineData(400, "INVALID_ARGUMENT", "Function call is missing a thought_signature in functionCall parts.", FailureKind.SignatureRefused)]
    [InlineData(400, "INVALID_ARGUMENT", "Corrupted thought signature.", FailureKind.SignatureRefused)]
    [InlineData(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", FailureKind.Credential)]
    [InlineData(403, "PERMISSION_DENIED", "Permission 'aiplatform.endpoints.predict' denied", FailureKind.Permission)]
    [InlineData(404, "NOT_FOUND", "models/gemini-9 is not found for API version v1beta", FailureKind.ModelNotFound)]
    [InlineData(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", FailureKind.RateLimited)]
    [InlineData(499, "CANCELLED", "The operation was cancelled.", FailureKind.ServerError)]
    [InlineData(500, "INTERNAL", "An internal error has occurred.", FailureKind.ServerError)]
    [InlineData(503, "UNAVAILABLE", "The model is overloaded. Please try again later.", FailureKind.Overloaded)]
    [InlineData(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.", FailureKind.ServerError)]
    public void C62_TheStatusAndTheWords_TellTheKind(int status, string word, string message, FailureKind kind)
    {
        var body = $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{word}}}"}}""";
        // "an error before the stream is a JSON array or object" (C63)
        foreach (var form in (string[])[body, $"[{body}\n]"])
        {
            var failure = Provider.Classify(status, Encoding.UTF8.GetBytes(form));
            Assert.Equal((kind, status, message, word), (failure.Kind, failure.Status, failure.Message, failure.Type));
        }
    }

    [Fact]
    public void ABadKey_IsKnownByItsReason()
    {
        var failure = Provider.Classify(400, """{"error":{"code":400,"message":"Nope.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}"""u8);
        Assert.Equal((FailureKind.Credential, "API_KEY_INVALID"), (failure.Kind, failure.Code));
    }

    [Theory]
    [InlineData("34.4s", 34.4)]
    [InlineData("0s", 0.0)]
    [InlineData("soon", null)]
    [InlineData("1e99s", null)]
    public void C75_RetryInfo_IsTheDelay(string delay, double? seconds)
    {
        var failure = Provider.Classify(429, Encoding.UTF8.GetBytes($$$"""{"error":{"code":429,"message":"x","status":"RESOURCE_EXHAUSTED","details":[{"@type":"a"},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"{{{delay}}}"}]}}"""));
        Assert.Equal(seconds, failure.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData("<html>502</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"error\":7}")]
    public void C63_WhatIsNoErrorBody_HasWordsToo(string body)
    {
        var failure = Provider.Classify(502, Encoding.UTF8.GetBytes(body));
        Assert.Equal(FailureKind.ServerError, failure.Kind);
        Assert.NotEmpty(failure.Message);
        Assert.DoesNotContain('<', failure.Message);
    }

    // On Vertex the front end speaks Google's form and the model Anthropic's.
    [Theory]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens > 8 maximum"}}""", 400, FailureKind.ContextLength)]
    [InlineData("""[{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED"}}]""", 429, FailureKind.RateLimited)]
    [InlineData("""{"error":{"code":400,"message":"x","status":"FAILED_PRECONDITION","details":[{"reason":"BILLING_DISABLED"}]}}""", 400, FailureKind.Billing)]
    public void Vertex_HasBothFormsForClaude(string body, int status, FailureKind kind)
    {
        var door = Requests.Send(new VertexProvider(), """{"model":"x","messages":[]}""", "claude-opus-4-5").Door;
        Assert.Equal(kind, door.Classify(status, Encoding.UTF8.GetBytes(body)).Kind);
    }
}
