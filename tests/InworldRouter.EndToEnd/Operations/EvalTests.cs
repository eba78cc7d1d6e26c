// inworld-router eval: a condition tried from the command line.
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Operations;

public sealed class EvalTests
{
    private const string Request = """{"model":"inworld/x","user":"eve","messages":[{"role":"system","content":"Be kind."},{"role":"user","content":[{"type":"text","text":"one"},{"type":"image_url","image_url":{"url":"u"}},{"type":"text","text":"two"}]}],"max_tokens":5,"metadata":{"tier":"basic"}}""";

    [Theory]
    [InlineData("tier == \"premium\" && score > 0.5", "{\"tier\":\"premium\",\"score\":0.7}", "true")]
    [InlineData("1 + 2", null, "3")]
    [InlineData("tier", "{\"tier\":\"premium\"}", "\"premium\"")]
    [InlineData("tier", null, "\"basic\"")]
    [InlineData("messages.last().content", null, "\"one\\ntwo\"")]
    [InlineData("messages.first().content.startsWith('Be')", null, "true")]
    [InlineData("user == 'eve' && model == 'inworld/x' && request.max_tokens == 5 && !has(request.messages)", null, "true")]
    [InlineData("messages.map(m, m.role)", null, "[\"system\", \"user\"]")]
    [InlineData("now > timestamp('2026-01-01T00:00:00Z')", null, "true")]
    public async Task AValue_IsPrinted(string expression, string? metadata, string expected)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Request, TestContext.Current.CancellationToken);
        var (exitCode, output) = await NativeRouter.RunAsync(null, ["eval", expression, "--request", file, .. metadata is null ? (string[])[] : ["--metadata", metadata]]);
        File.Delete(file);

        Assert.Equal(0, exitCode);
        Assert.Equal(expected, output.Split('\n')[0]);
    }

    [Theory]
    [InlineData("tier ==", null, "1:8:")]
    [InlineData("tier == 1", null, "tier")]
    [InlineData("1 / 0 == 1", null, "1:3:")]
    [InlineData("'a'.matches('(')", null, "missing closing ')'")]
    [InlineData("true", "[1]", "--metadata: expected a JSON object")]
    [InlineData("true", "{\"a\":", "--metadata: expected a JSON object")]
    public async Task AnError_IsSaid_AndEndsWith64(string expression, string? metadata, string said)
    {
        var (exitCode, output) = await NativeRouter.RunAsync(null, ["eval", expression, .. metadata is null ? (string[])[] : ["--metadata", metadata]]);

        Assert.Equal(64, exitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAnExpression_TheUsageIsSaid()
    {
        var (exitCode, output) = await NativeRouter.RunAsync(null, "eval");

        Assert.Equal(64, exitCode);
        Assert.Contains("usage: inworld-router eval EXPR", output, StringComparison.Ordinal);
    }
}
