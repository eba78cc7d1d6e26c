// What each vendor gets of the answers that a conversation has had before, whoever gave them.
using System.Text.Json.Nodes;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class ConversationTests
{
    private const string Signed = """[{"type":"reasoning.text","text":"hm","signature":"c2ln","format":"anthropic-claude-v1","index":0}]""";
    private const string Own = """[{"type":"reasoning.text","text":"hm","format":"own-v1"}]""";

    // One row a vendor: what goes of reasoning_content, of reasoning, of its own kind of details, of signed ones, of extra_content.
    [Theory]
    [InlineData("azure", "- - - - -")]
    [InlineData("cerebras", "- - - - -")]
    [InlineData("deepinfra", "reasoning_content reasoning_content - - -")]
    [InlineData("deepseek", "reasoning_content reasoning_content reasoning_content reasoning_content -")] // an empty one where there was no text
    [InlineData("fireworks", "reasoning_content reasoning_content - - -")]
    [InlineData("groq", "- - - - -")]
    [InlineData("meta", "- - - - -")]
    [InlineData("mistral", "- - - - -")]
    [InlineData("openai", "- - - - -")]
    [InlineData("openai-compatible", "reasoning_content reasoning reasoning_details - -")]
    [InlineData("openrouter", "reasoning_content reasoning reasoning_details reasoning_details extra_content")]
    [InlineData("together", "reasoning_content reasoning reasoning_details - -")]
    [InlineData("xai", "- - - - -")]
    public void C49_EarlierReasoning_GoesToThoseWhoReadIt(string id, string goes)
    {
        string[] said = ["\"reasoning_content\":\"hm\"", "\"reasoning\":\"hm\"", $"\"reasoning_details\":{Own}", $"\"reasoning_details\":{Signed}"];
        var written = said.Select(s => Assistant(id, s).Select(m => m.Key).Where(k => k.StartsWith("reasoning", StringComparison.Ordinal)).SingleOrDefault("-"))
            .Append(Assistant(id, "\"x\":0")["tool_calls"]![0]!.AsObject().ContainsKey("extra_content") ? "extra_content" : "-");
        Assert.Equal(goes, string.Join(' ', written));
    }

    [Theory]
    [InlineData("deepseek/deepseek-v4-pro", "", "\"\"")]
    [InlineData("deepseek/deepseek-v4-pro", "\"reasoning_content\":null,", "\"\"")]
    [InlineData("deepseek/deepseek-v4-pro", "\"reasoning_content\":null,\"reasoning\":\"\\u0068m\",", "\"hm\"")]
    [InlineData("deepseek/deepseek-v4-pro", "\"reasoning\":\"b\",\"reasoning_content\":\"a\",", "\"a\"")]
    [InlineData("deepseek/deepseek-chat", "\"reasoning_content\":\"a\",", null)]
    public void C49_DeepSeekThinking_WantsItInEveryAnswer(string id, string said, string? written)
    {
        var body = $$"""{"model":"x","messages":[{"role":"user","content":"a"},{ {{said}}"role":"assistant","content":"b"}]}""";
        Assert.Equal(written, Requests.ReadFor(Vendors.Of("deepseek"), id, body)["messages"]![1]!["reasoning_content"]?.ToJsonString());
    }

    [Theory]
    [InlineData("deepseek-r1", "")]
    [InlineData("deepseek-v9", ",\"reasoning_effort\":\"none\"")]
    [InlineData("deepseek-v9", ",\"tools\":[{}],\"tool_choice\":\"required\"")] // forced, so without thinking
    public void C49_DeepSeekWithoutThinking_GetsNone(string model, string more)
    {
        var body = $$"""{"model":"x","messages":[{"role":"assistant","content":"b","reasoning_content":"a"}]{{more}}}""";
        Assert.False(Requests.Read(Vendors.Of("deepseek"), body, model)["messages"]![0]!.AsObject().ContainsKey("reasoning_content"));
    }

    // "tool_calls[].extra_content", "anthropic-claude-v1", "google-gemini-v1": whatever stands around them, and in whatever order.
    [Theory]
    [MemberData(nameof(Vendors.OpenAIShaped), MemberType = typeof(Vendors))]
    public void AnyConversation_StaysOne_AndShowsNoForeignSignature(string id)
    {
        string[] values =
        [
            "\"content\":null", "\"name\":\"n\"", "\"refusal\":null", "\"annotations\":[]", "\"audio\":{\"id\":\"a\"}", "\"images\":[ ]", "\"reasoning\":\"r\"", "\"reasoning_content\":\"rc\"",
            "\"reasoning_content\":null", "\"content\":\"text\"", "\"content\":[ {\"type\":\"text\",\"text\":\"t\"} ]", "\"content\":[]", $"\"reasoning_details\":{Signed}",
            "\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"c2ln\",\"format\":\"google-gemini-v1\"}]",
            "\"tool_calls\":[{\"extra_content\":{\"google\":{\"thought_signature\":\"c2ln\"}},\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}, {\"id\":\"call_2\",\"extra_content\":{}}]",
        ];
        string[] roles = ["system", "developer", "user", "assistant", "assistant", "tool"];
        var models = ModelCatalog.All.Where(m => m.ProviderId == id).Append(null).ToArray();
        var random = new Random(11);
        for (var round = 0; round < 400; round++)
        {
            var messages = Enumerable.Range(0, random.Next(1, 7)).Select(_ =>
            {
                var members = values.Where(_ => random.Next(3) == 0).DistinctBy(m => m[..m.IndexOf(':', StringComparison.Ordinal)]).Append($"\"role\":\"{roles[random.Next(roles.Length)]}\"").ToArray();
                random.Shuffle(members);
                return "{" + string.Join(random.Next(2) == 0 ? "," : " , ", members) + "}";
            }).ToArray();
            var facts = models[random.Next(models.Length)];
            var body = $$"""{"model":"x","messages":[ {{string.Join(random.Next(2) == 0 ? "," : "\n, ", messages)}} ]}""";
            var written = Requests.Send(Vendors.Of(id), body, facts?.UpstreamName ?? "m", facts: facts);
            if (written.Door is not OpenAIDialect)
            {
                // Another of its APIs, with words of its own; an image model may be told nothing that it could draw.
                Assert.DoesNotContain("c2ln", written.Refusal is null ? StrictJson.Parse(written.Body).ToJsonString() : written.Refusal.Message, StringComparison.Ordinal);
                continue;
            }
            Assert.Null(written.Refusal);
            var request = StrictJson.Parse(written.Body);
            Assert.True(request["messages"]!.AsArray().Count >= messages.Length, body);
            Assert.All(request["messages"]!.AsArray(), m => Assert.NotNull(m!["role"]));
            var assistants = request["messages"]!.AsArray().Where(m => m!["role"]!.GetValue<string>() == "assistant");
            if (id != "openrouter")
                Assert.All(assistants, m => Assert.DoesNotContain("c2ln", m!.ToJsonString(), StringComparison.Ordinal));
        }
    }

    private static JsonObject Assistant(string id, string said)
    {
        const string Calls = """[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"c2ln"}}}]""";
        var body = $$"""{"model":"x","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b",{{said}},"tool_calls":{{Calls}} },{"role":"tool","tool_call_id":"c","content":"d"}]}""";
        return Requests.Read(Vendors.Of(id), body)["messages"]![1]!.AsObject();
    }

    // "cache_control kept … in every Anthropic path" (C57): it is set for whoever answers, and refused by who does not know it.
    [Theory]
    [MemberData(nameof(Vendors.OpenAIShaped), MemberType = typeof(Vendors))]
    public void C57_CacheMarkers_GoToThoseWhoKnowThem(string id)
    {
        const string Marker = "\"cache_control\":{\"type\":\"ephemeral\"}";
        const string Body = $$"""
            {"model":"x","messages":[{"role":"system","content":"a",{{Marker}} },{"role":"user","content":[{"type":"text","text":"b",{{Marker}} },{"type":"image_url","image_url":{"url":"data:,x"},{{Marker}} }]},
             {"role":"assistant","content":[{"type":"text",{{Marker}},"text":"c"}]},{"role":"user","content":[{"type":"text","text":"d",{{Marker}} }]}],
             "tools":[{"type":"function",{{Marker}},"function":{"name":"f",{{Marker}} } }]}
            """;
        var written = Requests.Read(Vendors.Of(id), Body);
        Assert.Equal(id is "openrouter" or "openai-compatible" ? 7 : 0, written.ToJsonString().Split("cache_control").Length - 1);
        Assert.Equal("f", written["tools"]![0]!["function"]!["name"]!.GetValue<string>());
    }
}
