// What the last failure of a call means for its caller: api.md 6 and 10 as a table.
using InworldRouter.DataPlane.Egress;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Tests.DataPlane.Egress;

public sealed class RouterErrorTests
{
    public static readonly TheoryData<FailureKind, int, string, string?> Table = new()
    {
        // "timeouts → 504"; "408 → 504"
        { FailureKind.ConnectTimeout, 504, "timeout_error", "timeout" },
        { FailureKind.TtftTimeout, 504, "timeout_error", "timeout" },
        { FailureKind.FirstTokenTimeout, 504, "timeout_error", "timeout" },
        { FailureKind.IdleTimeout, 504, "timeout_error", "timeout" },
        { FailureKind.TotalTimeout, 504, "timeout_error", "timeout" },
        { FailureKind.RequestTimeout, 504, "timeout_error", "timeout" },

        // "other upstream failure → 502"; "425 → 502"
        { FailureKind.Connect, 502, "api_error", "upstream_error" },
        { FailureKind.ConnectionLost, 502, "api_error", "upstream_error" },
        { FailureKind.Conflict, 502, "api_error", "upstream_error" },
        { FailureKind.TooEarly, 502, "api_error", "upstream_error" },
        { FailureKind.Overloaded, 502, "api_error", "upstream_error" },
        { FailureKind.ServerError, 502, "api_error", "upstream_error" },
        { FailureKind.EmptyAnswer, 502, "api_error", "upstream_error" },
        { FailureKind.MalformedAnswer, 502, "api_error", "upstream_error" },
        { FailureKind.Truncated, 502, "api_error", "upstream_error" },

        // "provider 401/402/403 → 502 towards every client"
        { FailureKind.Credential, 502, "api_error", "provider_auth" },
        { FailureKind.Billing, 502, "api_error", "provider_auth" },
        { FailureKind.Permission, 502, "api_error", "provider_auth" },

        // "A provider's 404 for the model: 404"; "last failure 429 → 429"; "overload here → 503"
        { FailureKind.ModelNotFound, 404, "invalid_request_error", "model_not_found" },
        { FailureKind.RateLimited, 429, "rate_limit_error", "rate_limit_exceeded" },
        { FailureKind.Saturated, 503, "server_error", "overloaded" },
        { FailureKind.ShuttingDown, 503, "server_error", "shutting_down" },

        // "the caller's fault keeps 4xx"
        { FailureKind.ContextLength, 400, "invalid_request_error", "context_length_exceeded" },
        { FailureKind.ContentPolicy, 400, "invalid_request_error", "content_policy_violation" },
        { FailureKind.BadRequest, 400, "invalid_request_error", null },
        { FailureKind.Unsupported, 400, "invalid_request_error", "unsupported_by_model" },
        { FailureKind.SignatureRefused, 400, "invalid_request_error", null },
        { FailureKind.StreamOptionsRefused, 400, "invalid_request_error", null },
        { FailureKind.ClientLeft, 499, "client_left", null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void C62_AKindOfFailure_HasItsStatus(FailureKind kind, int status, string type, string? code)
    {
        var error = RouterError.From(new UpstreamFailure(kind, "It went wrong"), "alpha/m");

        Assert.Equal((status, type, code), (error.Status, error.Type, error.Code));
        Assert.Equal(status == 499, error.IsSilent);
        Assert.Equal(status is 429 or 503, error.RetryAfter is not null);
    }

    [Fact]
    public void EveryKind_IsInTheTable() => Assert.Equal(Enum.GetValues<FailureKind>(), Table.Select(row => row.Data.Item1).Order());

    [Theory]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(451)]
    public void C62_ABadRequest_KeepsItsStatusAndWords(int status)
    {
        var error = RouterError.From(new UpstreamFailure(FailureKind.BadRequest, "Too much") { Status = status, Type = "their_type", Code = "their_code", Param = "messages" }, "alpha/m");

        Assert.Equal((status, "their_type", "their_code", "messages", "Too much"), (error.Status, error.Type, error.Code, error.Param, error.Message));
    }

    [Fact]
    public void C75_AProvidersRetryAfter_IsHandedOn_ElseOneSecond()
    {
        var failure = new UpstreamFailure(FailureKind.RateLimited, "Slow down") { Status = 429, Code = "tokens" };

        Assert.Equal(TimeSpan.FromSeconds(1), RouterError.From(failure, "alpha/m").RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(90), RouterError.From(failure with { RetryAfter = TimeSpan.FromSeconds(90) }, "alpha/m").RetryAfter);
        Assert.Equal("tokens", RouterError.From(failure, "alpha/m").Code);
    }

    [Theory]
    [InlineData(FailureKind.Credential, "authentication")]
    [InlineData(FailureKind.Billing, "billing")]
    [InlineData(FailureKind.Permission, "permission")]
    public void C65_AboutOurOwnCredential_NothingOfTheProvidersTextIsTold(FailureKind kind, string cause)
    {
        var error = RouterError.From(new UpstreamFailure(kind, "Incorrect API key provided: abc") { Status = 401, Code = "invalid_api_key", Type = "x" }, "alpha/m");

        Assert.Equal($"alpha/m: the provider refused the router's own credential ({cause}, HTTP 401).", error.Message);
        Assert.DoesNotContain("abc", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailureKind.Overloaded, 529, "overloaded_error", 529)]
    [InlineData(FailureKind.BadRequest, 400, "invalid_request_error", 400)]
    [InlineData(FailureKind.ModelNotFound, 404, "not_found_error", 404)]
    [InlineData(FailureKind.RateLimited, 429, "rate_limit_error", 429)]
    [InlineData(FailureKind.ContextLength, 400, "invalid_request_error", 400)]
    public void C38_AnAnthropicUpstreamsError_KeepsItsStatusTypeAndText_TowardsAnAnthropicCaller(FailureKind kind, int status, string type, int expected)
    {
        var error = RouterError.From(new UpstreamFailure(kind, "messages.0: no") { Status = status, Type = type, Dialect = CallerDialect.Messages }, "anthropic/m", CallerDialect.Messages);

        Assert.Equal((expected, type, "messages.0: no"), (error.Status, error.Type, error.Message));
    }

    [Fact]
    public void ButARefusedCredential_IsOurSidesFault_ForItToo() =>
        Assert.Equal(502, RouterError.From(new UpstreamFailure(FailureKind.Credential, "invalid x-api-key") { Status = 401, Dialect = CallerDialect.Messages }, "anthropic/m", CallerDialect.Messages).Status);

    [Fact]
    public void AnotherModelsOverflow_IsSaidInWordsThatClaudeCodeKnows() =>
        Assert.StartsWith("prompt is too long: ", RouterError.From(new UpstreamFailure(FailureKind.ContextLength, "maximum context length is 8192") { Status = 400 }, "openai/m", CallerDialect.Messages).Message, StringComparison.Ordinal);
}
