// Responses requests in no dialect: every item and member of providers.md A2 has its place, and its bytes.
using System.Text;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Responses;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Tests.Responses;

public sealed class ResponsesConversationTests
{
    private const string Marker = "\"cache_control\":{\"type\":\"ephemeral\"}";

    [Theory]
    [InlineData("""{"input":"Hi"}""", "User: Text text=Hi")]
    [InlineData("""{"instructions":"Be brief.","input":"Hi"}""", "System: Text text=Be brief. | User: Text text=Hi")]
    [InlineData("""{"instructions":null,"input":[{"role":"user","content":"Hi"}]}""", "User: Text text=Hi")]
    [InlineData("""{"input":[{"role":"developer","content":"d"},{"type":"message","role":"system","content":[{"type":"input_text","text":"s"}]},{"role":"user","content":"u"}]}""", "Developer: Text text=d | System: Text text=s | User: Text text=u")]
    [InlineData("""{"input":[{"role":"assistant","content":"a"},{"role":"assistant","content":"b"}]}""", "Assistant: Text text=a | Assistant: Text text=b")]
    [InlineData("""{"input":[]}""", "")]
    public void Input_IsAStringOrItems(string body, string messages) => Assert.Equal(messages, Read(body));

    // Each row: a part, and what it is.
    [Theory]
    [InlineData("""{"type":"input_text","text":"a\n"}""", """Text text=a\n""")]
    [InlineData("""{"type":"output_text","text":"a","annotations":[]}""", "Text text=a")]
    [InlineData("""{"type":"refusal","refusal":"no"}""", "Refusal text=no")]
    [InlineData("""{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"}""", "Image data=AAAA type=image/png")]
    [InlineData("""{"type":"input_image","image_url":"https://x/y.png"}""", "Image url=https://x/y.png")]
    [InlineData("""{"type":"input_image","file_id":"file_1"}""", "Image id=file_1")]
    [InlineData("""{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}""", "File name=a.pdf data=JVBE type=application/pdf")]
    [InlineData("""{"type":"input_file","filename":"a.pdf","file_data":"JVBE"}""", "File name=a.pdf data=JVBE")]
    [InlineData("""{"type":"input_file","file_url":"https://x/y.pdf"}""", "File url=https://x/y.pdf")]
    [InlineData("""{"type":"input_file","file_id":"file_1"}""", "File id=file_1")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}""", "Audio data=AAAA type=wav")]
    [InlineData("""{"type":"of_tomorrow","x":[1]}""", "Opaque")]
    [InlineData("""{"type":"input_text","text":"a",M}""", "Text text=a cached")]
    public void EveryPart_HasItsPlace_AndIsCarriedAsWritten(string part, string parts)
    {
        part = part.Replace("M", Marker, StringComparison.Ordinal);
        var body = $$"""{"input":[{"role":"user","content":[{{part}}]}]}""";
        Assert.Equal($"User: {parts}", Read(body));
        using var conversation = Conversation(body, out var bytes);
        Assert.Equal(part, Encoding.UTF8.GetString(conversation.Parts[0].Raw.Raw(bytes)));
    }

    // What the assistant did in a row is one message (a chat request has it in one); results are answers.
    [Theory]
    [InlineData("""{"type":"function_call","id":"fc_1","call_id":"c","name":"f","arguments":"{\"a\": 1.0}"},{"type":"function_call","call_id":"d","name":"g","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"1"},{"type":"function_call_output","call_id":"d","output":[{"type":"input_text","text":"2"},{"type":"input_image","image_url":"https://x"}]}""", """Assistant: ToolCall text={\"a\": 1.0} id=c name=f; ToolCall text={} id=d name=g | Tool: ToolResult id=c children=1; Text text=1 | Tool: ToolResult id=d children=2; Text text=2; Image url=https://x""")]
    [InlineData("""{"type":"custom_tool_call","call_id":"c","name":"f","input":"free"},{"type":"custom_tool_call_output","call_id":"c","output":"x"}""", "Assistant: ToolCall text=free id=c name=f | Tool: ToolResult id=c children=1; Text text=x")]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"}]},{"type":"function_call","call_id":"c","name":"f","arguments":""}""", "Assistant: SealedThinking text=gAAA id=rs_1 by OpenAIResponses; Text text=a; ToolCall text= id=c name=f")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"role":"assistant","content":"and"},{"type":"function_call_output","call_id":"c","output":""}""", "Assistant: ToolCall text={} id=c name=f; Text text=and | Tool: ToolResult id=c children=1; Text text=")]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"content":null},{"role":"user","content":"u"}""", "Assistant: Thinking text=a by OpenAIResponses; Thinking text=b by OpenAIResponses | User: Text text=u")]
    [InlineData("""{"type":"reasoning","summary":[{"type":"summary_text","text":"short"}],"content":[{"type":"reasoning_text","text":"long"}]}""", "Assistant: Thinking text=long by OpenAIResponses")]
    [InlineData("""{"type":"image_generation_call","id":"ig_1","status":"completed","result":"AAAA","output_format":"webp"},{"role":"user","content":"bluer"}""", "Assistant: Image data=AAAA type=webp | User: Text text=bluer")]
    [InlineData("""{"type":"web_search_call","id":"ws","status":"completed"},{"role":"assistant","content":"a"}""", "Assistant: Opaque; Text text=a")]
    [InlineData("""{"type":"computer_call_output","call_id":"c","output":{}}""", "User: Opaque")]
    public void Items_AreGatheredIntoMessages(string items, string messages) => Assert.Equal(messages, Read($$"""{"input":[{{items}}]}"""));

    [Fact]
    public void ASummarysParagraphs_ContinueOneThought()
    {
        using var conversation = Conversation("""{"input":[{"type":"reasoning","summary":[{"text":"a"},{"text":"b"}]}]}""", out _);
        Assert.Equal([false, true], conversation.Parts.ToArray().Select(p => p.Continues));
    }

    [Theory]
    [InlineData("""{"input":7}""", "input")]
    [InlineData("""{"input":["x"]}""", "input[0]")]
    [InlineData("""{"instructions":["x"],"input":"y"}""", "instructions")]
    [InlineData("""{"input":[{"role":"user","content":"a"},{"role":"tool","content":"b"}]}""", "input[1].role")]
    [InlineData("""{"input":[{"role":"user","content":{"text":"b"}}]}""", "input[0].content")]
    [InlineData("""{"input":[{"role":"user","content":["b"]}]}""", "input[0].content[0]")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":{"url":"b"}}]}]}""", "input[0].content[1].image_url")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_text"}]}]}""", "input[0].content[0].text")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","filename":"a"}]}]}""", "input[0].content[0].file_data")]
    [InlineData("""{"input":[{"type":"function_call","name":"f","arguments":"{}"}]}""", "input[0].call_id")]
    [InlineData("""{"input":[{"type":"function_call","call_id":"c","arguments":"{}"}]}""", "input[0].name")]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"c","output":{"a":1}}]}""", "input[0].output")]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"c","output":[{"type":"input_image"}]}]}""", "input[0].output[0].image_url")]
    [InlineData("""{"input":[{"type":"item_reference","id":"msg_1"}]}""", "input[0]")]
    [InlineData("""{"input":[{"type":"compaction","encrypted_content":"x"}]}""", "input[0]")]
    [InlineData("""{"prompt":{"id":"pmpt_1"},"input":"x"}""", "prompt")]
    [InlineData("""{"conversation":"conv_1","input":"x"}""", "conversation")]
    [InlineData("""{"tools":{"type":"function"},"input":"x"}""", "tools")]
    [InlineData("""{"tools":["x"],"input":"x"}""", "tools[0]")]
    public void WhatMeansNothing_IsRefusedByItsPlace(string body, string place)
    {
        using var conversation = Conversation(body, out _);
        Assert.Equal((FailureKind.BadRequest, 400, place), (conversation.Fault?.Kind, conversation.Fault?.Status, conversation.Fault?.Param));
        Assert.StartsWith($"{place} must be ", conversation.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_AreFlat()
    {
        using var conversation = Conversation("""{"tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object", "x":1.0},"strict":true},{"type":"custom","name":"g","format":{"type":"text"}},{"type":"web_search","search_context_size":"low"}],"input":"x"}""", out var bytes);
        var tools = conversation.Tools.ToArray();
        Assert.Equal([ToolKind.Function, ToolKind.Custom, ToolKind.Server], tools.Select(t => t.Kind));
        Assert.Equal(("f", "d", "g"), (tools[0].Name.GetString(bytes), tools[0].Description.GetString(bytes), tools[1].Name.GetString(bytes)));
        Assert.Equal("""{"type":"object", "x":1.0}""", Encoding.UTF8.GetString(tools[0].Schema.Raw(bytes)));
        Assert.True(tools[0].Strict.IsTrue);
        Assert.Equal("""{"type":"web_search","search_context_size":"low"}""", Encoding.UTF8.GetString(tools[2].Raw.Raw(bytes)));
    }

    [Theory]
    [InlineData("\"auto\"", ToolChoice.Auto)]
    [InlineData("\"required\"", ToolChoice.Any)]
    [InlineData("\"none\"", ToolChoice.None)]
    [InlineData("""{"type":"function","name":"f"}""", ToolChoice.Named)]
    [InlineData("""{"type":"custom","name":"f"}""", ToolChoice.Named)]
    [InlineData("""{"type":"web_search"}""", ToolChoice.Any)]
    [InlineData("""{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"}]}""", ToolChoice.Any)]
    [InlineData("""{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]}""", ToolChoice.Auto)]
    [InlineData("null", ToolChoice.Unsaid)]
    public void C26_TheChoiceOfTools_IsRead(string choice, ToolChoice expected)
    {
        using var conversation = Conversation($$"""{"tool_choice":{{choice}},"parallel_tool_calls":false,"input":"x"}""", out var bytes);
        ref var settings = ref conversation.Settings;
        Assert.Equal((expected, false), (settings.ToolChoice, settings.ParallelTools));
        if (expected == ToolChoice.Named)
            Assert.Equal("f", settings.ToolName.GetString(bytes));
        Assert.Equal(choice.Contains("allowed", StringComparison.Ordinal), settings.AllowedTools.IsPresent);
    }

    [Theory]
    [InlineData("{}", null, null, false)]
    [InlineData("""{"effort":"low"}""", Effort.Low, null, false)]
    [InlineData("""{"effort":"none","summary":"auto"}""", Effort.None, null, false)]
    [InlineData("""{"effort":null,"summary":"detailed"}""", Effort.Medium, null, false)]
    [InlineData("""{"effort":"xhigh","exclude":true}""", Effort.XHigh, null, true)]
    [InlineData("""{"effort":"low","max_tokens":500}""", Effort.Medium, 500L, false)]
    public void C51_Reasoning_IsEffortAndBudget(string reasoning, Effort? effort, long? tokens, bool hidden)
    {
        using var conversation = Conversation($$"""{"reasoning":{{reasoning}},"max_output_tokens":1000,"input":"x"}""", out _);
        Assert.Equal((effort, tokens, hidden), (conversation.Settings.Effort, conversation.Settings.ThinkingTokens, conversation.Settings.ExcludeThinking));
    }

    // "On conflict the literal extra_body wins key by key" (api.md 3); what the call is, it cannot change.
    [Fact]
    public void ExtraBody_BeatsTheRoot()
    {
        using var conversation = Conversation("""{"reasoning":{"effort":"low"},"input":"x","extra_body":{"reasoning":{"effort":"high"},"temperature":0.50,"input":"y"}}""", out var bytes);
        Assert.Equal((Effort.High, "0.50", "User: Text text=x"), (conversation.Settings.Effort, Encoding.UTF8.GetString(conversation.Settings.Temperature.Raw(bytes)), ReadParts.Of(conversation, bytes)));
    }

    [Fact]
    public void Settings_HaveTheirPlaces()
    {
        using var conversation = Conversation("""{"max_output_tokens":64,"temperature":0.50,"top_p":0.9,"top_logprobs":3,"user":"u","safety_identifier":"s","prompt_cache_key":"k","service_tier":"flex","store":false,"metadata":{"a":"b"},"text":{"verbosity":"low","format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true}},"input":"x"}""", out var bytes);
        ref var settings = ref conversation.Settings;
        string[] places = [.. ((JsonValue[])[settings.Temperature, settings.TopP, settings.TopLogprobs, settings.User, settings.SafetyIdentifier, settings.PromptCacheKey, settings.ServiceTier, settings.Store, settings.Metadata, settings.Verbosity, settings.SchemaName, settings.Schema]).Select(v => Encoding.UTF8.GetString(v.Raw(bytes)))];
        Assert.Equal(["0.50", "0.9", "3", "\"u\"", "\"s\"", "\"k\"", "\"flex\"", "false", "{\"a\":\"b\"}", "\"low\"", "\"n\"", "{\"type\":\"object\"}"], places);
        Assert.Equal((64, AnswerForm.JsonSchema, true, true), (settings.MaxTokens, settings.Form, settings.SchemaStrict.IsTrue, settings.Logprobs.IsTrue));
    }

    [Theory]
    [InlineData("""{"include":["reasoning.encrypted_content"],"top_logprobs":0,"input":"x"}""", false)]
    [InlineData("""{"include":["reasoning.encrypted_content","message.output_text.logprobs"],"input":"x"}""", true)]
    public void Logprobs_AreIncludedWhereTheyAreAskedFor(string body, bool asked)
    {
        using var conversation = Conversation(body, out _);
        Assert.Equal(asked, conversation.Settings.Logprobs.IsTrue);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"input":null,"tools":[1,null],"tool_choice":7,"reasoning":true,"text":[],"include":7,"extra_body":[]}""")]
    [InlineData("""{"input":[{"type":"reasoning","summary":7,"encrypted_content":7},{"type":"reasoning","encrypted_content":"router:v1:garbled"},{"type":"image_generation_call"},{"type":7},{}]}""")]
    public void OddBodies_AreReadAsFarAsTheyGo(string body)
    {
        using var conversation = Conversation(body, out _);
        Assert.InRange(conversation.Parts.Length, 0, 5);
    }

    internal static string Read(string body)
    {
        using var conversation = Conversation(body, out var bytes);
        Assert.Null(conversation.Fault);
        return ReadParts.Of(conversation, bytes);
    }

    private static Conversation Conversation(string body, out byte[] bytes)
    {
        bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(ResponsesRequestFields.TryScan(bytes, out var fields, out var fault), fault.ToString());
        var conversation = new Conversation();
        ResponsesConversation.Read(bytes, fields, conversation);
        return conversation;
    }
}
