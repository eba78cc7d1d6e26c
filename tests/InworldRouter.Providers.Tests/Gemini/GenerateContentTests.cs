// generateContent as its caller writes it and as its provider answers: both sides of what the simulator speaks.
using System.Text;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.Tests.Anthropic;

namespace InworldRouter.Providers.Tests.Gemini;

public sealed class GenerateContentTests
{
    [Fact]
    public void AStream_IsOnePartAFrame_WithTheCountsSoFar()
    {
        const string Expected = """
            data: {"candidates":[{"content":{"parts":[{"text":"hm","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":0,"totalTokenCount":8,"thoughtsTokenCount":1},"modelVersion":"vendor/model","responseId":"chatcmpl-0198c5a07d2f7c3e"}

            data: {"candidates":[{"content":{"parts":[{"text":"a\n"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":1,"totalTokenCount":9,"thoughtsTokenCount":1},"modelVersion":"vendor/model","responseId":"chatcmpl-0198c5a07d2f7c3e"}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"id":"i","name":"f","args":{"a": 1.0}},"thoughtSignature":"s"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":4,"totalTokenCount":12,"thoughtsTokenCount":1},"modelVersion":"vendor/model","responseId":"chatcmpl-0198c5a07d2f7c3e"}

            data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":20,"candidatesTokenCount":7,"totalTokenCount":29,"cachedContentTokenCount":12,"thoughtsTokenCount":2},"modelVersion":"vendor/model","responseId":"chatcmpl-0198c5a07d2f7c3e"}


            """;
        var written = Told.Play(new GenerateContentStreamWriter(), Identity.Of(), Told.Usage, "", "think hm", "text a\\n", "call@Gemini 0 i f s", "args 0 {\\\"a\\\": ", "args 0 1.0}", "end", "finish ToolCalls");
        Assert.Equal(Expected.ReplaceLineEndings("\r\n"), written);
    }

    [Fact]
    public void AWholeAnswer_JoinsThePiecesOfOneText()
    {
        const string Expected = """
            {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"ab"},{"functionCall":{"id":"i","name":"f","args":{}}},{"functionCall":{"id":"j","name":"g","args":{"a":1}}},{"text":"c"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}],"role":"model"},"finishReason":"MAX_TOKENS","index":0}],"usageMetadata":{"promptTokenCount":20,"candidatesTokenCount":7,"totalTokenCount":29,"cachedContentTokenCount":12,"thoughtsTokenCount":2},"modelVersion":"vendor/model","responseId":"chatcmpl-0198c5a07d2f7c3e"
            """;
        Assert.Equal(Expected, Told.Play(new GenerateContentAnswerWriter(), Identity.Of(), Told.Usage, "", "think h", "think m", "end", "text a", "text b", "call 0 i f", "whole 1 j g {\"a\":1}", "text c", "show image/png AAAA", "finish Length"));
    }

    [Theory]
    [InlineData("Stop", "STOP")]
    [InlineData("ToolCalls", "STOP")]
    [InlineData("Length", "MAX_TOKENS")]
    [InlineData("Filter", "SAFETY")]
    public void AFinish_HasItsReason(string finish, string reason) =>
        Assert.Contains($"\"finishReason\":\"{reason}\"", Told.Play(new GenerateContentAnswerWriter(), Identity.Of(), Told.Usage, "", "text a", $"finish {finish}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"a"}]}]}""", "System: Text text=s | User: Text text=a")]
    [InlineData("""{"system_instruction":{"parts":[{"text":"s"}]},"contents":[{"parts":[{"text":"a"}]}]}""", "System: Text text=s | User: Text text=a")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"text":"hm","thought":true},{"text":"a","thoughtSignature":"s"}]}]}""", "Assistant: Thinking text=hm; Text text=a signed=s by Gemini")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"functionCall":{"id":"i","name":"f","args":{"a": 1}},"thoughtSignature":"s"}]}]}""", "Assistant: ToolCall text={\"a\": 1} id=i name=f signed=s by Gemini")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"b":2}}}]}]}""", "User: ToolResult text={\"b\":2} name=f")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"inlineData":{"mimeType":"application/pdf","data":"AAAA"}}]}]}""", "User: Image data=AAAA type=image/png; File data=AAAA type=application/pdf")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"fileData":{"mimeType":"video/mp4","fileUri":"gs://x"}},{"executableCode":{}}]}]}""", "User: Video url=gs://x type=video/mp4; Opaque")]
    [InlineData("""{"contents":[1,{"parts":[null,{}]},{"parts":3}]}""", "User: Opaque | User: ")]
    public void Contents_AreMessages(string body, string messages)
    {
        using var conversation = Conversation(body, out var bytes);
        Assert.Equal(messages, ReadParts.Of(conversation, bytes));
    }

    [Theory]
    [InlineData("""{"mode":"ANY"}""", ToolChoice.Any)]
    [InlineData("""{"mode":"ANY","allowedFunctionNames":["f"]}""", ToolChoice.Named)]
    [InlineData("""{"mode":"ANY","allowedFunctionNames":["f","g"]}""", ToolChoice.Any)]
    [InlineData("""{"mode":"NONE"}""", ToolChoice.None)]
    [InlineData("""{"mode":"VALIDATED"}""", ToolChoice.Auto)]
    public void C26_TheChoiceOfTools_IsRead(string calling, ToolChoice expected)
    {
        using var conversation = Conversation($$$"""{"tools":[{"googleSearch":{}},{"functionDeclarations":[{"name":"f","description":"d","parameters":{"type":"OBJECT"}},{"name":"g"}]}],"toolConfig":{"functionCallingConfig":{{{calling}}}},"contents":[]}""", out var bytes);
        Assert.Equal(expected, conversation.Settings.ToolChoice);
        Assert.Equal([ToolKind.Server, ToolKind.Function, ToolKind.Function], conversation.Tools.ToArray().Select(t => t.Kind));
        Assert.Equal("""{"type":"OBJECT"}""", Encoding.UTF8.GetString(conversation.Tools[1].Schema.Raw(bytes)));
    }

    [Fact]
    public void Settings_HaveTheirPlaces()
    {
        using var conversation = Conversation("""{"generationConfig":{"maxOutputTokens":5,"temperature":0.50,"responseMimeType":"application/json","responseJsonSchema":{"type":"object"}},"contents":[]}""", out var bytes);
        Assert.Equal((5L, AnswerForm.JsonSchema), (conversation.Settings.MaxTokens!.Value, conversation.Settings.Form));
        Assert.Equal("0.50", Encoding.UTF8.GetString(conversation.Settings.Temperature.Raw(bytes)));
    }

    private static Conversation Conversation(string body, out byte[] bytes)
    {
        bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(GenerateContentFields.TryScan(bytes, out var fields, out var fault), fault.ToString());
        var conversation = new Conversation();
        GenerateContentConversation.Read(bytes, fields, conversation);
        return conversation;
    }
}
