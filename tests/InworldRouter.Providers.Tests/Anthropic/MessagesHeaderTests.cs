// Which of a Messages caller's headers, files and words reach Anthropic's models, at home and at Vertex.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Vertex;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class MessagesHeaderTests
{
    private static readonly VertexProvider Vertex = new();

    [Theory]
    [InlineData("", "anthropic-version: 2023-06-01\r\n")]
    [InlineData("anthropic-version: 2026-10-21\r\n", "anthropic-version: 2026-10-21\r\n")]
    [InlineData("Anthropic-Version: 2023-06-01\r\n", "Anthropic-Version: 2023-06-01\r\n")]
    [InlineData("anthropic-beta: a-1,of-tomorrow\r\nanthropic-beta: b\r\n", "anthropic-version: 2023-06-01\r\nanthropic-beta: a-1,of-tomorrow\r\nanthropic-beta: b\r\n")]
    [InlineData("anthropic-user-profile-id: p\r\nanthropic-version: x\r\n", "anthropic-user-profile-id: p\r\nanthropic-version: x\r\n")]
    public void C39_VersionAndBetas_GoOnUnchanged(string said, string sent) => Assert.Equal(sent, MessagesBodies.Send(MessagesBodies.With(""), headers: said).HeaderLines);

    // "filtered per provider otherwise": an unknown flag is a 400 there (providers.md B.7).
    [Theory]
    [InlineData("anthropic-beta: claude-code-20250219, interleaved-thinking-2025-05-14 ,effort-2025-11-24\r\nanthropic-version: 2023-06-01\r\nanthropic-beta: advanced-tool-use-2025-11-20\r\n",
        "anthropic-beta: interleaved-thinking-2025-05-14,tool-search-tool-2025-10-19\r\n")]
    [InlineData("anthropic-version: 2023-06-01\r\nanthropic-beta: prompt-caching-scope-2026-01-05\r\nanthropic-dangerous-direct-browser-access: true\r\n", "")]
    [InlineData("", "")]
    public void C39_ToVertex_GoTheBetasThatItTakes(string said, string sent) => Assert.Equal(sent, ToVertex(MessagesBodies.With(""), headers: said).HeaderLines);

    // "body = Messages body minus model plus "anthropic_version":"vertex-2023-10-16"" (providers.md B.8)
    [Theory]
    [InlineData("""{"model":"x","messages":[],"max_tokens":1e1}""", """{"anthropic_version":"vertex-2023-10-16","messages":[],"max_tokens":1e1}""")]
    [InlineData("""{"max_tokens":9, "model" : "x" ,"messages":[]}""", """{"max_tokens":9, "anthropic_version":"vertex-2023-10-16" ,"messages":[]}""")]
    [InlineData("""{"model":"x","anthropic_version":"vertex-2023-10-16","messages":[]}""", """{"anthropic_version":"vertex-2023-10-16","messages":[]}""")]
    public void C42_ToVertex_TheModelGoesAndTheVersionComes(string body, string sent) => Assert.Equal(sent, ToVertex(body).Body);

    [Fact]
    public void ToVertex_AnAddress_IsTheFetchedFile()
    {
        const string Body = """{"model":"x","messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://a/b.png"},"cache_control":{"type":"ephemeral"}},{"type":"tool_result","tool_use_id":"t","content":[{"type":"document","title":"T","source":{"url":"https://a/c.txt","type":"url"}}]}]}]}""";
        var sent = ToVertex(Body, fetch: (files, body) =>
        {
            files.Add(body.IndexOf("\"https://a/b.png\"", StringComparison.Ordinal), new FetchedFile("image/png", [1, 2, 3]));
            files.Add(body.IndexOf("\"https://a/c.txt\"", StringComparison.Ordinal), new FetchedFile("text/plain", "é\""u8.ToArray()));
        }).Body;
        Assert.Equal(
            """{"anthropic_version":"vertex-2023-10-16","messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"},"cache_control":{"type":"ephemeral"}},{"type":"tool_result","tool_use_id":"t","content":[{"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"é\""}}]}]}]}""",
            sent);
    }

    private static WrittenRequest ToVertex(string body, string headers = "", Action<FetchedFiles, string>? fetch = null)
    {
        var written = Requests.Send(Vertex, body, "claude-sonnet-4-5@20250929", account: new CloudAccount("p", "eu"), fetch: fetch, caller: CallerDialect.Messages, headers: headers);
        Assert.Null(written.Refusal);
        return written;
    }
}
