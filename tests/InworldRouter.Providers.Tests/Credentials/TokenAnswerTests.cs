// A token and its lifetime, or the endpoint's words on why there is none.
using System.Text;
using InworldRouter.Providers.Credentials;
using InworldRouter.Providers.Tests.Transcripts;

namespace InworldRouter.Providers.Tests.Credentials;

public sealed class TokenAnswerTests
{
    [Theory]
    [InlineData("""{"access_token":"ya29.c.x","expires_in":3599,"token_type":"Bearer"}""", 3599)]
    [InlineData("""{"token_type":"Bearer","access_token":"ya29.c.x"}""", 3600)]
    [InlineData("""{"access_token":"ya29.c.x","expires_in":-5}""", 0)]
    [InlineData("""{"access_token":"ya29.c.x","expires_in":1e15}""", 86_400)]
    public void AToken_LivesAsLongAsItSays(string body, int seconds)
    {
        var answer = Read(200, body, out var failure)!;

        Assert.Null(failure);
        Assert.Equal(("ya29.c.x", seconds), (answer.Token, (int)answer.Lifetime.TotalSeconds));
        Assert.DoesNotContain("ya29", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheRecordedAnswer_IsAToken()
    {
        const string Name = "vertex/oauth2-token.json";
        Assert.SkipUnless(Recording.Names("vertex").Contains(Name), "there is no recorded answer of the token endpoint");

        var answer = TokenAnswer.Read(200, Recording.Read(Name), out var failure);

        Assert.Null(failure);
        Assert.InRange(answer!.Lifetime.TotalSeconds, 60, 3600);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""", FailureKind.Credential, "the token endpoint answered HTTP 400: invalid_grant: Invalid JWT Signature.")]
    [InlineData(401, """{"error":"unauthorized_client"}""", FailureKind.Credential, "the token endpoint answered HTTP 401: unauthorized_client")]
    [InlineData(404, "<html>", FailureKind.Credential, "the token endpoint answered HTTP 404")]
    [InlineData(429, "", FailureKind.Overloaded, "the token endpoint answered HTTP 429")]
    [InlineData(500, """{"error":"internal_failure"}""", FailureKind.ServerError, "the token endpoint answered HTTP 500: internal_failure")]
    [InlineData(302, "", FailureKind.MalformedAnswer, "the token endpoint answered HTTP 302")]
    [InlineData(200, """{"id_token":"x"}""", FailureKind.MalformedAnswer, "the token endpoint's answer has no usable access_token")]
    [InlineData(200, """{"access_token":"a\r\nX-Evil: 1"}""", FailureKind.MalformedAnswer, "the token endpoint's answer has no usable access_token")]
    [InlineData(200, "<html>", FailureKind.MalformedAnswer, "the token endpoint's answer has no usable access_token")]
    public void NoToken_IsAFailure_InTheEndpointsWords(int status, string body, FailureKind kind, string message)
    {
        Assert.Null(Read(status, body, out var failure));

        Assert.Equal((kind, message, status), (failure!.Kind, failure.Message, failure.Status));
    }

    // providers.md C.1
    [Theory]
    [InlineData("global", "aiplatform.googleapis.com")]
    [InlineData("us", "aiplatform.us.rep.googleapis.com")]
    [InlineData("eu", "aiplatform.eu.rep.googleapis.com")]
    [InlineData("us-central1", "us-central1-aiplatform.googleapis.com")]
    [InlineData("europe-west4", "europe-west4-aiplatform.googleapis.com")]
    public void ALocation_HasItsHost(string location, string host) => Assert.Equal(new Uri($"https://{host}"), VertexAddress.Of(location));

    private static TokenAnswer? Read(int status, string body, out UpstreamFailure? failure) => TokenAnswer.Read(status, Encoding.UTF8.GetBytes(body), out failure);
}
