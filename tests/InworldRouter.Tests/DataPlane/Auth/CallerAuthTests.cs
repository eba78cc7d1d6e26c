// Who calls: every way of presenting a key, and nothing else.
using System.Text;
using InworldRouter.DataPlane.Auth;
using InworldRouter.Plan;
using InworldRouter.Tests.ControlPlane;
using Microsoft.AspNetCore.Http;

namespace InworldRouter.Tests.DataPlane.Auth;

public sealed class CallerAuthTests
{
    private const string Secret = "ab12:s3cret";

    private static readonly CallerTable Callers = Table("""{ "name": "dev", "key": "ab12:s3cret" }, { "name": "plain", "key": "sk-plain" }, { "name": "encoded", "key": "aWQ6c2VjcmV0eA" }, { "name": "padded", "key": "sk-padded" }""");

    [Theory]
    [InlineData("Bearer ab12:s3cret", "dev")]
    [InlineData("bearer ab12:s3cret", "dev")]
    [InlineData("BEARER   ab12:s3cret ", "dev")]
    [InlineData("Basic ab12:s3cret", "dev")]
    [InlineData("Bearer sk-plain", "plain")]
    [InlineData("Basic aWQ6c2VjcmV0eA", "encoded")]
    [InlineData("Basic aWQ6c2VjcmV0eA==", "encoded")]
    public void AKey_IsKnown_AfterEitherScheme(string header, string expected) => Assert.Equal(expected, Known(authorization: header));

    [Fact]
    public void Basic_MayBeTheKeyEncoded_OrTheKeyWithoutAPassword_WithOrWithoutPadding()
    {
        Assert.Equal("dev", Known("Basic " + Base64(Secret)));
        Assert.Equal("dev", Known("Basic " + Base64(Secret).TrimEnd('=')));
        Assert.Equal("plain", Known("Basic " + Base64("sk-plain:")));
        Assert.EndsWith("=", Base64("sk-padded:"), StringComparison.Ordinal);
        Assert.Equal("padded", Known("Basic " + Base64("sk-padded:")));
        Assert.Equal("padded", Known("Basic " + Base64("sk-padded:").TrimEnd('=')));
        Assert.Equal("plain", Known("basic " + Base64("sk-plain")));
    }

    [Fact]
    public void XApiKey_IsTakenToo() => Assert.Equal("plain", Known(apiKey: "sk-plain"));

    [Theory]
    [InlineData("Bearer nonsense", "sk-plain", "plain")]
    [InlineData("Bearer sk-plain", "nonsense", "plain")]
    public void OfTwoHeaders_EitherWillDo(string authorization, string apiKey, string expected) => Assert.Equal(expected, Known(authorization, apiKey));

    [Theory]
    [InlineData("Bearer sk-plai", null)]
    [InlineData("Bearer sk-plainx", null)]
    [InlineData("Bearer SK-PLAIN", null)]
    [InlineData("Bearer", null)]
    [InlineData("Bearer ", null)]
    [InlineData("sk-plain", null)]
    [InlineData("Digest sk-plain", null)]
    [InlineData("Basic c2stcGxhaW46eA==", null)]
    [InlineData(null, "sk-plain2")]
    public void AnythingElse_IsUnknown(string? authorization, string? apiKey) =>
        Assert.Equal(AuthOutcome.Unknown, Identify(Callers, authorization, apiKey, out _));

    [Fact]
    public void NoCredential_IsMissing() => Assert.Equal(AuthOutcome.Missing, Identify(Callers, null, null, out _));

    [Fact]
    public void TwoCredentialsInOneHeader_AreNone()
    {
        var headers = new HeaderDictionary { ["Authorization"] = new(["Bearer sk-plain", "Bearer sk-plain"]) };

        Assert.Equal(AuthOutcome.Unknown, CallerAuth.Identify(Callers, headers, out var caller));
        Assert.Null(caller);
    }

    [Fact]
    public void WithoutKeys_WhateverAClientSends_IsAnonymous()
    {
        var open = Table("");

        Assert.Equal(AuthOutcome.Known, Identify(open, "Bearer sk-anything", null, out var caller));
        Assert.Equal("anonymous", caller!.Name);
        Assert.Equal(AuthOutcome.Known, Identify(open, null, null, out _));
    }

    [Fact]
    public void WithKeysAndAnonymous_AWrongKeyIsStillWrong()
    {
        var both = Table("""{ "name": "dev", "key": "k" }""", anonymous: true);

        Assert.Equal(AuthOutcome.Known, Identify(both, null, null, out var caller));
        Assert.Equal("anonymous", caller!.Name);
        Assert.Equal(AuthOutcome.Unknown, Identify(both, "Bearer x", null, out _));
    }

    [Fact]
    public void AKey_IsNotTakenOver_ByWhatAnotherEncodesTo()
    {
        var table = Table($$"""{ "name": "first", "key": "k" }, { "name": "second", "key": "{{Base64("k")}}" }""");

        Assert.Equal(AuthOutcome.Known, Identify(table, "Bearer " + Base64("k"), null, out var caller));
        Assert.Equal("second", caller!.Name);
    }

    [Fact]
    public void C71_AnAllowList_HoldsExactIdsAndWholeProviders()
    {
        var table = Table("""{ "name": "dev", "key": "k", "models": ["groq/*", "openai/gpt-x", "inworld/support"] }, { "name": "all", "key": "l", "models": ["openai/gpt-x", "*"] }""");

        var models = table.ByCredential["k"].Models!;
        Assert.True(models.Allows("groq", "groq/anything"));
        Assert.True(models.Allows("openai", "openai/gpt-x"));
        Assert.False(models.Allows("openai", "openai/gpt-x-mini"));
        Assert.True(models.AllowsRouter("support"));
        Assert.False(models.AllowsRouter("other"));
        Assert.Null(table.ByCredential["l"].Models);
    }

    [Fact]
    public void Permissions_AreThoseNamed_ByDefaultInference()
    {
        var table = Table("""{ "name": "dev", "key": "k", "permissions": ["routers.read", "admin"] }, { "name": "plain", "key": "l" }""");

        Assert.True(table.ByCredential["k"].May(Permissions.Admin));
        Assert.False(table.ByCredential["k"].May(Permissions.Inference));
        Assert.Equal(Permissions.Inference, table.ByCredential["l"].Permissions);
    }

    [Fact]
    public void Identifying_AllocatesNothing()
    {
        var headers = new HeaderDictionary { ["Authorization"] = "Bearer sk-plain" };
        CallerAuth.Identify(Callers, headers, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            CallerAuth.Identify(Callers, headers, out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static CallerTable Table(string keys, bool anonymous = false) =>
        TestCatalog.Compile($$"""{ "providers": { "openai": { "apiKey": "sk" } }, "auth": { "keys": [ {{keys}} ], "anonymous": {{(anonymous ? "true" : "false")}} } }""").Callers;

    private static string Known(string? authorization = null, string? apiKey = null)
    {
        Assert.Equal(AuthOutcome.Known, Identify(Callers, authorization, apiKey, out var caller));
        return caller!.Name;
    }

    private static AuthOutcome Identify(CallerTable callers, string? authorization, string? apiKey, out Caller? caller)
    {
        var headers = new HeaderDictionary();
        if (authorization is not null)
            headers["Authorization"] = authorization;
        if (apiKey is not null)
            headers["x-api-key"] = apiKey;
        return CallerAuth.Identify(callers, headers, out caller);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
