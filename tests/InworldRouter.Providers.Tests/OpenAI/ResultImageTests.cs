// What chat callers may say and OpenAI's dialect may not: pictures in a tool's message, and files by their URL.
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.DeepSeek;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class ResultImageTests
{
    private const string Image = """{"type":"image_url","image_url":{"url":"https://i.example/1.png","detail":"low"}}""";

    // "images are not legal in tool content" (providers.md A.1); nobody may come between a call and its results (C29).
    [Fact]
    public void C31_PicturesInResults_AreShownByTheUser_BehindTheLastResult()
    {
        var body = $$"""{"model":"m","messages":[{"role":"assistant","tool_calls":[]},{"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"one"},{{Image}}]},{"role":"tool","tool_call_id":"b","content":"two"},{"role":"tool","tool_call_id":"c","content":[{{Image}}]},{"role":"user","content":"So?"}]}""";
        Assert.Equal(
            $$"""{"model":"gpt-4o","messages":[{"role":"assistant","tool_calls":[]},{"role":"tool","tool_call_id":"a","content":"one\n[image]"},{"role":"tool","tool_call_id":"b","content":"two"},{"role":"tool","tool_call_id":"c","content":"[image]"},{"role":"user","content":[{{Image}},{{Image}}]},{"role":"user","content":"So?"}]}""",
            Requests.Write(new OpenAIProvider(), body, "gpt-4o"));
    }

    [Fact]
    public void C31_AtTheEnd_TheUserHasTheLastWord() => Assert.Equal(
        $$"""{"model":"up-model","messages":[{"role":"assistant","tool_calls":[]},{"role":"tool","tool_call_id":"a","content":"[image]"},{"role":"user","content":[{{Image}}]}]}""",
        Requests.Write(new CompatibleProvider(), $$"""{"model":"m","messages":[{"role":"assistant","tool_calls":[]},{"role":"tool","tool_call_id":"a","content":[{{Image}}]}]}"""));

    // Two rows of results, each with its user; a vendor that wants strings has them.
    [Fact]
    public void C31_EveryRowOfResults_HasItsOwnUser()
    {
        var row = $$$"""{"role":"assistant","content":"x"},{"role":"tool","tool_call_id":"a","content":[{{{Image}}},{"type":"text","text":"t","cache_control":{"type":"ephemeral"}}]}""";
        var said = Requests.Read(new DeepSeekProvider(), $$"""{"model":"m","messages":[{{row}},{{row}}]}""")["messages"]!.AsArray();
        Assert.Equal(["assistant", "tool", "user", "assistant", "tool", "user"], said.Select(m => m!["role"]!.GetValue<string>()));
        Assert.Equal("[image]\nt", said[4]!["content"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("openrouter")]
    [InlineData("mistral")]
    public void WhoTakesThemThere_GetsThemThere(string vendor) =>
        Assert.Contains($$"""{"role":"tool","tool_call_id":"abcdefghi","content":[{{Image}}]}""", Requests.Write(Vendors.Of(vendor), $$"""{"model":"m","messages":[{"role":"tool","tool_call_id":"abcdefghi","content":[{{Image}}]}]}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("openai", true)]
    [InlineData("azure", true)]
    [InlineData("openai-compatible", true)]
    [InlineData("mistral", false)]
    [InlineData("openrouter", false)]
    public void AFileByItsUrl_IsRefusedByItsPlace_WhereItWouldNotBeFetched(string vendor, bool isRefused)
    {
        var refusal = Requests.Send(Vendors.Of(vendor), """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"user","content":[{"type":"text","text":"b"},{"type":"file","file":{"filename":"d.pdf","file_data":"HTTPS://d.example/d.pdf"}}]}]}""", "gpt-4o").Refusal;
        Assert.Equal(isRefused ? "messages[1].content[1].file.file_data" : null, refusal?.Param);
        Assert.Equal(isRefused ? FailureKind.Unsupported : null, refusal?.Kind);
    }

    [Fact]
    public void AFileItself_IsNone() =>
        Assert.Null(Requests.Send(new OpenAIProvider(), """{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"filename":"d.pdf","file_data":"data:application/pdf;base64,JVBERi0="}}]}]}""", "gpt-4o").Refusal);
}
