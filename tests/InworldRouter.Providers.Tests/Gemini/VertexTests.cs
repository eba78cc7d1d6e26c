// Vertex: where its models stand, and which of its two dialects each speaks.
using System.Text.Json.Nodes;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.Vertex;

namespace InworldRouter.Providers.Tests.Gemini;

public sealed class VertexTests
{
    private const string Call = """{"model":"x","messages":[{"role":"user","content":"Hi"}]}""";

    private static readonly VertexProvider Provider = new();
    private static readonly CloudAccount Account = new("my-project", "europe-west4");

    [Theory]
    [InlineData("gemini-3.5-flash", "/v1beta1/projects/my-project/locations/europe-west4/publishers/google/models/gemini-3.5-flash:generateContent")]
    [InlineData("google/gemini-3.5-flash", "/v1beta1/projects/my-project/locations/europe-west4/publishers/google/models/gemini-3.5-flash:generateContent")]
    [InlineData("endpoints/123", "/v1beta1/projects/my-project/locations/europe-west4/endpoints/123:generateContent")]
    [InlineData("claude-haiku-4-5@20251001", "/v1/projects/my-project/locations/europe-west4/publishers/anthropic/models/claude-haiku-4-5@20251001:rawPredict")]
    [InlineData("anthropic/claude-opus-5", "/v1/projects/my-project/locations/europe-west4/publishers/anthropic/models/claude-opus-5:rawPredict")]
    [InlineData("a/../../b?c", "/v1beta1/projects/my-project/locations/europe-west4/publishers/google/models/a%2F..%2F..%2Fb%3Fc:generateContent")]
    public void AModel_StandsAtItsPublishers(string model, string path) => Assert.Equal(path, Requests.Send(Provider, Call, model, account: Account).Path);

    [Fact]
    public void AStream_HasAVerbOfItsOwn()
    {
        Assert.EndsWith("models/gemini-3.5-flash:streamGenerateContent?alt=sse", Requests.Send(Provider, Call, "gemini-3.5-flash", stream: true, account: Account).Path, StringComparison.Ordinal);
        Assert.EndsWith("models/claude-opus-5:streamRawPredict", Requests.Send(Provider, Call, "claude-opus-5", stream: true, account: Account).Path, StringComparison.Ordinal);
    }

    // "Express mode: API key on /v1/publishers/google/models/…"
    [Fact]
    public void WithoutAProject_ItIsExpressMode() => Assert.Equal("/v1/publishers/google/models/gemini-3.5-flash:generateContent", Requests.Send(Provider, Call, "gemini-3.5-flash").Path);

    // "body = Messages body minus model plus anthropic_version"; "no native structured outputs, no strict tools"
    [Fact]
    public void Claude_IsToldItsVersionInTheBody()
    {
        const string Strict = """{"model":"x","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","strict":true}}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}}""";
        var written = Requests.Send(Provider, Strict, "claude-opus-4-5", stream: true, account: Account);
        var body = JsonNode.Parse(written.Body)!.AsObject();
        Assert.Equal("vertex-2023-10-16", body["anthropic_version"]!.GetValue<string>());
        Assert.False(body.ContainsKey("model"));
        Assert.True(body["stream"]!.GetValue<bool>());
        Assert.Empty(written.HeaderLines);
        Assert.True(written.IsSchemaInTool);
        Assert.DoesNotContain("strict", written.Body, StringComparison.Ordinal);
        Assert.IsType<AnthropicProvider>(written.Door, exactMatch: false);
        Assert.True(written.Door.NeedsFiles);
    }

    [Fact]
    public void ItsDefaults_AreACloudsWithTwoCredentials()
    {
        Assert.True(Provider.Defaults.IsCloud);
        Assert.Equal(CredentialStyle.GoogleApiKeyHeader, Provider.Defaults.Credential);
        Assert.Equal("https://aiplatform.googleapis.com/", Provider.Defaults.BaseUrlFor!("global").ToString());
        Assert.False(new GeminiProvider().Defaults.IsCloud);
    }
}
