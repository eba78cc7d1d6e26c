// Documents that are told in words, at every provider that is not Anthropic.
using System.Text.Json.Nodes;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.OpenAI;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class DocumentTests
{
    private const string Document = """{"type":"document","title":"Notes","source":{"type":"text","media_type":"text/plain","data":"The words"}}""";
    private const string Found = """{"type":"search_result","source":"https://a.test","title":"A page","content":[{"type":"text","text":"Its words"}]}""";

    [Theory]
    [InlineData("gemini", "gemini-2.5-flash", Document, "Notes\\nThe words")]
    [InlineData("gemini", "gemini-2.5-flash", Found, "A page (https://a.test)")]
    [InlineData("openai", "gpt-5.4", Document, "Notes\\nThe words")]
    [InlineData("openai", "gpt-5.4", Found, "A page (https://a.test)")]
    [InlineData("openai", "gpt-4o", Document, "Notes\\nThe words")]
    [InlineData("openai", "gpt-4o", Found, "A page (https://a.test)")]
    public void C54_WhatIsToldInWords_IsWords_AlsoInAResult(string vendor, string model, string block, string words)
    {
        var asked = Written(vendor, model, $$"""{"role":"user","content":[{{block}},{"type":"text","text":"Read it"}]}""");
        var result = Written(vendor, model, $$"""{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"read","input":{} }]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{{block}}]}]}""");

        Assert.Contains(words, asked, StringComparison.Ordinal);
        Assert.Contains(words, result, StringComparison.Ordinal);
        if (block == Found)
            Assert.Contains("Its words", result, StringComparison.Ordinal);
        Assert.DoesNotContain("input_file", asked + result, StringComparison.Ordinal);
    }

    private static string Written(string vendor, string model, string messages)
    {
        Provider provider = vendor == "gemini" ? new GeminiProvider() : new OpenAIProvider();
        var written = Requests.SendMessages(provider, $$"""{"model":"x","max_tokens":4000,"thinking":{"type":"adaptive"},"tools":[{"name":"read","input_schema":{"type":"object"} }],"messages":[{{messages}}]}""", model);
        Assert.Null(written.Refusal ?? written.Fault);
        Assert.NotNull(JsonNode.Parse(written.Body));
        return written.Body;
    }
}
