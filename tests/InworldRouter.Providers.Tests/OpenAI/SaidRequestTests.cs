// Calls of Messages clients as vendors of OpenAI's dialect get them: the mapping of providers.md D.5, line by line.
using System.Text.Json.Nodes;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.DeepSeek;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Mistral;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.OpenRouter;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class SaidRequestTests
{
    private const string Tool = """{"name":"f","input_schema":{"type":"object"}}""";

    [Theory]
    [InlineData("""{"type":"auto"}""", "\"auto\"")]
    [InlineData("""{"type":"any"}""", "\"required\"")]
    [InlineData("""{"type":"none"}""", "\"none\"")]
    [InlineData("""{"type":"tool","name":"f"}""", """{"type":"function","function":{"name":"f"}}""")]
    public void C26_EveryChoice_HasItsWord(string choice, string expected) =>
        Assert.Equal(expected, Said($$"""{"tools":[{{Tool}}],"tool_choice":{{choice}},"messages":[{"role":"user","content":"Hi"}]}""")["tool_choice"]!.ToJsonString());

    [Theory]
    [InlineData(",\"disable_parallel_tool_use\":true", "false")]
    [InlineData(",\"disable_parallel_tool_use\":false", "true")]
    [InlineData("", null)]
    public void C27_ParallelCalls_AreForbiddenOnlyIfTheyWere(string member, string? expected) =>
        Assert.Equal(expected, Said($$"""{"tools":[{{Tool}}],"tool_choice":{"type":"auto"{{member}}},"messages":[{"role":"user","content":"Hi"}]}""")["parallel_tool_calls"]?.ToJsonString());

    [Fact]
    public void C28_WithoutTools_ThereIsNoChoice()
    {
        var said = Said("""{"tools":[{"type":"code_execution_20250825","name":"code_execution"}],"tool_choice":{"type":"any"},"messages":[{"role":"user","content":"Hi"}]}""");
        Assert.False(said.ContainsKey("tools") || said.ContainsKey("tool_choice"));
    }

    [Fact]
    public void C29_ParallelToolResults_StandRightBehindTheirCalls_InTheOrderOfTheCalls()
    {
        var roles = Messages("""
            {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}},{"type":"tool_use","id":"b","name":"f","input":{}}]},
            {"role":"system","content":"Note."},
            {"role":"user","content":[{"type":"text","text":"so"},{"type":"tool_result","tool_use_id":"b","content":"B"}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"A"}]}
            """).Select(m => $"{m!["role"]}:{m["tool_call_id"]}{m["content"]}");
        Assert.Equal(["assistant:", "tool:aA", "tool:bB", "system:Note.", "user:so"], roles);
    }

    // Some providers give none (providers.md C.7), and then only the order tells.
    [Fact]
    public void C29_ResultsOfCallsWithOneId_AreToldInTheirOrder()
    {
        var results = Messages("""
            {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}},{"type":"tool_use","id":"a","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"},{"type":"tool_result","tool_use_id":"a","content":"2"}]}
            """).Skip(1).Select(m => m!["content"]!.GetValue<string>());
        Assert.Equal(["1", "2"], results);
    }

    [Fact]
    public void C30_ACallWithoutAResult_AndAResultWithoutACall_AreNoReasonToRefuse()
    {
        var said = Messages("""{"role":"user","content":[{"type":"tool_result","tool_use_id":"x","content":"late"}]},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":"Go on."}""");
        Assert.Equal(["user:late", "assistant:", "tool:no result", "user:Go on."], said.Select(m => $"{m!["role"]}:{m["content"]}"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(",\"content\":[]", "")]
    [InlineData(",\"content\":\"x\",\"is_error\":true", "Error: x")]
    [InlineData(",\"is_error\":true", "Error: ")]
    [InlineData(",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"\"},{\"type\":\"text\",\"text\":\"b\"}]", "a\nb")]
    [InlineData(",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"d\"},\"title\":\"T\"}]", "T\nd")]
    [InlineData(",\"content\":[{\"type\":\"search_result\",\"source\":\"https://s\",\"title\":\"S\",\"content\":[{\"type\":\"text\",\"text\":\"found\"}]}]", "S (https://s)\nfound")]
    [InlineData(",\"content\":[{\"type\":\"tool_reference\",\"tool_name\":\"g\"}]", "{\"type\":\"tool_reference\",\"tool_name\":\"g\"}")]
    public void C31_EveryResult_IsText(string content, string expected) =>
        Assert.Equal(expected, Messages($$$"""{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"{{{content}}}}]}""")[1]!["content"]!.GetValue<string>());

    // "images inside → placeholder "[image]" in tool message + following user message with image_url"
    [Fact]
    public void C31_WhatAResultShows_IsShownByTheUser()
    {
        var said = Messages("""
            {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}}]},{"type":"text","text":"See?"}]}
            """);
        Assert.Equal("[image]\n[document]", said[1]!["content"]!.GetValue<string>());
        Assert.Equal(["image_url", "file", "text"], said[2]!["content"]!.AsArray().Select(p => p!["type"]!.GetValue<string>()));
    }

    [Fact]
    public void C41_SystemBlocks_AreOneMessage_AndLaterOnesStayInPlace()
    {
        var said = Said("""{"system":[{"type":"text","text":"One."},{"type":"text","text":"Two."}],"messages":[{"role":"user","content":"a"},{"role":"system","content":[{"type":"text","text":"Three."}]},{"role":"user","content":"b"}]}""")["messages"]!.AsArray();
        Assert.Equal(["system:One.\n\nTwo.", "user:a", "system:Three.", "user:b"], said.Select(m => $"{m!["role"]}:{m["content"]}"));
    }

    [Theory]
    [InlineData("gpt-5", "developer")]
    [InlineData("o3", "developer")]
    [InlineData("gpt-4o", "system")]
    public void C41_OpenAIsReasoningModels_AreInstructedByTheDeveloper(string model, string role) =>
        Assert.Equal(role, Requests.ReadMessages(new OpenAIProvider(), """{"model":"m","system":"Be brief.","messages":[{"role":"user","content":"a"}]}""", model)["messages"]![0]!["role"]!.GetValue<string>());

    // "x-anthropic-billing-header: (pure attribution, breaks caching)"
    [Theory]
    [InlineData("""[{"type":"text","text":"x-anthropic-billing-header: cc_version=1;"},{"type":"text","text":"Real."}]""", "Real.")]
    [InlineData("""[{"type":"text","text":"Real."},{"type":"text","text":"x-anthropic-billing-header: no"}]""", "Real.\n\nx-anthropic-billing-header: no")]
    [InlineData("""[{"type":"text","text":"x-anthropic-billing-header: cc_version=1;"}]""", null)]
    public void C59_TheAttributionOfAClient_IsNoInstruction(string system, string? expected)
    {
        var first = Said($$"""{"system":{{system}},"messages":[{"role":"user","content":"a"}]}""")["messages"]![0]!;
        Assert.Equal(expected, first["role"]!.GetValue<string>() == "system" ? first["content"]!.GetValue<string>() : null);
    }

    [Theory]
    [InlineData("user_0a_account_1b_session_0198c5a0-7d2f", "0198c5a0-7d2f")]
    [InlineData("{\\\"device_id\\\":\\\"d\\\",\\\"session_id\\\":\\\"0198c5a0-7d2f\\\"}", "0198c5a0-7d2f")]
    [InlineData("somebody", null)]
    [InlineData("{broken", null)]
    [InlineData("{\\\"session_id\\\":1}", null)]
    [InlineData("x_session_0123456789012345678901234567890123456789012345678901234567890123456789", null)]
    public void C43_TheUser_IsToldAsAHash_AndTheSessionAsTheCachesKey(string user, string? session)
    {
        var said = Requests.ReadMessages(new OpenAIProvider(), $$"""{"model":"m","metadata":{"user_id":"{{user}}"},"messages":[{"role":"user","content":"a"}]}""", "gpt-4o");
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(user))), said["safety_identifier"]!.GetValue<string>());
        Assert.Equal(session, said["prompt_cache_key"]?.GetValue<string>());
        Assert.False(said.ContainsKey("user") || said.ContainsKey("metadata"));
    }

    [Fact]
    public void C43_WhereItWouldBeRefused_TheUserIsNotTold()
    {
        var said = Requests.ReadMessages(new DeepSeekProvider(), """{"model":"m","metadata":{"user_id":"x_session_y"},"messages":[{"role":"user","content":"Hi"}]}""");
        Assert.False(said.ContainsKey("safety_identifier") || said.ContainsKey("prompt_cache_key"));
    }

    [Theory]
    [InlineData("gpt-4o", 32000, "max_completion_tokens", 16384)]
    [InlineData("gpt-4o", 100, "max_completion_tokens", 100)]
    [InlineData("gpt-4o", 0, "max_completion_tokens", 1)]
    public void C45_TheLimit_IsClampedToTheModels_AndNamedAsTheVendorDoes(string model, int asked, string name, int expected)
    {
        var written = Requests.SendMessages(new OpenAIProvider(), $$"""{"model":"m","max_tokens":{{asked}},"messages":[{"role":"user","content":"Hi"}]}""", model, ModelCatalog.ById[$"openai/{model}"]);
        Assert.Equal(expected, JsonNode.Parse(written.Body)![name]!.GetValue<int>());
        Assert.Equal(asked > expected, written.Warnings.Any(w => w.StartsWith("max_tokens is 32000", StringComparison.Ordinal)));
    }

    [Fact]
    public void C49_Thinking_IsReasoningContent_ForThoseWhoWantItBack()
    {
        const string Body = """{"model":"m","thinking":{"type":"adaptive"},"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm ","signature":"c2ln"},{"type":"thinking","thinking":"so","signature":"router:v1:none::"},{"type":"text","text":"b"}]}]}""";
        Assert.Equal("hm so", Requests.ReadMessages(new DeepSeekProvider(), Body)["messages"]![1]!["reasoning_content"]!.GetValue<string>());
        var openAIs = Requests.ReadMessages(new OpenAIProvider(), Body, "gpt-5")["messages"]![1]!.AsObject();
        Assert.Equal(["role", "content"], openAIs.Select(m => m.Key));
    }

    // "reasoning_details … echo back verbatim": a gateway to Anthropic gets Anthropic's signatures, and is told no more of them once it has refused them.
    [Fact]
    public void C49_SignedThinking_GoesBackToAGateway_UntilItIsRefused()
    {
        const string Body = """{"model":"m","messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},{"type":"redacted_thinking","data":"c2Vh"},{"type":"text","text":"b"}]}]}""";
        Assert.Equal(
            """[{"type":"reasoning.text","text":"hm","signature":"c2ln","format":"anthropic-claude-v1","index":0},{"type":"reasoning.encrypted","data":"c2Vh","format":"anthropic-claude-v1","index":1}]""",
            Requests.ReadMessages(new OpenRouterProvider(), Body)["messages"]![0]!["reasoning_details"]!.ToJsonString());
        Assert.Null(Requests.ReadMessages(new OpenRouterProvider(), Body, concessions: Concessions.Signatures)["messages"]![0]!["reasoning_details"]);
    }

    [Theory]
    [InlineData("""{"type":"adaptive"}""", null, "high")]
    [InlineData("""{"type":"adaptive"}""", "low", "low")]
    [InlineData("""{"type":"enabled","budget_tokens":5000}""", null, "medium")]
    [InlineData("""{"type":"disabled"}""", null, "none")]
    [InlineData(null, "medium", "medium")]
    [InlineData(null, null, null)]
    public void C51_Thinking_IsALevel(string? thinking, string? effort, string? expected)
    {
        var members = (thinking is null ? "" : $"\"thinking\":{thinking},") + (effort is null ? "" : $"\"output_config\":{{\"effort\":\"{effort}\"}},");
        Assert.Equal(expected, Said($$"""{"max_tokens":10000,{{members}}"messages":[{"role":"user","content":"Hi"}]}""")["reasoning_effort"]?.GetValue<string>());
    }

    // The share of what the caller allows, not of what is left of it when the limit is the model's.
    [Fact]
    public void C51_ALevel_SurvivesTheClampedLimit()
    {
        var facts = ModelCatalog.ById["openai/gpt-4o"];
        var said = Requests.ReadMessages(new CompatibleProvider(), """{"model":"m","max_tokens":64000,"thinking":{"type":"enabled","budget_tokens":12000},"messages":[{"role":"user","content":"Hi"}]}""", facts: facts with { Capabilities = facts.Capabilities | ModelCapabilities.Reasoning, ReasoningEfforts = ReasoningEffort.AllLevels });
        Assert.Equal(("low", 16384), (said["reasoning_effort"]!.GetValue<string>(), said["max_tokens"]!.GetValue<int>()));
    }

    [Fact]
    public void C51_ABudget_StaysOneForThoseWhoTakeIt() =>
        Assert.Equal("""{"max_tokens":5000}""", Requests.ReadMessages(new OpenRouterProvider(), """{"model":"m","max_tokens":10000,"thinking":{"type":"enabled","budget_tokens":5000},"messages":[{"role":"user","content":"Hi"}]}""")["reasoning"]!.ToJsonString());

    [Fact]
    public void C53_EmptyTexts_AreGone_AndSoAreMessagesOfNothingElse()
    {
        var said = Messages("""{"role":"user","content":[{"type":"text","text":""},{"type":"text","text":"a"}]},{"role":"assistant","content":""},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"}]},{"role":"user","content":[]},{"role":"user","content":"b"}""");
        Assert.Equal(["user:a", "user:b"], said.Select(m => $"{m!["role"]}:{m["content"]}"));
    }

    [Theory]
    [InlineData("""{"type":"base64","media_type":"image/jpg","data":"AAAA"}""", "data:image/jpeg;base64,AAAA")]
    [InlineData("""{"type":"base64","media_type":"image/jpeg","data":"iVBORw0KGgo="}""", "data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("""{"type":"url","url":"https:\/\/i.example\/a.png"}""", "https://i.example/a.png")]
    public void C54_AnImage_IsAnImageUrl(string source, string url) =>
        Assert.Equal(url, Messages($$"""{"role":"user","content":[{"type":"image","source":{{source}}}]}""")[0]!["content"]![0]!["image_url"]!["url"]!.GetValue<string>());

    [Theory]
    [InlineData("""{"type":"image","source":{"type":"file","file_id":"file_1"}}""", "messages[0].content[1]")]
    [InlineData("""{"type":"document","source":{"type":"file","file_id":"file_1"}}""", "messages[0].content[1]")]
    [InlineData("""{"type":"document","source":{"type":"url","url":"https://d.example/d.pdf"}}""", "messages[0].content[1]")]
    [InlineData("""{"type":"container_upload","file_id":"file_1"}""", "messages[0].content[1]")]
    [InlineData("""{"type":"search_result","source":"s","title":"t","content":[{"type":"text","text":"x"},{"type":"image","source":{"type":"file","file_id":"f"}}]}""", "messages[0].content[1].content[1]")]
    public void C54_WhatCannotBeSaid_IsRefusedByItsPlace(string block, string place)
    {
        var refusal = Requests.SendMessages(new CompatibleProvider(), $$"""{"model":"m","system":"s","messages":[{"role":"user","content":[{"type":"text","text":"a"},{{block}}]}]}""").Refusal!;
        Assert.Equal((FailureKind.Unsupported, place), (refusal.Kind, refusal.Param));
        Assert.StartsWith(place, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void C54_ADocumentByItsUrl_GoesToThoseWhoFetchIt() =>
        Assert.Contains("""{"type":"document_url","document_url":"https://d.example/d.pdf","document_name":"document.pdf"}""", Requests.SendMessages(new MistralProvider(), """{"model":"m","messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://d.example/d.pdf"}}]}]}""").Body, StringComparison.Ordinal);

    [Fact]
    public void C55_ASchema_IsAResponseFormat_WithoutOpenAIsStrictness() => Assert.Equal(
        """{"type":"json_schema","json_schema":{"name":"output","schema":{"type":"object","properties":{"b":{"maximum":1e3}}},"strict":false}}""",
        Said("""{"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"b":{"maximum":1e3}}}}},"messages":[{"role":"user","content":"Hi"}]}""")["response_format"]!.ToJsonString());

    // An instruction where the vendor has no schemas: never dropped silently.
    [Fact]
    public void C55_AVendorWithoutSchemas_IsToldInWords() =>
        Assert.Contains("follows this JSON schema", Requests.SendMessages(new DeepSeekProvider(), """{"model":"m","output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},"messages":[{"role":"user","content":"a"}]}""").Body, StringComparison.Ordinal);

    [Fact]
    public void C57_Markers_StayWhereTheVendorReadsThem()
    {
        const string Body = """{"model":"m","system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"tools":[{"name":"f","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"r","cache_control":{"type":"ephemeral"}},{"type":"text","text":"t","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]}""";
        var kept = Requests.SendMessages(new OpenRouterProvider(), Body).Body;
        Assert.Equal(4, kept.Split("\"cache_control\"").Length - 1);
        Assert.DoesNotContain("cache_control", Requests.SendMessages(new OpenAIProvider(), Body, "gpt-4o").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void C58_ArgumentsAndSchemas_AreTheCallersBytes()
    {
        var written = Requests.SendMessages(new CompatibleProvider(), """{"model":"m","tools":[{"name":"f","input_schema":{ "z":1e3,"type":"object", "a":{} }}],"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{ "z": 1.0,"a":"\u00e4\"" }}]}]}""").Body;
        Assert.Contains("""{ "z":1e3,"type":"object", "a":{} }""", written, StringComparison.Ordinal);
        Assert.Contains("""{ \"z\": 1.0,\"a\":\"\\u00e4\\\"\" }""", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash_20250124", "bash", "command")]
    [InlineData("text_editor_20250728", "str_replace_based_edit_tool", "old_str")]
    [InlineData("memory_20250818", "memory", "new_path")]
    public void ToolsThatTheClientRuns_AreDescribed(string type, string name, string parameter)
    {
        var function = Said($$"""{"tools":[{"type":"{{type}}","name":"{{name}}"}],"messages":[{"role":"user","content":"Hi"}]}""")["tools"]![0]!["function"]!;
        Assert.Equal(name, function["name"]!.GetValue<string>());
        Assert.NotNull(function["parameters"]!["properties"]![parameter]);
    }

    [Fact]
    public void ASearchThatNobodyWouldRun_IsRefused_AndWhatElseAProviderRunsIsLeftOut()
    {
        var refusal = Requests.SendMessages(new CompatibleProvider(), """{"model":"m","tools":[{"name":"f"},{"type":"web_search_20250305","name":"web_search"}],"messages":[{"role":"user","content":"Hi"}]}""").Refusal!;
        Assert.Equal((FailureKind.Unsupported, "tools[1]"), (refusal.Kind, refusal.Param));
        var written = Requests.SendMessages(new CompatibleProvider(), """{"model":"m","tools":[{"name":"f"},{"type":"computer_toolset_20260801","name":"computer"}],"messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Single(JsonNode.Parse(written.Body)!["tools"]!.AsArray());
        Assert.Equal(["tools[1] is not sent: computer_toolset_20260801 is run by another provider"], written.Warnings);
    }

    [Fact]
    public void SearchesOfEarlierTurns_AreText()
    {
        var said = Messages("""{"role":"assistant","content":[{"type":"text","text":"Look: "},{"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"q"}},{"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"web_search_result","url":"https://u","title":"T","encrypted_content":"c2VjcmV0"}]},{"type":"text","text":"Yes."}]}""");
        Assert.Equal("Look: [web_search: {\"query\":\"q\"}]\nT (https://u)\nYes.", said[0]!["content"]!.GetValue<string>());
    }

    // "thread (beta) … on any other dialect it is refused with 400" (api.md 7)
    [Theory]
    [InlineData("openai", "gpt-4o")]
    [InlineData("google-ai-studio", "gemini-2.5-flash")]
    [InlineData("openai-responses", "gpt-5.5")]
    public void AThread_IsRefusedByEveryOtherDialect(string vendor, string model)
    {
        var fault = Requests.SendMessages(Vendors.Of(vendor), """{"model":"m","thread":{"id":"t"},"messages":[{"role":"user","content":"a"}]}""", model).Fault!;
        Assert.Equal((FailureKind.Unsupported, "thread_unsupported_request", "thread"), (fault.Kind, fault.Code, fault.Param));
    }

    [Theory]
    [InlineData("gpt-5.5", ""","tools":[{"name":"f"}]""", "/responses")]
    [InlineData("gpt-5.5", ""","tools":[{"name":"f"}],"thinking":{"type":"disabled"}""", "/chat/completions")]
    [InlineData("gpt-5.5", "", "/chat/completions")]
    [InlineData("gpt-5", ""","tools":[{"name":"f"}],"thinking":{"type":"adaptive"}""", "/chat/completions")]
    [InlineData("gpt-5.4", ""","tools":[{"name":"f"}],"output_config":{"effort":"high"}""", "/responses")]
    public void ToolsWithReasoning_GoWhereOpenAITakesThem(string model, string members, string path) =>
        Assert.Equal(path, Requests.SendMessages(new OpenAIProvider(), $$"""{"model":"m"{{members}},"messages":[{"role":"user","content":"a"}]}""", model).Path);

    // A tolerant reader (api.md): what has no meaning is left out or refused, and what is sent is always whole.
    [Theory]
    [InlineData(""" "messages":[{"role":"user","content":7},{"role":"user"},7,{"role":"user","content":[7,null,{"type":"text"},{"type":"text","text":null},{}]}] """)]
    [InlineData(""" "messages":[{"role":"assistant","content":[{"type":"tool_use"},{"type":"tool_use","id":7,"name":7,"input":"x"}]},{"role":"user","content":[{"type":"tool_result"},{"type":"tool_result","tool_use_id":"i","content":{"a":1}}]}] """)]
    [InlineData(""" "messages":[{"role":"assistant","content":[{"type":"thinking"},{"type":"thinking","thinking":7,"signature":7},{"type":"redacted_thinking"},{"type":"server_tool_use","name":"x","input":[]},{"type":"web_search_tool_result","tool_use_id":"x","content":[7,{}]},{"type":"web_search_tool_result","tool_use_id":"x","content":{"error_code":"\""}}]}] """)]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"document","source":{"type":"text"}},{"type":"document","source":{"type":"content","content":"whole"}},{"type":"search_result"}]}] """)]
    [InlineData(""" "messages":{},"system":7,"tools":[7,{},{"name":""},{"name":"f","input_schema":7,"description":null}],"tool_choice":7,"stop_sequences":[7,null],"metadata":{"user_id":7},"temperature":null """)]
    [InlineData(""" "messages":[{"role":"user","content":"Hi"}],"system":[7,{"type":"image"}],"tools":{},"tool_choice":{"type":"tool"},"stop_sequences":"x","metadata":7,"max_tokens":"x","thinking":{"type":"enabled"},"output_config":{"effort":7,"format":{"type":"json_schema"}} """)]
    [InlineData(""" "messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"bash_20250124"}],"tool_choice":{"type":"tool"} """)]
    public void OddShapes_NeverBreakTheRequest(string members)
    {
        foreach (var vendor in Vendors.OpenAIShaped)
        {
            var written = Requests.SendMessages(Vendors.Of(vendor), $"{{\"model\":\"m\",{members}}}");
            if (written.Refusal is null)
                StrictJson.Parse(written.Body);
            else
                Assert.True(written.Refusal.Kind is FailureKind.Unsupported or FailureKind.BadRequest, written.Refusal.Message);
        }
    }

    private static JsonObject Said(string body) => Requests.ReadMessages(new CompatibleProvider(), body.Insert(1, "\"model\":\"m\","));

    private static JsonArray Messages(string messages) => Said($$"""{"messages":[{{messages}}]}""")["messages"]!.AsArray();
}
