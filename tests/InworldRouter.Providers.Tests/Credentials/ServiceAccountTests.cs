// The key file is read whole or refused with a reason, and the assertion is what Google's endpoint verifies.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Credentials;
using InworldRouter.Shared;

namespace InworldRouter.Providers.Tests.Credentials;

public sealed class ServiceAccountTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, 500, TimeSpan.Zero);

    [Fact]
    public void AKeyFile_AsGoogleWritesIt_IsRead()
    {
        var account = Read(ServiceKey.File());

        Assert.Equal((ServiceKey.Email, "my-project", "1f2e3d", "https://oauth2.googleapis.com/token"), (account.ClientEmail, account.ProjectId, account.PrivateKeyId, account.TokenUri.AbsoluteUri));
    }

    [Fact]
    public void WhatMayBeMissing_HasItsDefault()
    {
        var account = Read(ServiceKey.File(file => { file.Remove("type"); file.Remove("project_id"); file.Remove("private_key_id"); file.Remove("token_uri"); }));

        Assert.Equal((null, null, "https://oauth2.googleapis.com/token"), (account.ProjectId, account.PrivateKeyId, account.TokenUri.AbsoluteUri));
        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", Part(account.Assertion(Noon), 0));
    }

    // providers.md C.1: "header {alg:RS256,typ:JWT,kid?}; claims {iss, scope, aud, iat, exp ≤ iat+3600}"
    [Fact]
    public void TheAssertion_IsSigned_AndSaysExactlyThis()
    {
        var assertion = Read(ServiceKey.File()).Assertion(Noon);

        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"1f2e3d"}""", Part(assertion, 0));
        Assert.Equal(
            """{"iss":"router@my-project.iam.gserviceaccount.com","scope":"https://www.googleapis.com/auth/cloud-platform","aud":"https://oauth2.googleapis.com/token","iat":1795262400,"exp":1795266000}""",
            Part(assertion, 1));
        var dot = assertion.LastIndexOf('.');
        Assert.True(ServiceKey.Verify(Encoding.ASCII.GetBytes(assertion[..dot]), Base64Url.DecodeFromChars(assertion.AsSpan(dot + 1))));
        Assert.DoesNotContain('=', assertion);
        Assert.Equal("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + assertion, ServiceAccount.TokenRequest(assertion));
    }

    [Fact]
    public void AnotherEndpoint_IsTheAudience() =>
        Assert.Equal("http://127.0.0.1:4444/token", (string?)JsonNode.Parse(Part(Read(ServiceKey.File(file => file["token_uri"] = "http://127.0.0.1:4444/token")).Assertion(Noon), 1))!["aud"]);

    [Theory]
    [InlineData("client_email", null, "\"client_email\" is missing")]
    [InlineData("client_email", "", "\"client_email\" is missing")]
    [InlineData("private_key", null, "\"private_key\" is missing")]
    [InlineData("private_key", "hunter2", "\"private_key\" holds no PEM block (are its line ends written \\\\n instead of \\n?)")]
    [InlineData("private_key", "-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\n-----END PRIVATE KEY-----", "\"private_key\" is no RSA key in PKCS#8 form")]
    [InlineData("private_key", "-----BEGIN PUBLIC KEY-----\naHVudGVyMg==\n-----END PUBLIC KEY-----", "\"private_key\" holds a PEM block of another kind than \"PRIVATE KEY\"")]
    [InlineData("token_uri", "oauth2.googleapis.com", "\"token_uri\" is no http or https address")]
    [InlineData("type", "authorized_user", "its \"type\" is \"authorized_user\", not \"service_account\"")]
    public void WhatIsMissingOrWrong_IsNamed_AndNotShown(string member, string? value, string expected)
    {
        Assert.Null(ServiceAccount.Read(Encoding.UTF8.GetBytes(ServiceKey.File(file => file[member] = value)), out var problem));

        Assert.Equal(expected, problem);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AKeyOfAnotherKind_IsNoRsaKey()
    {
        using var elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = ServiceKey.File(file => file["private_key"] = elliptic.ExportPkcs8PrivateKeyPem());

        Assert.Null(ServiceAccount.Read(Encoding.UTF8.GetBytes(file), out var problem));

        Assert.Equal("\"private_key\" is no RSA key in PKCS#8 form", problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("/etc/vertex.json")]
    [InlineData("{\"client_email\":")]
    public void WhatIsNoObject_IsRefused(string text)
    {
        Assert.Null(ServiceAccount.Read(Encoding.UTF8.GetBytes(text), out var problem));

        Assert.Equal("it is not a JSON object", problem);
    }

    [Fact]
    public void ItsText_ShowsNoKey() => Assert.Equal($"ServiceAccount({ServiceKey.Email})", Read(ServiceKey.File()).ToString());

    private static ServiceAccount Read(string file)
    {
        var account = ServiceAccount.Read(Encoding.UTF8.GetBytes(file), out var problem);
        Assert.Null(problem);
        return account!;
    }

    private static string Part(string assertion, int index) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(assertion.Split('.')[index]));
}
