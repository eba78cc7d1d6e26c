// Refusals as bytes: OpenAI's envelope, an event of a stream, google.rpc.Status.
using System.Text;
using InworldRouter.DataPlane;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Tests.DataPlane.Egress;

public sealed class ErrorWriterTests
{
    [Fact]
    public void C62_AnAnswer_HasAllFourMembers_Always()
    {
        Assert.Equal(
            """{"error":{"message":"temperature must be \"a number\"\n","type":"invalid_request_error","param":"temperature","code":"invalid_value"}}""",
            Body(RouterError.Invalid("temperature", "temperature must be \"a number\"\n", "invalid_value")));
        Assert.Equal("""{"error":{"message":"No","type":"api_error","param":null,"code":null}}""", Body(new RouterError(502, "api_error", "No")));
    }

    [Fact]
    public void C66_TheMetadata_StandsBesideTheError() =>
        Assert.Equal("""{"error":{"message":"No","type":"api_error","param":null,"code":null},"metadata":{"attempts":[]}}""", Body(new RouterError(502, "api_error", "No"), """{"attempts":[]}"""));

    [Fact]
    public void AnEvent_EndsWithABlankLine()
    {
        using var output = new PooledBuffer();
        ErrorWriter.WriteEvent(CallerDialect.Chat, new RouterError(504, "timeout_error", "Two\nlines"), null, output);

        Assert.Equal("data: {\"error\":{\"message\":\"Two\\nlines\",\"type\":\"timeout_error\",\"param\":null,\"code\":null}}\n\n", Encoding.UTF8.GetString(output.Written));
    }

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(502, "api_error")]
    [InlineData(503, "overloaded_error")]
    [InlineData(504, "timeout_error")]
    public async Task C38_AnAnthropicCaller_GetsItsEnvelope_WithItsTypes(int status, string type)
    {
        using var caller = new CallerSide();
        using var scratch = new PooledBuffer();
        var id = new GenerationId(TimeProvider.System);
        id.Renew();
        ErrorWriter.WriteAnswer(caller.Http.Response, CallerDialect.Messages, new RouterError(status, "whatever", "It \"broke\""), id, "{\"attempts\":[]}"u8, scratch);
        await caller.CompleteAsync();

        Assert.Equal(status, caller.StatusCode);
        Assert.Equal($$$"""{"type":"error","error":{"type":"{{{type}}}","message":"It \"broke\""},"request_id":"{{{id.Text}}}","metadata":{"attempts":[]}}""", await caller.ReadToEndAsync());
    }

    [Fact]
    public void C38_InTheMiddleOfAStream_ItIsAnErrorEvent()
    {
        using var output = new PooledBuffer();
        ErrorWriter.WriteEvent(CallerDialect.Messages, new RouterError(504, "timeout_error", "Late"), null, output);

        Assert.Equal("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"timeout_error\",\"message\":\"Late\"}}\n\n", Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void AThreadThatCannotBeServed_SaysSo_AsTheOfficialClientReadsIt()
    {
        using var output = new PooledBuffer();
        ErrorWriter.WriteEvent(CallerDialect.Messages, RouterError.Invalid("thread", "No threads", RouterError.ThreadUnsupported), null, output);

        Assert.Contains("""
            "details":{"error_code":"thread_unsupported_request","unsupported":["thread"]}
            """, Encoding.UTF8.GetString(output.Written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, "1", "1000")]
    [InlineData(1001, "2", "1001")]
    [InlineData(250, "1", "250")]
    [InlineData(0, "1", "1")]
    [InlineData(600_000, "600", "600000")]
    public async Task C75_RetryAfter_IsSaidInBothUnits_NeverNought(int milliseconds, string seconds, string ms)
    {
        using var caller = new CallerSide();
        using var scratch = new PooledBuffer();
        ErrorWriter.WriteAnswer(caller.Http.Response, CallerDialect.Chat, new RouterError(429, "rate_limit_error", "Later") { RetryAfter = TimeSpan.FromMilliseconds(milliseconds) }, null, default, scratch);
        await caller.CompleteAsync();

        Assert.Equal((429, seconds, ms), (caller.StatusCode, caller.Headers.RetryAfter.ToString(), caller.Headers["retry-after-ms"].ToString()));
        Assert.Equal(caller.Headers.ContentLength, (await caller.ReadToEndAsync()).Length);
    }

    [Fact]
    public async Task Unauthorized_IsPlainText()
    {
        using var caller = new CallerSide();
        using var scratch = new PooledBuffer();
        ErrorWriter.WriteAnswer(caller.Http.Response, CallerDialect.Chat, RouterError.Unauthorized with { IsPlainText = true }, null, default, scratch);
        await caller.CompleteAsync();

        Assert.Equal((401, "text/plain", "Unauthorized"), (caller.StatusCode, caller.Headers.ContentType.ToString(), await caller.ReadToEndAsync()));
    }

    [Theory]
    [InlineData(400, 3)]
    [InlineData(401, 16)]
    [InlineData(403, 7)]
    [InlineData(404, 5)]
    [InlineData(409, 6)]
    [InlineData(412, 9)]
    [InlineData(429, 8)]
    [InlineData(500, 13)]
    [InlineData(503, 14)]
    [InlineData(504, 4)]
    public async Task TheManagementSide_SpeaksGoogleRpc(int status, int code)
    {
        using var caller = new CallerSide();
        await RpcError.WriteAsync(caller.Http.Response, new RouterError(status, "x", "Wrong \"name\""));
        await caller.CompleteAsync();

        Assert.Equal(status, caller.StatusCode);
        Assert.Equal("application/json", caller.Headers.ContentType);
        Assert.Equal($$"""{"code":{{code}},"message":"Wrong \"name\"","details":[]}""", await caller.ReadToEndAsync());
    }

    private static string Body(RouterError error, string metadata = "")
    {
        using var output = new PooledBuffer();
        ErrorWriter.WriteBody(error, Encoding.UTF8.GetBytes(metadata), output);
        return Encoding.UTF8.GetString(output.Written);
    }
}
