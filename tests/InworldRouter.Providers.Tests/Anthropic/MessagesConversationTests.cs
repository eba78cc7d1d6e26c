// Anthropic's requests in no dialect: every member of providers.md B.1 has its place, and its bytes.
using System.Text;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Tests.Anthropic;

public sealed class MessagesConversationTests
{
    private const string Marker = "\"cache_control\":{\"type\":\"ephemeral\", \"ttl\":\"1h\"}";

    [Theory]
    [InlineData("\"Be brief.\"", "Text text=Be brief.")]
    [InlineData("[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"," + Marker + "}]", "Text text=a; Text text=b cached")]
    public void C41_System_IsAStringOrBlocks(string system, string parts) =>
        Assert.Equal($"System: {parts} | User: Text text=Hi", Read($$"""{"system":{{system}},"messages":[{"role":"user","content":"Hi"}]}"""));

    [Fact]
    public void C41_AnInstructionInTheMiddle_StaysInItsPlace() => Assert.Equal(
        "User: Text text=a | System: Text text=b | Assistant: Text text=c",
        Read("""{"messages":[{"role":"user","content":"a"},{"role":"system","content":[{"type":"text","text":"b"}]},{"role":"assistant","content":"c"}]}"""));

    // Each row: a block, and the parts that it is.
    [Theory]
    [InlineData("""{"type":"text","text":"a\n"}""", """Text text=a\n""")]
    [InlineData("""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}""", "Image data=AAAA type=image/png")]
    [InlineData("""{"type":"image","source":{"type":"url","url":"https://x/y.png"}}""", "Image url=https://x/y.png")]
    [InlineData("""{"type":"image","source":{"type":"file","file_id":"file_1"}}""", "Image id=file_1")]
    [InlineData("""{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"},"title":"T","citations":{"enabled":true}}""", "File name=T data=JVBE type=application/pdf")]
    [InlineData("""{"type":"document","source":{"type":"text","media_type":"text/plain","data":"words"},"title":"T"}""", "File text=words name=T type=text/plain")]
    [InlineData("""{"type":"document","source":{"type":"url","url":"https://x/y.pdf"}}""", "File url=https://x/y.pdf")]
    [InlineData("""{"type":"document","source":{"type":"file","file_id":"file_1"}}""", "File id=file_1")]
    [InlineData("""{"type":"document","source":{"type":"content","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},"title":"T"}""", "Passage name=T children=2; Text text=a; Text text=b")]
    [InlineData("""{"type":"document","source":{"type":"content","content":"a"}}""", "Passage children=1; Text text=a")]
    [InlineData("""{"type":"search_result","source":"https://x","title":"T","content":[{"type":"text","text":"a"}]}""", "Passage id=https://x name=T children=1; Text text=a")]
    [InlineData("""{"type":"tool_use","id":"toolu_1","name":"f","input":{"a": 1.0}}""", """ToolCall text={"a": 1.0} id=toolu_1 name=f""")]
    [InlineData("""{"type":"tool_result","tool_use_id":"toolu_1","content":"done"}""", "ToolResult id=toolu_1 children=1; Text text=done")]
    [InlineData("""{"type":"tool_result","tool_use_id":"toolu_1"}""", "ToolResult id=toolu_1")]
    [InlineData("""{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":[{"type":"text","text":"a"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}""", "ToolResult id=toolu_1 failed children=2; Text text=a; Image data=AAAA type=image/png")]
    [InlineData("""{"type":"tool_result","tool_use_id":"t","content":[{"type":"search_result","source":"s","title":"T","content":[{"type":"text","text":"a"}]}]}""", "ToolResult id=t children=2; Passage id=s name=T children=1; Text text=a")]
    [InlineData("""{"type":"thinking","thinking":"","signature":"c2ln"}""", "Thinking text= signed=c2ln by Anthropic")]
    [InlineData("""{"type":"thinking","thinking":"hm"}""", "Thinking text=hm")]
    [InlineData("""{"type":"redacted_thinking","data":"ZGF0YQ=="}""", "SealedThinking text=ZGF0YQ== by Anthropic")]
    [InlineData("""{"type":"server_tool_use","id":"srv","name":"web_search","input":{}}""", "Opaque")]
    [InlineData("""{"type":"of_tomorrow","x":[1]}""", "Opaque")]
    public void C42_EveryBlock_HasItsPart_AndIsCarriedAsWritten(string block, string parts)
    {
        var body = $$"""{"messages":[{"role":"user","content":[{{block}}]}]}""";
        Assert.Equal($"User: {parts}", Read(body));
        using var conversation = Conversation(body, out var bytes);
        Assert.Equal(block, Encoding.UTF8.GetString(conversation.Parts[0].Raw.Raw(bytes)));
    }

    [Theory]
    [InlineData("""{"type":"text","text":"a",M}""")]
    [InlineData("""{"type":"image","source":{"type":"url","url":"u"},M}""")]
    [InlineData("""{"type":"document","source":{"type":"url","url":"u"},M}""")]
    [InlineData("""{"type":"document","source":{"type":"text","data":"u"},M}""")]
    [InlineData("""{"type":"document","source":{"type":"content","content":[]},M}""")]
    [InlineData("""{"type":"search_result","source":"s","title":"t","content":[],M}""")]
    [InlineData("""{"type":"tool_use","id":"i","name":"f","input":{},M}""")]
    [InlineData("""{"type":"tool_result","tool_use_id":"i","content":"x",M}""")]
    public void C57_TheMarker_IsItsBlocks(string block)
    {
        using var conversation = Conversation($$"""{"messages":[{"role":"user","content":[{{block.Replace("M", Marker, StringComparison.Ordinal)}}]}]}""", out var bytes);
        Assert.Equal("""{"type":"ephemeral", "ttl":"1h"}""", Encoding.UTF8.GetString(conversation.Parts[0].CacheControl.Raw(bytes)));
        Assert.All(conversation.Parts[1..].ToArray(), p => Assert.False(p.CacheControl.IsPresent));
    }

    // What a stream of ours has carried comes back to whom it belongs.
    [Theory]
    [InlineData("""{"type":"thinking","thinking":"hm","signature":"router:v1:none::"}""", "Thinking text=hm")]
    [InlineData("""{"type":"thinking","thinking":"hm","signature":"router:v1:gemini::c2ln"}""", "Thinking text=hm signed=c2ln by Gemini")]
    [InlineData("""{"type":"redacted_thinking","data":"router:v1:openai:rs_1:gAAA="}""", "SealedThinking text=gAAA= id=rs_1 by OpenAIResponses")]
    [InlineData("""{"type":"redacted_thinking","data":"router:v1:garbled"}""", "SealedThinking")]
    [InlineData("""{"type":"redacted_thinking","data":"router:v1:gemini:i:c2ln"},{"type":"tool_use","id":"i","name":"f","input":{}}""", "SealedThinking text=c2ln id=i by Gemini; ToolCall text={} id=i name=f signed=c2ln by Gemini")]
    [InlineData("""{"type":"text","text":"a"},{"type":"redacted_thinking","data":"router:v1:gemini::c2ln"}""", "Text text=a signed=c2ln by Gemini; SealedThinking text=c2ln by Gemini")]
    public void C50_CarriedSignatures_ComeBackToTheirProviders(string blocks, string parts) =>
        Assert.Equal($"Assistant: {parts}", Read($$"""{"messages":[{"role":"assistant","content":[{{blocks}}]}]}"""));

    [Theory]
    [InlineData("", null, null, true)]
    [InlineData("\"thinking\":{\"type\":\"disabled\"},", Effort.None, null, true)]
    [InlineData("\"thinking\":{\"type\":\"disabled\"},\"output_config\":{\"effort\":\"high\"},", Effort.None, null, true)]
    [InlineData("\"thinking\":{\"type\":\"adaptive\"},", Effort.High, null, false)]
    [InlineData("\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"},\"output_config\":{\"effort\":\"low\"},", Effort.Low, null, true)]
    [InlineData("\"thinking\":{\"type\":\"adaptive\",\"display\":\"of tomorrow\"},\"output_config\":{\"effort\":\"max\"},", Effort.XHigh, null, false)]
    [InlineData("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":500},", Effort.Medium, 500L, false)]
    [InlineData("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":500},\"output_config\":{\"effort\":\"low\"},", Effort.Low, 500L, false)]
    [InlineData("\"output_config\":{\"effort\":\"xhigh\"},", Effort.XHigh, null, true)]
    public void C51_Thinking_IsEffortAndBudget(string said, Effort? effort, long? tokens, bool hidden)
    {
        using var conversation = Conversation($$"""{ {{said}}"max_tokens":1000,"messages":[]}""", out _);
        Assert.Equal((effort, tokens, hidden), (conversation.Settings.Effort, conversation.Settings.ThinkingTokens, conversation.Settings.ExcludeThinking));
    }

    [Theory]
    [InlineData("""{"type":"auto"}""", ToolChoice.Auto, null)]
    [InlineData("""{"type":"any","disable_parallel_tool_use":true}""", ToolChoice.Any, false)]
    [InlineData("""{"type":"auto","disable_parallel_tool_use":false}""", ToolChoice.Auto, true)]
    [InlineData("""{"type":"tool","name":"f"}""", ToolChoice.Named, null)]
    [InlineData("""{"type":"none"}""", ToolChoice.None, null)]
    [InlineData("null", ToolChoice.Unsaid, null)]
    public void C26_C27_TheChoiceOfTools_IsRead(string choice, ToolChoice expected, bool? parallel)
    {
        using var conversation = Conversation($$"""{"tool_choice":{{choice}},"messages":[]}""", out var bytes);
        Assert.Equal((expected, parallel), (conversation.Settings.ToolChoice, conversation.Settings.ParallelTools));
        if (expected == ToolChoice.Named)
            Assert.Equal("f", conversation.Settings.ToolName.GetString(bytes));
    }

    [Fact]
    public void Tools_AreTheCallersOwn_OrTheProviders()
    {
        using var conversation = Conversation("""{"tools":[{"name":"f","description":"d","input_schema":{"type":"object", "x":1.0},"strict":true,M},{"type":"custom","name":"g","input_schema":{}},{"type":"web_search_20250305","name":"web_search","max_uses":3}],"messages":[]}""".Replace("M", Marker, StringComparison.Ordinal), out var bytes);
        var tools = conversation.Tools.ToArray();
        Assert.Equal([ToolKind.Function, ToolKind.Function, ToolKind.Server], tools.Select(t => t.Kind));
        Assert.Equal(("f", "d"), (tools[0].Name.GetString(bytes), tools[0].Description.GetString(bytes)));
        Assert.Equal("""{"type":"object", "x":1.0}""", Encoding.UTF8.GetString(tools[0].Schema.Raw(bytes)));
        Assert.True(tools[0].Strict.IsTrue && tools[0].CacheControl.IsPresent);
        Assert.Equal("""{"type":"web_search_20250305","name":"web_search","max_uses":3}""", Encoding.UTF8.GetString(tools[2].Raw.Raw(bytes)));
    }

    [Fact]
    public void Settings_HaveTheirPlaces()
    {
        using var conversation = Conversation("""{"max_tokens":64,"temperature":0.50,"top_p":0.9,"top_k":40,"stop_sequences":["</severity>"],"metadata":{"user_id":"u"},"service_tier":"standard_only","cache_control":{"type":"ephemeral"},"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},"messages":[]}""", out var bytes);
        ref var settings = ref conversation.Settings;
        Assert.Equal(64, settings.MaxTokens);
        string[] places = [.. ((JsonValue[])[settings.Temperature, settings.TopP, settings.TopK, settings.Stop, settings.User, settings.ServiceTier, settings.CacheControl, settings.Schema]).Select(v => Encoding.UTF8.GetString(v.Raw(bytes)))];
        Assert.Equal(["0.50", "0.9", "40", "[\"</severity>\"]", "\"u\"", "\"standard_only\"", "{\"type\":\"ephemeral\"}", "{\"type\":\"object\"}"], places);
        Assert.Equal(AnswerForm.JsonSchema, settings.Form);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"messages":null,"system":1,"tools":{},"tool_choice":"any","thinking":true,"output_config":[],"metadata":"x"}""")]
    [InlineData("""{"messages":[1,null,"x",[]],"tools":[1,null],"stop_sequences":"x"}""")]
    [InlineData("""{"messages":[{"role":7,"content":[null,1,"x",{"type":1},{}]},{"content":{"type":"text"}}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image"},{"type":"document","source":null},{"type":"tool_result","content":{}},{"type":"thinking","signature":5}]}]}""")]
    public void OddBodies_AreReadAsFarAsTheyGo(string body)
    {
        using var conversation = Conversation(body, out _);
        Assert.InRange(conversation.Parts.Length, 0, 5);
    }

    private static Conversation Conversation(string body, out byte[] bytes)
    {
        bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(MessagesRequestFields.TryScan(bytes, out var fields, out var fault), fault.ToString());
        var conversation = new Conversation();
        MessagesConversation.Read(bytes, fields, conversation);
        return conversation;
    }

    private static string Read(string body)
    {
        using var conversation = Conversation(body, out var bytes);
        return ReadParts.Of(conversation, bytes);
    }
}
