// A scripted Claude Code session of six turns at upstreams of three dialects: nothing lost on the way there, nothing on the way back.
using System.Text.Json;
using System.Text.Json.Nodes;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.ClaudeCode;

public sealed class SessionTests
{
    private const string Picture = "iVBORw0KGgoAAAANSUhEUg==";

    // The last of the tools: its name is longer than OpenAI's 64 characters.
    private const int LongNamed = 24;

    private static readonly ModelTurn Reads = new(
        "I'll look at all three.",
        "Two files and a picture – 全部.",
        ("toolu_01", "Read", """{"file_path":"/home/ü/a \"b\".cs","offset":1}"""), ("toolu_02", "Read", """{"file_path":"/missing"}"""), ("toolu_03", "Read", """{"file_path":"/shot.png"}"""));

    private static readonly ModelTurn Asks = new("", "Who else?", ("toolu_04", "Bash", """{"command":"git log -1","timeout":1.5e3}"""), ("toolu_05", "", """{"query":"dialog"}"""));

    private static readonly ModelTurn Explains = new("It is a 🌍 dialog.\n\n```cs\nvar x = \"\\t\";\n```", "Now I know.");

    private static readonly ModelTurn Edits = new("", "", ("toolu_06", "Edit", """{"file_path":"/a.cs","old_string":"\t\"x\\n\"","new_string":"é\u2028\ud83c\udf0d </script>","replace_all":false}"""));

    private static readonly ModelTurn Tests = new("Now the tests.", "It compiles?", ("toolu_07", "TaskList", "{}"));

    private static readonly ModelTurn Done = new("Done.");

    private static readonly Func<UpstreamCall, Task>[] Turns =
    [
        Reads.SayAsync,
        // By the name that the tool has at this upstream.
        call => (Asks with { Calls = [Asks.Calls[0], Asks.Calls[1] with { Name = NameOf(call, LongNamed) }] }).SayAsync(call),
        Explains.SayAsync,
        Edits.SayAsync,
        Tests.SayAsync,
        Done.SayAsync,
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C39_C42_C47_AnthropicReceivesTheBytesThatWereSent(bool isLegacyUser)
    {
        await using var upstream = FakeUpstream.InOrder(Turns);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("anthropic", upstream)));
        var session = new Session(router, "claude-opus-5", isLegacyUser);
        await PlayAsync(session);

        Assert.Equal(session.Sent, upstream.Calls.Select(c => c.Text));
        Assert.All(upstream.Calls, call =>
        {
            Assert.Equal("/v1/messages?beta=true", call.Path);
            Assert.Equal((Session.Betas, "2023-06-01", "true"), (call.Header("anthropic-beta"), call.Header("anthropic-version"), call.Header("anthropic-dangerous-direct-browser-access")));
            Assert.Equal(RouterConfig.ProviderKey("anthropic"), call.Header("x-api-key"));
            Assert.DoesNotContain(RouterConfig.Key, call.Head, StringComparison.Ordinal);
        });
    }

    // "suffix [1m] possible → strip": the only byte that may differ is the model's.
    [Fact]
    public async Task C39_AnAliasAndALongContext_ChangeTheModelAlone()
    {
        await using var upstream = FakeUpstream.InOrder([.. Turns, .. Turns]);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("anthropic", upstream)).Set("aliases", new JsonObject { ["claude-opus-*"] = "anthropic/claude-sonnet-4-5" }));
        var aliased = new Session(router, "claude-opus-4-8", isLegacyUser: false);
        await PlayAsync(aliased);
        var suffixed = new Session(router, "claude-sonnet-5[1m]", isLegacyUser: false);
        await PlayAsync(suffixed);

        Assert.Equal(
            [.. aliased.Sent.Select(s => s.Replace("claude-opus-4-8", "claude-sonnet-4-5", StringComparison.Ordinal)), .. suffixed.Sent.Select(s => s.Replace("[1m]", "", StringComparison.Ordinal))],
            upstream.Calls.Select(c => c.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C41_C49_C57_C58_AnOpenAIDialectModel_IsToldEverything(bool isLegacyUser)
    {
        await using var upstream = FakeUpstream.InOrder(Turns);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("deepseek", upstream)).Set("aliases", new JsonObject { ["claude-opus-*"] = "deepseek/deepseek-reasoner" }));
        await PlayAsync(new(router, "claude-opus-5", isLegacyUser));

        AssertEachTurnBeginsWithTheLast(upstream, "messages");
        var last = upstream.Calls[^1].Json;
        var longName = NameOf(upstream.Calls[^1], LongNamed);
        Assert.True(longName.Length <= 64);
        Assert.Equal([.. Session.ToolNames.Take(LongNamed), longName], last["tools"]!.AsArray().Select(t => t!["function"]!["name"]!.GetValue<string>()));
        Assert.Equal(
            [
                "system: You are Claude Code, Anthropic's official CLI for Claude.\n\n\nYou are an interactive agent.\n\n<env>\nWorking directory: /home/ü/project\n</env>",
                "user: <system-reminder>\nToday is a day.\n</system-reminder>\nLook at these – 全部 🌍.",
                """assistant: I'll look at all three. (Two files and a picture – 全部.) toolu_01 Read {"file_path":"/home/ü/a \"b\".cs","offset":1} toolu_02 Read {"file_path":"/missing"} toolu_03 Read {"file_path":"/shot.png"}""",
                "tool toolu_01: 1\tusing System; // \"é\"",
                "tool toolu_02: Error: File does not exist.",
                "tool toolu_03: [image]",
                $"user: data:image/png;base64,{Picture}|<system-reminder>\nBe kind.\n</system-reminder>",
                $$"""assistant:  (Who else?) toolu_04 Bash {"command":"git log -1","timeout":1.5e3} toolu_05 {{longName}} {"query":"dialog"}""",
                "tool toolu_04: commit 1",
                "tool toolu_05: one\ntwo",
                "system: The user has opened /a.cs.",
                $"assistant: {Explains.Text} (Now I know.)",
                "user: Change it.",
                """assistant:  () toolu_06 Edit {"file_path":"/a.cs","old_string":"\t\"x\\n\"","new_string":"é\u2028\uD83C\uDF0D </script>","replace_all":false}""",
                "tool toolu_06: The file has been updated.",
                "assistant: Now the tests. (It compiles?) toolu_07 TaskList {}",
                "tool toolu_07: No tasks",
            ],
            last["messages"]!.AsArray().Select(Said));
    }

    // "max_completion_tokens (OpenAI), clamped to the model's limit", "safety_identifier = sha256 hex(≤64) ; session → prompt_cache_key" (providers.md D.5)
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C43_C45_C59_OpenAI_HearsOfTheSession_AndNothingThatItDoesNotKnow(bool isLegacyUser)
    {
        await using var upstream = FakeUpstream.InOrder(Turns);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)).Set("aliases", new JsonObject { ["claude-opus-*"] = "openai/gpt-4o" }));
        await PlayAsync(new(router, "claude-opus-5", isLegacyUser));

        AssertEachTurnBeginsWithTheLast(upstream, "messages");
        Assert.All(upstream.Calls, call =>
        {
            Assert.Equal((16384, Session.Id), (call.Json["max_completion_tokens"]!.GetValue<int>(), call.Json["prompt_cache_key"]!.GetValue<string>()));
            Assert.Matches("^[0-9a-f]{64}$", call.Json["safety_identifier"]!.GetValue<string>());
            foreach (var unknown in (string[])["cache_control", "context_management", "\"thinking\"", "output_config", "billing-header", "cccccccc"])
                Assert.DoesNotContain(unknown, call.Text, StringComparison.Ordinal);
            Assert.Null(call.Header("anthropic-beta"));
        });
    }

    [Fact]
    public async Task C41_C50_C57_C58_Gemini_IsToldEverything_AndItsSignaturesComeBack()
    {
        await using var upstream = FakeUpstream.InOrder(Turns);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("google-ai-studio", upstream)).Set("aliases", new JsonObject { ["claude-opus-*"] = "google-ai-studio/gemini-3.1-pro-preview" }));
        await PlayAsync(new(router, "claude-opus-5", isLegacyUser: false));

        AssertEachTurnBeginsWithTheLast(upstream, "contents");
        var last = upstream.Calls[^1].Json;
        Assert.Equal(Session.ToolNames.Count, last["tools"]![0]!["functionDeclarations"]!.AsArray().Count);
        Assert.Equal("You are Claude Code, Anthropic's official CLI for Claude.", last["systemInstruction"]!["parts"]![0]!["text"]!.GetValue<string>());
        Assert.Contains("The user has opened /a.cs.", last["systemInstruction"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(
            [
                "user: <system-reminder>\nToday is a day.\n</system-reminder>|Look at these – 全部 🌍.",
                $$"""model: {{Reads.Text}}|Read {"file_path":"/home/ü/a \"b\".cs","offset":1} {{Reads.Signature}}|Read {"file_path":"/missing"}|Read {"file_path":"/shot.png"}""",
                "user: Read {\"output\":\"1\\tusing System; // \\\"é\\\"\"}|Read {\"error\":\"File does not exist.\"}|Read {\"output\":\"\"} image/png "
                    + Picture + "|<system-reminder>\nBe kind.\n</system-reminder>",
                $$"""model: Bash {"command":"git log -1","timeout":1.5e3} {{Asks.Signature}}|{{NameOf(upstream.Calls[^1], LongNamed)}} {"query":"dialog"}""",
                $$"""user: Bash {"output":"commit 1"}|{{NameOf(upstream.Calls[^1], LongNamed)}} {"output":"one\ntwo"}""",
                $"model: {Explains.Text}",
                "user: Change it.",
                $$"""model: Edit {"file_path":"/a.cs","old_string":"\t\"x\\n\"","new_string":"é\u2028\uD83C\uDF0D </script>","replace_all":false} {{Edits.Signature}}""",
                "user: Edit {\"output\":\"The file has been updated.\"}",
                $$"""model: {{Tests.Text}}|TaskList {} {{Tests.Signature}}""",
                "user: TaskList {\"output\":\"No tasks\"}",
            ],
            JsonElement.Parse(upstream.Calls[^1].Text).GetProperty("contents").EnumerateArray().Select(c => $"{c.GetProperty("role")}: {string.Join('|', c.GetProperty("parts").EnumerateArray().Select(PartOf))}"));
    }

    [Fact]
    public async Task TheProbesOfItsStart_AreAnswered()
    {
        await using var upstream = FakeUpstream.Never();
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("anthropic", upstream)).Set("aliases", new JsonObject { ["claude-haiku-of-ours"] = "anthropic/claude-haiku-4-5" }));
        var session = new Session(router, "claude-opus-5", isLegacyUser: false);

        Assert.Equal(200, await session.HeadAsync("/"));
        var models = await session.GetAsync("/v1/models?limit=1000");
        Assert.Equal(200, models.Status);
        var listed = models.Json["data"]!.AsArray().ToDictionary(m => m!["id"]!.GetValue<string>(), m => m!["display_name"]!.GetValue<string>());
        Assert.True(listed.ContainsKey("claude-haiku-of-ours") && listed.Keys.Any(id => id.Contains("claude-opus-5", StringComparison.Ordinal)));
        Assert.All(listed.Values, Assert.NotEmpty);
        Assert.False(models.Json["has_more"]!.GetValue<bool>());
    }

    // "side calls are non-streaming (classifier: max_tokens 64, stop_sequences, thinking disabled, no tools [R]; quota/title probes max_tokens 1…512)"
    [Theory]
    [InlineData("anthropic/claude-haiku-4-5")]
    [InlineData("openai/gpt-4o-mini")]
    [InlineData("deepseek/deepseek-chat")]
    [InlineData("google-ai-studio/gemini-2.5-flash")]
    public async Task SideCalls_AreAnsweredByTheBackgroundModel(string background)
    {
        await using var upstream = FakeUpstream.Always(new ModelTurn("<severity>3").SayAsync);
        await using var router = await NativeRouter.StartAsync(RouterConfig.For((background.Split('/')[0], upstream)).Set("aliases", new JsonObject { ["claude-haiku-*"] = background }));
        var session = new Session(router, "claude-opus-5", isLegacyUser: false);
        foreach (var members in (string[])
        [
            """ "max_tokens":1,"messages":[{"role":"user","content":"quota"}] """,
            """ "max_tokens":512,"messages":[{"role":"user","content":[{"type":"text","text":"Write a title"}]}],"system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.222"},{"type":"text","text":"Generate a title"}],"tools":[],"temperature":1,"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"title":{"type":"string"}},"required":["title"],"additionalProperties":false}}} """,
            """ "max_tokens":64,"system":[{"type":"text","text":"You are a security monitor"}],"messages":[{"role":"user","content":[{"type":"text","text":"The following is the user's CLAUDE.md","cache_control":{"type":"ephemeral"}}]},{"role":"user","content":[{"type":"text","text":"<transcript>\n"},{"type":"text","text":"{\"Bash\":\"ls -la\"}\n"}]}],"stop_sequences":["</severity>"],"thinking":{"type":"disabled"} """,
        ])
        {
            var said = await session.AskAsideAsync("claude-haiku-4-5-20251001", members);
            Assert.Equal(("<severity>3", "end_turn"), (said["content"]![0]!["text"]!.GetValue<string>(), said["stop_reason"]!.GetValue<string>()));
        }
        var classified = upstream.Calls[^1].Text;
        Assert.Contains("</severity>", classified, StringComparison.Ordinal);
        Assert.Contains("CLAUDE.md", classified, StringComparison.Ordinal);
        Assert.Contains("<transcript>\\n", classified, StringComparison.Ordinal);
        Assert.Contains("""{\"Bash\":\"ls -la\"}\n""", classified, StringComparison.Ordinal);
    }

    // "count_tokens fallback for non-Anthropic targets: Gemini :countTokens; […] else local estimate": never a 404, which would be the end of it for the session.
    [Fact]
    public async Task C40_ItsTokensAreCounted_ByWhoeverCan()
    {
        await using var upstream = FakeUpstream.Always(call => call.AnswerAsync(200, call.Path.EndsWith(":countTokens", StringComparison.Ordinal) ? """{"totalTokens":4711}""" : """{"input_tokens":4711}"""));
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("anthropic", upstream), ("google-ai-studio", upstream), ("openai", upstream)).Set("aliases", new JsonObject
        {
            ["claude-sonnet-*"] = "google-ai-studio/gemini-3.1-pro-preview",
            ["claude-haiku-*"] = "openai/gpt-4o-mini",
        }));
        var session = new Session(router, "claude-opus-5", isLegacyUser: false);

        Assert.Equal(4711, await session.CountAsync("claude-opus-5"));
        Assert.Equal("/v1/messages/count_tokens?beta=true", upstream.Calls[0].Path);
        Assert.Equal(session.Sent[0], upstream.Calls[0].Text);
        Assert.Equal(Session.Betas, upstream.Calls[0].Header("anthropic-beta"));
        Assert.Equal(4711, await session.CountAsync("claude-sonnet-5"));
        Assert.Equal("/v1beta/models/gemini-3.1-pro-preview:countTokens", upstream.Calls[1].Path);
        // Nobody is asked: 25 tools of 12 KB are some thousand tokens.
        Assert.InRange(await session.CountAsync("claude-haiku-4-5"), 2000, 6000);
        Assert.Equal(2, upstream.Calls.Count);
    }

    private static async Task PlayAsync(Session session)
    {
        var said = await session.SayAsync(Session.FromUser(Session.Text("<system-reminder>\nToday is a day.\n</system-reminder>"), Session.Last("Look at these – 全部 🌍.")));
        AssertSays(said, Reads, "tool_use");
        var calls = CallsOf(said);
        said = await session.SayAsync(Session.FromUser(
            Session.Result(calls[0], """ "1\tusing System; // \"é\"" """),
            Session.Result(calls[1], "\"File does not exist.\"", isError: true),
            Session.Result(calls[2], $$$"""[{"type":"image","source":{"type":"base64","data":"{{{Picture}}}","media_type":"image/png"}}]"""),
            Session.Last("<system-reminder>\nBe kind.\n</system-reminder>")));
        calls = CallsOf(said);
        Assert.Equal(["Bash", Session.ToolNames[LongNamed]], calls.Select(c => c["name"]!.GetValue<string>()));
        said = await session.SayAsync(
            Session.FromUser(Session.Result(calls[0], "\"commit 1\""), Session.Result(calls[1], """[{"type":"text","text":"one"},{"type":"text","text":"two"}]""", isLast: true)),
            """{"role":"system","content":"The user has opened /a.cs."}""");
        AssertSays(said, Explains, "end_turn");
        said = await session.SayAsync(Session.FromUser(Session.Last("Change it.")));
        AssertSays(said, Edits, "tool_use");
        said = await session.SayAsync(Session.FromUser(Session.Result(CallsOf(said)[0], "\"The file has been updated.\"", isLast: true)));
        said = await session.SayAsync(Session.FromUser(Session.Result(CallsOf(said)[0], "\"No tasks\"", isLast: true)));
        AssertSays(said, Done, "end_turn");
    }

    private static void AssertSays(JsonObject said, ModelTurn turn, string stop)
    {
        var blocks = said["content"]!.AsArray();
        Assert.Equal(turn.Thinking, string.Concat(blocks.Select(b => b!["thinking"])));
        Assert.Equal(turn.Text, string.Concat(blocks.Select(b => b!["text"])));
        Assert.Equal(turn.Calls.Select(c => (c.Name, JsonNode.Parse(c.Input)!.ToJsonString())), CallsOf(said).Select(c => (c["name"]!.GetValue<string>(), c["input"]!.ToJsonString())));
        Assert.Equal(stop, said["stop_reason"]!.GetValue<string>());
        Assert.True(said["usage"]!["input_tokens"]!.GetValue<int>() > 0 && said["usage"]!["output_tokens"]!.GetValue<int>() > 0);
    }

    // C58, C59: a provider's prompt cache lives on the bytes of the beginning, whatever moves in the client's own.
    private static void AssertEachTurnBeginsWithTheLast(FakeUpstream upstream, string history)
    {
        for (var i = 1; i < upstream.Calls.Count; i++)
        {
            Assert.StartsWith(RawOf(upstream.Calls[i - 1], history)[..^1], RawOf(upstream.Calls[i], history), StringComparison.Ordinal);
            Assert.Equal(RawOf(upstream.Calls[i - 1], "tools"), RawOf(upstream.Calls[i], "tools"));
        }
    }

    private static string RawOf(UpstreamCall call, string member) => JsonElement.Parse(call.Text).GetProperty(member).GetRawText();

    private static List<JsonNode> CallsOf(JsonObject said) => [.. said["content"]!.AsArray().Where(b => b!["type"]!.GetValue<string>() == "tool_use").Select(b => b!)];

    private static string NameOf(UpstreamCall call, int tool) =>
        (call.Json["tools"]![0]!["functionDeclarations"]?[tool] ?? call.Json["tools"]![tool]!["function"] ?? call.Json["tools"]![tool]!)["name"]!.GetValue<string>();

    // text, or name and JSON, and what it is signed with or shows
    private static string PartOf(JsonElement part)
    {
        if (part.TryGetProperty("text", out var text))
            return text.GetString()!;
        if (part.TryGetProperty("functionResponse", out var result))
            return $"{result.GetProperty("name")} {result.GetProperty("response").GetRawText()}" + (result.TryGetProperty("parts", out var parts) ? $" {parts[0].GetProperty("inlineData").GetProperty("mimeType")} {parts[0].GetProperty("inlineData").GetProperty("data")}" : "");
        var call = part.GetProperty("functionCall");
        return $"{call.GetProperty("name")} {call.GetProperty("args").GetRawText()}" + (part.TryGetProperty("thoughtSignature", out var signature) ? $" {signature}" : "");
    }

    // role id: content (reasoning) calls
    private static string Said(JsonNode? message)
    {
        var said = message!["role"]!.GetValue<string>();
        if (message["tool_call_id"] is { } id)
            said += $" {id}";
        said += ": " + (message["content"] is JsonArray parts ? string.Join('|', parts.Select(p => p!["text"] ?? p["image_url"]!["url"])) : message["content"]);
        if (message["reasoning_content"] is { } thoughts)
            said += $" ({thoughts})";
        foreach (var call in message["tool_calls"]?.AsArray() ?? [])
            said += $" {call!["id"]} {call["function"]!["name"]} {call["function"]!["arguments"]}";
        return said;
    }
}
