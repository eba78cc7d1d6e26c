// A cloud is signed in to in one way, on a project and in a location; other providers have none of that.
using System.Text.Json.Nodes;
using InworldRouter.Shared;

namespace InworldRouter.Tests.ControlPlane.Validation;

public sealed class CloudRulesTests
{
    [Theory]
    [InlineData("\"project\": \"p\", \"location\": \"eu\"")]
    [InlineData("\"location\": \"\", \"project\": \"\"")]
    [InlineData("\"project\": \"example.com:my-project\"")]
    public void ProjectAndLocation_MayBeLeftToTheCredentials(string settings) => Assert.Empty(Problems($"{settings}, \"credentials\": {ServiceKey.File()}"));

    [Theory]
    [InlineData("\"apiKey\": \"k\"")]
    [InlineData("\"apiKey\": \"k\", \"project\": \"p\", \"location\": \"us-central1\"")]
    [InlineData("\"apiKey\": \"\"")]
    [InlineData("\"credentials\": \"\"")]
    [InlineData("\"project\": \"p\", \"baseUrl\": \"http://127.0.0.1:4444\"")]
    public void AKey_OrAServerOfOnesOwn_NeedsNoCredentials(string settings) => Assert.Empty(Problems(settings));

    [Theory]
    [InlineData("\"project\": \"p\"", "credentials: the provider has no key; set it to a service account's key file, usually as ${file:/path/key.json}, or set apiKey to call without a project")]
    [InlineData("\"credentials\": \"/etc/vertex.json\"", "credentials: this is no service account's key: it is not a JSON object; give the whole key file as Google made it, usually as ${file:/path/key.json}")]
    [InlineData("\"credentials\": { \"client_email\": \"a@b\" }", "credentials: this is no service account's key: \"private_key\" is missing; give the whole key file as Google made it, usually as ${file:/path/key.json}")]
    [InlineData("\"credentials\": { \"private_key\": \"${UNSET}\" }", "credentials: the environment variable UNSET is not set; set it, or give a default as ${UNSET:-default}")]
    [InlineData("\"credentials\": 7", "credentials: 7 is not allowed; expected a string or an object")]
    [InlineData("\"apiKey\": \"k\", \"project\": \"a/b\"", "project: \"a/b\" is no id of a project; expected one such as my-project-123")]
    [InlineData("\"apiKey\": \"k\", \"location\": \"evil.example/\"", "location: \"evil.example/\" is no location; expected one such as global, eu or europe-west4")]
    public void WhatCannotBeSignedInWith_IsRefused(string settings, string expected) => Assert.Equal(["providers.google-vertex." + expected], Problems(settings));

    [Fact]
    public void TwoWaysToSignIn_AreOneTooMany() =>
        Assert.Equal(["providers.google-vertex.credentials: there are credentials and an API key; keep one of them"], Problems($"\"apiKeys\": [\"k\"], \"credentials\": {ServiceKey.File()}"));

    [Fact]
    public void CredentialsWithoutAProject_NeedOne() =>
        Assert.Equal(
            ["providers.google-vertex.project: neither this setting nor the credentials name a project; set it to the project's id"],
            Problems($"\"credentials\": {ServiceKey.File(file => file.Remove("project_id"))}"));

    [Fact]
    public void Credentials_AreATextOrAnObject_WhoseStringsMayBeVariables()
    {
        using var file = new TemporaryFile(ServiceKey.File());

        Assert.Empty(Problems($$"""  "credentials": "${file:{{file.Path}}}"  """));
        Assert.Empty(TestCatalog.Problems(
            $$"""{ "providers": { "google-vertex": { "credentials": {{ServiceKey.File(key => key["private_key"] = "${KEY}")}} } } }""", null, ("KEY", ServiceKey.Pem)));
    }

    [Theory]
    [InlineData("\"project\": \"p\"", "project")]
    [InlineData("\"location\": \"eu\"", "location")]
    [InlineData("\"credentials\": {}", "credentials")]
    public void OtherProviders_HaveNoneOfThat(string setting, string name) =>
        Assert.Equal([$"providers.groq.{name}: this provider has no {name}; remove it: google-vertex has one"], TestCatalog.Problems($$"""{ "providers": { "groq": { "apiKey": "k", {{setting}} } } }"""));

    [Fact]
    public void NoProblem_ShowsTheKey()
    {
        var broken = ServiceKey.File(file => file["token_uri"] = "no address");

        Assert.DoesNotContain(JsonNode.Parse(broken)!["private_key"]!.GetValue<string>()[30..60], Assert.Single(Problems($"\"credentials\": {broken}")), StringComparison.Ordinal);
    }

    private static string[] Problems(string settings) => TestCatalog.Problems($$"""{ "providers": { "google-vertex": { {{settings}} } } }""");
}
