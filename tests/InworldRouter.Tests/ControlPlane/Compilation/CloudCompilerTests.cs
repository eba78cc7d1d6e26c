// A cloud's settings → address, account and how it is signed in to.
using System.Text;
using InworldRouter.ControlPlane;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.Plan;
using InworldRouter.Providers.Dialects;
using InworldRouter.Shared;

namespace InworldRouter.Tests.ControlPlane.Compilation;

public sealed class CloudCompilerTests
{
    [Theory]
    [InlineData("", "my-project", "global", "https://aiplatform.googleapis.com/")]
    [InlineData(", \"location\": \"eu\", \"project\": \"other\"", "other", "eu", "https://aiplatform.eu.rep.googleapis.com/")]
    [InlineData(", \"location\": \"europe-west4\"", "my-project", "europe-west4", "https://europe-west4-aiplatform.googleapis.com/")]
    [InlineData(", \"location\": \"\", \"baseUrl\": \"http://127.0.0.1:4444/proxy/\"", "my-project", "global", "http://127.0.0.1:4444/proxy")]
    public void ProjectAndLocation_AreTheSettings_ElseTheCredentials(string settings, string project, string location, string address)
    {
        var vertex = Vertex($"\"credentials\": {ServiceKey.File()}{settings}");

        Assert.Equal(new CloudAccount(project, location), vertex.Account);
        Assert.Equal(address, vertex.BaseUrl.AbsoluteUri);
        var key = Assert.Single(vertex.Keys);
        Assert.NotNull(key.Tokens);
        Assert.Empty(key.HeaderLines);
    }

    [Fact]
    public void WithAKey_CallsGoTheExpressWay()
    {
        var vertex = Vertex("\"apiKey\": \"k\"");

        Assert.Null(vertex.Account);
        Assert.Null(Assert.Single(vertex.Keys).Tokens);
        Assert.Equal("x-goog-api-key: k\r\n", Encoding.ASCII.GetString(vertex.Keys[0].HeaderLines));
    }

    [Theory]
    [InlineData("\"apiKey\": \"\"")]
    [InlineData("\"credentials\": \"\"")]
    public void AnEmptyKey_SwitchesItOff(string settings) =>
        Assert.Empty(TestCatalog.Compile($$"""{ "providers": { "google-vertex": { {{settings}} } } }""").Providers);

    // "baseUrl … is the host's root for Anthropic and Gemini (a trailing /v1, /v1beta is tolerated there)" (configuration.md).
    [Theory]
    [InlineData("http://127.0.0.1:4444", "http://127.0.0.1:4444/")]
    [InlineData("http://127.0.0.1:4444/v1", "http://127.0.0.1:4444/")]
    [InlineData("http://127.0.0.1:4444/v1beta1/", "http://127.0.0.1:4444/")]
    [InlineData("http://127.0.0.1:4444/proxy/v1/", "http://127.0.0.1:4444/proxy")]
    [InlineData("http://127.0.0.1:4444/xv1", "http://127.0.0.1:4444/xv1")]
    public void TheVersion_IsNoPartOfTheRoot(string written, string root) => Assert.Equal(root, Vertex($"\"apiKey\": \"k\", \"baseUrl\": \"{written}\"").BaseUrl.AbsoluteUri);

    [Fact]
    public void C93_AReload_KeepsTheTokens_OfTheSameKeyOnly()
    {
        var state = new LiveState(TimeProvider.System);
        var first = Vertex($"\"credentials\": {ServiceKey.File()}", state);
        var second = Vertex($"\"location\": \"eu\", \"credentials\": {ServiceKey.File()}", state);
        var third = Vertex($"\"credentials\": {ServiceKey.File(file => file["private_key_id"] = "other")}", state);

        Assert.Same(first.Keys[0].Tokens, second.Keys[0].Tokens);
        Assert.NotSame(first.Keys[0].Tokens, third.Keys[0].Tokens);
    }

    [Fact]
    public void WithoutAFile_GooglesOwnVariablesEnableIt()
    {
        using var file = new TemporaryFile(ServiceKey.File());

        var vertex = FromEnvironment(("GOOGLE_APPLICATION_CREDENTIALS", file.Path), ("GOOGLE_CLOUD_LOCATION", "us")).Providers["google-vertex"];

        Assert.Equal(new CloudAccount("my-project", "us"), vertex.Account);
        Assert.NotNull(vertex.Keys[0].Tokens);
    }

    [Theory]
    [InlineData("""{"type":"authorized_user"}""")]
    [InlineData(null)]
    public void ASignInOfAnotherKind_IsNoReasonToRefuse(string? content)
    {
        using var file = new TemporaryFile(content ?? "");
        var path = content is null ? file.Path + ".gone" : file.Path;

        Assert.Equal(["groq"], FromEnvironment(("GOOGLE_APPLICATION_CREDENTIALS", path), ("GROQ_API_KEY", "gsk")).Providers.Keys);
    }

    private static ProviderPlan Vertex(string settings, LiveState? state = null) =>
        TestCatalog.Compile($$"""{ "providers": { "google-vertex": { {{settings}} } } }""", state).Providers["google-vertex"];

    private static RouterPlan FromEnvironment(params (string Name, string Value)[] environment) =>
        PlanSource.Of(null, null, name => environment.FirstOrDefault(e => e.Name == name).Value, TestCatalog.Small, new LiveState(TimeProvider.System)).Load(new ConfigProblems())!.Plan;
}
