// Tool calls in pieces, in every way in which vendors get them wrong (behaviours.md, section 3).
using static InworldRouter.Providers.Tests.Streams;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class ToolCallStreamTests
{
    // Each row: pieces, one delta each, and the calls that a client must have at the end (id:name(arguments), "?" for an id of our own).
    public static TheoryData<string, string[], string> Habits => new()
    {
        {
            "C20 two calls, one after the other",
            [
                """[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]""", """[{"index":0,"function":{"arguments":"{\"x\":"}}]""", """[{"index":0,"function":{"arguments":"1}"}}]""",
                """[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""}}]""", """[{"index":1,"function":{"arguments":"{}"}}]""",
            ],
            """a:f({"x":1}) b:g({})"""
        },
        {
            "C20 interleaved",
            [
                """[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}},{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""}}]""",
                """[{"index":1,"function":{"arguments":"{\"y\":"}},{"index":0,"function":{"arguments":"{\"x\":"}}]""", """[{"index":0,"function":{"arguments":"1}"}}]""", """[{"index":1,"function":{"arguments":"2}"}}]""",
            ],
            """a:f({"x":1}) b:g({"y":2})"""
        },
        { "C20 the same index twice in one chunk", ["""[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}},{"index":0,"function":{"arguments":"1}"}}]"""], """a:f({"x":1})""" },
        { "C20 two calls without ids in one chunk", ["""[{"index":0,"function":{"name":"f","arguments":"{}"}},{"index":0,"function":{"name":"f","arguments":"{\"x\":1}"}}]"""], """?:f({}) ?:f({"x":1})""" },
        {
            "C21 index 0 for all (Ollama)",
            ["""[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}]""", """[{"index":0,"id":"b","type":"function","function":{"name":"f","arguments":"{\"x\":2}"}}]"""],
            """a:f({"x":1}) b:f({"x":2})"""
        },
        { "C21 no index", ["""[{"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]""", """[{"function":{"arguments":"1}"}}]""", """[{"id":"b","function":{"name":"g","arguments":"{}"}}]"""], """a:f({"x":1}) b:g({})""" },
        { "C21 neither index nor id", ["""[{"function":{"name":"f","arguments":"{\"x\":1}"}}]""", """[{"function":{"name":"f","arguments":"{\"x\":2}"}}]"""], """?:f({"x":1}) ?:f({"x":2})""" },
        { "C21 indices that begin at 1 and jump", ["""[{"index":1,"id":"a","function":{"name":"f","arguments":"{}"}}]""", """[{"index":5,"id":"b","function":{"name":"g","arguments":"{\"y\":"}}]""", """[{"index":5,"function":{"arguments":"1}"}}]"""], """a:f({}) b:g({"y":1})""" },
        { "C21 arguments before the name", ["""[{"index":0,"function":{"arguments":"{\"x\""}}]""", """[{"index":0,"function":{"arguments":":1"}}]""", """[{"index":0,"id":"a","function":{"name":"f","arguments":"}"}}]"""], """a:f({"x":1})""" },
        { "C21 arguments, then id, then name", ["""[{"index":0,"function":{"arguments":"{"}}]""", """[{"index":0,"id":"a"}]""", """[{"index":0,"function":{"name":"f"}}]""", """[{"index":0,"function":{"arguments":"}"}}]"""], "a:f({})" },
        { "C21 waiting beside one that is open", ["""[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}},{"index":1,"function":{"arguments":"{\"y\":1}"}}]""", """[{"index":1,"id":"b","function":{"name":"g"}}]"""], """a:f({}) b:g({"y":1})""" },
        {
            "C22 id, type and name in every piece",
            ["""[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":"}}]""", """[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"1}"}}]"""],
            """a:f({"x":1})"""
        },
        { "C22 an empty name and id in later pieces", ["""[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]""", """[{"index":0,"id":"","type":"function","function":{"name":"","arguments":"{}"}}]""", """[{"index":0,"id":null,"function":{"name":null,"arguments":null}}]"""], "a:f({})" },
        { "C22 a name in pieces", ["""[{"index":0,"id":"a","function":{"name":"get_"}}]""", """[{"index":0,"function":{"name":"weather"}}]""", """[{"index":0,"function":{"arguments":"{}"}}]"""], "a:get_weather({})" },
        { "C22 a name repeated before the arguments", ["""[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]""", """[{"index":0,"function":{"name":"f","arguments":"{}"}}]"""], "a:f({})" },
        { "C22 the id comes with the second piece", ["""[{"index":0,"function":{"name":"f","arguments":""}}]""", """[{"index":0,"id":"a","function":{"arguments":"{}"}}]"""], "?:f({})" },
        { "C22 another id in every piece", ["""[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]""", """[{"index":0,"id":"a2","function":{"arguments":"1}"}}]"""], """a:f({"x":1})""" },
        { "no id at all", ["""[{"index":0,"id":"","type":"function","function":{"name":"f","arguments":"{}"}}]"""], "?:f({})" },
        { "C24 no arguments", ["""[{"index":0,"id":"a","function":{"name":"f"}}]"""], "a:f({})" },
        { "C24 empty arguments", ["""[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]""", """[{"index":0,"function":{"arguments":""}}]"""], "a:f({})" },
        { "C24 null arguments, two calls", ["""[{"index":0,"id":"a","function":{"name":"f","arguments":null}},{"index":1,"id":"b","function":{"name":"g","arguments":null}}]"""], "a:f({}) b:g({})" },
        { "arguments as an object", ["""[{"index":0,"id":"a","function":{"name":"f","arguments":{"x": "\"1\""}}}]"""], """a:f({"x": "\"1\""})""" },
        { "arguments as an object, empty", ["""[{"index":0,"id":"a","function":{"arguments":{},"name":"f"}}]"""], "a:f({})" },
        { "an element that is no call", ["""[null,{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]"""], "a:f({})" },
    };

    [Theory]
    [MemberData(nameof(Habits))]
    public void ACall_HasOneIndexOneIdOneNameAndItsArguments(string habit, string[] pieces, string calls)
    {
        Assert.NotEmpty(habit);
        var stream = pieces.Select(p => Calls(p).Replace("[null,", "[", StringComparison.Ordinal)).Prepend(Role).Append(Finish("tool_calls")).ToArray();
        var choice = Read(stream);
        Assert.Equal(calls, string.Join(' ', choice.Calls.Select(c => $"{(c.Id.StartsWith("call_0198", StringComparison.Ordinal) ? "?" : c.Id)}:{c.Name}({c.Arguments})")));
        Assert.Equal("tool_calls", choice.Finish);
        Assert.Equal(choice.Calls.Count, choice.Calls.Select(c => c.Id).Distinct().Count());

        // Once more with the finish on the last piece (C25), and with a text before.
        stream[^2] = Calls(pieces[^1].Replace("[null,", "[", StringComparison.Ordinal), "\"stop\"");
        Assert.Equal(calls.Count(c => c == ':'), Read([Text("a"), .. stream[1..^1]]).Calls.Sum(c => 1 + c.Arguments.Count(a => a == ':')));
    }

    [Fact]
    public void C33_CallsCutByTheLimit_StayCut()
    {
        var choice = Read(Role, Calls("""[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":[1,"}}]"""), Calls("""[{"index":1,"id":"b","function":{"name":"g","arguments":""}}]"""), Finish("length"));
        Assert.Equal("length", choice.Finish);
        Assert.Equal(["{\"x\":[1,", ""], choice.Calls.Select(c => c.Arguments));
    }

    [Fact]
    public void C20_CallsOfSeveralChoices_AreCountedApart()
    {
        const string First = """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}},{"index":1,"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"g"}}]}}]}""";
        var answer = Play(First, Finish(), Finish(index: 1)).Read().Answer;
        Assert.Equal("a", Assert.Single(answer.Choices[0].Calls).Id);
        var second = Assert.Single(answer.Choices[1].Calls);
        Assert.Equal(("b", "{}"), (second.Id, second.Arguments));
        Assert.Equal(("tool_calls", "tool_calls"), (answer.Choices[0].Finish, answer.Choices[1].Finish));
    }

    [Fact]
    public void CustomCalls_AreRelayed()
    {
        var text = Play(
            Role, Calls("""[{"index":0,"id":"a","type":"custom","custom":{"name":"sql","input":""}}]"""), Calls("""[{"index":0,"custom":{"input":"select 1"}}]"""), Finish("tool_calls")).Text;
        Assert.Contains("""{"index":0,"id":"a","type":"custom","custom":{"name":"sql","input":""}}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"index":0,"custom":{"input":"select 1"}}""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("arguments", text, StringComparison.Ordinal);
    }

    [Fact]
    public void C50_SignaturesInACall_AreRelayed()
    {
        const string Call = """[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"c2ln"}}}]""";
        Assert.Contains(Call, Play(Role, Calls(Call), Finish("tool_calls")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyCalls_KeepTheirOrder()
    {
        var pieces = Enumerable.Range(0, 50).Select(i => Calls($$$"""[{"index":0,"id":"c{{{i}}}","function":{"name":"f{{{i}}}","arguments":"{\"i\":{{{i}}}}"}}]"""));
        var choice = Read([Role, .. pieces, Finish()]);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"c{i} f{i} {{\"i\":{i}}}"), choice.Calls.Select(c => $"{c.Id} {c.Name} {c.Arguments}"));
    }
}
