// Stream semantics of the OpenAI dialect, whatever the upstream's habits (behaviours.md, section 2).
using System.Text;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Tests.Replay;
using static InworldRouter.Providers.Tests.Streams;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class StreamTests
{
    [Fact]
    public void AnOrdinaryStream_IsTheSameBytesUnderOurName()
    {
        const string Head = "\"id\":\"chatcmpl-0198c5a07d2f7c3e\",\"object\":\"chat.completion.chunk\",\"created\":1763596800,\"model\":\"vendor/model\"";
        var client = Play(Role, Text("Hel"), Text("lo"), Finish()).Text;
        Assert.Equal(
            $$$"""
            data: {{{{Head}}},"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

            data: {{{{Head}}},"choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}

            data: {{{{Head}}},"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":null}]}

            data: {{{{Head}}},"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"metadata":{"generation_id":"0198c5a0"}}

            data: [DONE]


            """.ReplaceLineEndings("\n"), client);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"He"}""", """{"role":"assistant","content":"llo"}""")]
    [InlineData("""{"content":"He"}""", """{"content":"llo"}""")]
    [InlineData("""{"role":null,"content":"He"}""", """{"content":"llo","role":""}""")]
    [InlineData("""{"role":"","content":"He"}""", """{"content":"llo","role":"user"}""")]
    public void C11_TheRoleComesOnce_InTheFirstDelta(string first, string second) =>
        Assert.Equal("Hello", Read(Chunk(first), Chunk(second), Chunk("""{"role":"assistant"}""", "\"stop\"")).Text);

    [Fact]
    public void C11_AnAnswerThatIsOnlyItsEnd_StillHasARole()
    {
        var replayed = Play(Finish("length"));
        Assert.True(replayed.EndedEarly);
        Assert.Equal("length", replayed.Read().Answer.Choices[0].Finish);
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"}}],"id":""}""")]
    [InlineData("""{ "model" : "x" , "choices" : [ { "index" : 0 , "delta" : { "content" : "a" } } ] , "created" : 1.5 }""")]
    [InlineData("""{"id":"1","x":1,"object":"chat.completion.chunk","y":[2],"created":1,"model":"m","choices":[{"delta":{"content":"a"},"index":0}]}""")]
    [InlineData("""{"model":"m","created":1,"object":"text_completion","id":"1","choices":[{"delta":{"content":"a"},"index":0}]}""")]
    public void C12_IdCreatedAndModel_AreOursWhereverTheyStand(string chunk)
    {
        // The strict reader allows no member that it does not know.
        chunk = chunk.Replace("\"x\":1,", "", StringComparison.Ordinal).Replace("\"y\":[2],", "\"service_tier\":\"default\",", StringComparison.Ordinal);
        Assert.Equal("aa", Read(chunk, chunk, Finish()).Text);
    }

    [Theory]
    [InlineData(0)] // on a chunk of its own
    [InlineData(1)] // on the finish chunk
    [InlineData(2)] // on every chunk, growing
    [InlineData(3)] // in x_groq
    [InlineData(4)] // behind the finish, on a chunk that repeats it
    public void C13_Usage_WhereverItWas_ComesLastOnAChunkOfItsOwn(int where)
    {
        const string Count = """{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}""";
        static string With(string chunk, string usage) => chunk[..^1] + ",\"usage\":" + usage + "}";
        string[] stream = where switch
        {
            0 => [Role, Text("Hi"), Finish(), Usage()],
            1 => [With(Role, "null"), With(Text("Hi"), "null"), With(Finish(), Count)],
            2 => [With(Role, """{"prompt_tokens":3,"completion_tokens":0,"total_tokens":3}"""), With(Text("Hi"), """{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}"""), With(Finish(), Count)],
            3 => [Role[..^1] + ",\"x_groq\":{\"id\":\"r\"}}", Text("Hi"), Finish()[..^1] + ",\"x_groq\":{\"id\":\"r\",\"usage\":" + Count + "}}"],
            _ => [Role, Text("Hi"), Finish(), With(Finish(), Count)],
        };
        var replayed = PlayWithUsage(stream);
        var answer = replayed.Read(includeUsage: true).Answer;
        Assert.Equal([3, 4, 7, null, null], answer.Usage!);
        Assert.Equal("Hi", answer.Choices[0].Text);
        Assert.Equal((3, 4), (replayed.Usage.Prompt, replayed.Usage.Completion));
        Assert.Equal("Hi", Play(stream).Read().Answer.Choices[0].Text);
    }

    [Fact]
    public void C14_UsageAskedAndNeverSent_IsEstimated() =>
        Assert.Equal([7, 2, 9, null, null], PlayWithUsage(Role, Text("a"), Text("b"), Finish()).Read(includeUsage: true).Answer.Usage!);

    [Theory]
    [InlineData("stop", "tool_calls")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("tool_call", "tool_calls")]
    [InlineData("eos", "tool_calls")]
    [InlineData("length", "length")]
    [InlineData("content_filter", "content_filter")]
    public void C16_WithToolCalls_TheFinishSaysSo(string said, string finish) =>
        Assert.Equal(finish, Read(Role, Calls("""[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]"""), Finish(said)).Finish);

    [Fact]
    public void C16_ALaterFinish_NeverOverwritesTheFirst()
    {
        var choice = Read(Role, Calls("""[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]"""), Finish("tool_calls"), Finish(), Finish("length"));
        Assert.Equal("tool_calls", choice.Finish);
    }

    [Fact]
    public void C16_AToolCallBehindTheFinish_StillCounts() =>
        Assert.Equal("tool_calls", Read(Role, Finish(), Calls("""[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]""")).Finish);

    [Fact]
    public void ContentBehindTheFinish_IsNotLost() => Assert.Equal("Hello", Read(Role, Text("Hel"), Finish(), Text("lo")).Text);

    [Theory]
    [InlineData("eos", "stop")]
    [InlineData("end_turn", "stop")]
    [InlineData("something_new", "stop")]
    [InlineData("model_length", "length")]
    [InlineData("max_tokens", "length")]
    [InlineData("refusal", "content_filter")]
    public void UnknownReasons_BecomeOneOfOpenAIs(string said, string finish) => Assert.Equal(finish, Read(Role, Text("a"), Finish(said)).Finish);

    [Theory]
    [InlineData("error")]
    [InlineData("insufficient_system_resource")]
    public void AnErrorForAReason_IsAFailure(string said)
    {
        Assert.Equal(FailureKind.ServerError, Play(Role, Text("a"), Finish(said)).Failure?.Kind);
        Assert.Equal(FailureKind.ServerError, Play(Role, Chunk("""{"content":"a"}""", $"\"{said}\"")).Failure?.Kind);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"","reasoning":null,"tool_calls":[]}""")]
    [InlineData("null")]
    [InlineData("{}")]
    public void C17_TheLastDelta_IsEmpty(string delta) => Assert.Equal("stop", Read(Role, Text("a"), Chunk(delta, "\"stop\"")).Finish);

    [Fact]
    public void C17_TheVendorsOwnNotes_GoNoFurther()
    {
        const string Chunk = """
            {"id":"1","provider":"X","model":"m","object":"chat.completion.chunk","created":1,"p":"abc","obfuscation":"xyz","x_groq":{"id":"r"},"time_info":{},"prompt_filter_results":[],"metadata":{"a":1},"error":null,
             "choices":[{"index":0,"text":"a","seed":1395002666759424000,"native_finish_reason":null,"content_filter_results":{},"content_filter_offsets":{},"delta":{"content":"a","channel":"final","token_id":7,"index":0}}]}
            """;
        Assert.Equal("aa", Read(Chunk.ReplaceLineEndings(""), Chunk.ReplaceLineEndings(""), Finish()).Text);
    }

    [Fact]
    public void C18_ChunksWithoutChoices_AreHarmless()
    {
        const string Filter = """{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}]}""";
        var choice = Read(Filter, """{"id":"a"}""", """{"choices":null}""", """{"choices":[null]}""", """{"choices":{}}""", Role, Text("Hi"), Filter, Finish(), Filter);
        Assert.Equal("Hi", choice.Text);
    }

    [Fact]
    public void C18_FilterResultsBehindTheFinish_DoNotMoveIt()
    {
        // Azure's asynchronous filter: chunks without a delta, also at the end.
        const string Late = """{"id":"","object":"chat.completion.chunk","created":0,"model":"","choices":[{"index":0,"finish_reason":null,"content_filter_results":{},"content_filter_offsets":{"check_offset":1}}]}""";
        var choice = Read(Role, Late, Calls("""[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]"""), Finish("tool_calls"), Late);
        Assert.Equal("tool_calls", choice.Finish);
    }

    [Theory]
    [InlineData("""{"index":0,"delta":null}""")]
    [InlineData("""{"index":0}""")]
    [InlineData("""{"delta":{}}""")]
    [InlineData("""{"index":0,"delta":{"content":null,"tool_calls":null,"function_call":null,"images":null,"audio":null,"annotations":null},"finish_reason":""}""")]
    public void C18_ChoicesWithoutTheirUsualMembers_AreHarmless(string choice)
    {
        var chunk = $$"""{"choices":[{{choice}}]}""";
        Assert.Equal("Hi", Read(chunk, Text("Hi"), chunk, Finish()).Text);
    }

    [Fact]
    public void C19_ZeroIsAValue()
    {
        const string Zero = """{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}""";
        var replayed = PlayWithUsage(Role, Text("a"), Finish(), Usage(Zero));
        Assert.Equal([0, 0, 0, 0, 0], replayed.Read(includeUsage: true).Answer.Usage!);
        Assert.Equal((0, 0), (replayed.Usage.Cached, replayed.Usage.Reasoning));
    }

    [Fact]
    public void C25_ContentAndFinishInOneChunk_NeitherIsLost()
    {
        var replayed = Play(Role, Text("Hel"), Chunk("""{"content":"lo","reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}""", "\"stop\""));
        var choice = replayed.Read().Answer.Choices[0];
        Assert.Equal(("Hello", "stop"), (choice.Text, choice.Finish));
        Assert.Single(choice.Details);
    }

    [Fact]
    public void ASignatureAlone_OnTheFinishChunk_IsNotLost() =>
        Assert.Single(Read(Role, Text("a"), Chunk("""{"reasoning_details":[{"type":"reasoning.text","signature":"s"}]}""", "\"stop\"")).Details);

    [Fact]
    public void SeveralChoices_InterleavedAndEndingApart_KeepTheirOwn()
    {
        var answer = PlayWithUsage(Role, Chunk("""{"role":"assistant","content":""}""", index: 1), Text("a"), Text("x", 1), Text("b"), Finish(), Text("y", 1), Finish("length", 1), Usage())
            .Read(includeUsage: true).Answer;
        Assert.Equal(("ab", "stop"), (answer.Choices[0].Text, answer.Choices[0].Finish));
        Assert.Equal(("xy", "length"), (answer.Choices[1].Text, answer.Choices[1].Finish));
    }

    [Fact]
    public void SeveralChoices_InOneChunk_KeepTheirOwn()
    {
        const string Both = """{"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"x"},"finish_reason":"length"}]}""";
        const string End = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"},{"index":1,"delta":{"content":""},"finish_reason":null}]}""";
        var answer = Play(Both, End).Read().Answer;
        Assert.Equal(("a", "stop"), (answer.Choices[0].Text, answer.Choices[0].Finish));
        Assert.Equal(("x", "length"), (answer.Choices[1].Text, answer.Choices[1].Finish));
    }

    [Fact]
    public void SeveralChoices_AllEndingInOneChunk_EachHaveTheirEnd()
    {
        const string End = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"},{"index":1,"delta":{},"finish_reason":"length"}]}""";
        var answer = Play(Text("a"), Text("x", 1), End).Read().Answer;
        Assert.Equal(("stop", "length"), (answer.Choices[0].Finish, answer.Choices[1].Finish));
    }

    [Fact]
    public void MoreChoicesThanARegisterHolds_AreToldApart()
    {
        var stream = Enumerable.Range(0, 128).SelectMany(i => new[] { Text("a", i), Text("b", i) }).Concat(Enumerable.Range(0, 128).Select(i => Finish(index: i)));
        var answer = Play([.. stream]).Read().Answer;
        Assert.Equal(128, answer.Choices.Count);
        Assert.All(answer.Choices.Values, c => Assert.Equal("ab", c.Text));
    }

    [Fact]
    public void C64_WithNEnds_OneIsNotEnough()
    {
        var cut = StreamReplay.Whole(new CompatibleProvider(), Sse(Text("a"), Text("x", 1), Finish()), Identity.Of());
        Assert.Equal(FailureKind.Truncated, cut.Failure?.Kind);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("length")]
    public void C64_WithoutTheEndMarker_AFinishIsTheEnd(string finish) =>
        Assert.Equal(finish, StreamReplay.Whole(new CompatibleProvider(), Sse(Role, Text("a"), Finish(finish)), Identity.Of()).Read().Answer.Choices[0].Finish);

    [Fact]
    public void C64_WithTheEndMarkerOnly_TheFinishIsMade() => Assert.Equal("stop", Read(Role, Text("a")).Finish);

    [Fact]
    public void TheEndMarker_MayHaveBytesBehindIt() =>
        Assert.Equal("a", StreamReplay.Whole(new CompatibleProvider(), Sse(Role, Text("a"), Finish(), "[DONE] "), Identity.Of()).Read().Answer.Choices[0].Text);

    [Theory]
    [InlineData("null")]
    [InlineData("false")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("[]")]
    public void AFalsyError_IsNone(string error) => Assert.Equal("a", Read(Role, Text("a")[..^1] + $",\"error\":{error}}}", Finish()).Text);

    [Theory]
    [InlineData("\"boom\"", "boom")]
    [InlineData("true", "HTTP 200")]
    [InlineData("{\"message\":\"boom\"}", "boom")]
    [InlineData("{\"code\":502}", "HTTP 200")]
    public void C70_ATruthyError_IsAFailure(string error, string words)
    {
        var failure = Play(Role, $$"""{"id":"1","error":{{error}},"choices":[]}""").Failure;
        Assert.Equal(FailureKind.ServerError, failure?.Kind);
        Assert.Contains(words, failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"message":"boom"}}""")]
    [InlineData("""{"message":"boom"}""")]
    [InlineData("boom")]
    public void C70_AnEventNamedError_IsAFailure(string data)
    {
        var stream = Encoding.UTF8.GetBytes($"event: error\ndata: {data}\n\n");
        var failure = StreamReplay.Whole(new CompatibleProvider(), stream, Identity.Of()).Failure;
        Assert.Contains("boom", failure!.Message, StringComparison.Ordinal);
    }

    // "moves to the next candidate on … an error event before the first content" (api.md 3.5)
    [Fact]
    public void C70_AnErrorEvent_IsNeverTheCallersFault() =>
        Assert.Equal(FailureKind.ServerError, Play("""{"error":{"message":"no","type":"invalid_request_error","code":400}}""").Failure?.Kind);

    [Theory]
    [InlineData("{\"choices\":[{")]
    [InlineData("<html>")]
    [InlineData("\"text\"")]
    public void C64_AMalformedChunk_IsAFailure(string data) => Assert.Equal(FailureKind.MalformedAnswer, Play(Role, Text("a"), data).Failure?.Kind);

    [Fact]
    public void Reasoning_UnderEitherName_IsReasoningContent()
    {
        var choice = Read(
            Chunk("""{"role":"assistant","content":"","reasoning":"a"}"""), Chunk("""{"reasoning_content":"b","content":null}"""), Chunk("""{"reasoning":"c","reasoning_content":"c"}"""),
            Chunk("""{"reasoning":"d","reasoning_content":null}"""), Chunk("""{"reasoning_content":"e","reasoning":null}"""), Chunk("""{"reasoning":{"text":"?"}}"""), Text("!"), Finish());
        Assert.Equal(("abcde", "!"), (choice.Reasoning, choice.Text));
    }

    // A chunk like the last is filled into its mold: the text that it is made from must be the one that was relayed.
    [Fact]
    public void ATextThatStandsElsewhereToo_IsNotMistaken()
    {
        static string With(string delta) => Chunk(delta)[..^1] + ",\"system_fingerprint\":\"fp\"}";
        var choice = Read(Role, With("{\"content\":\"fp\"}"), With("{\"content\":\"a\"}"), With("{\"content\":\"chat.completion.chunk\"}"), With("{\"content\":\"b\"}"), Finish());
        Assert.Equal("fpachat.completion.chunkb", choice.Text);
        var hidden = StreamReplay.Whole(
            new CompatibleProvider(), Sse(Role, With("{\"reasoning\":\"fp\"}"), With("{\"reasoning\":\"secret\"}"), Text("a"), Finish()), Identity.Of(excludeReasoning: true));
        Assert.DoesNotContain("secret", hidden.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Annotations_WaitForTheFinish()
    {
        const string One = """{"type":"url_citation","url_citation":{"url":"https://a","title":"A"}}""";
        const string Two = """{"type":"url_citation","url_citation":{"url":"https://b","title":"B"}}""";
        var choice = Read(Role, Chunk($$"""{"content":"a","annotations":[{{One}}]}"""), Chunk("""{"content":"b","annotations":[]}"""), Chunk($$"""{"annotations":[ {{Two}} ]}""", "\"stop\""));
        Assert.Equal([One, Two], choice.Annotations);
        Assert.Equal([One], Read(Role, Chunk($$"""{"content":"a","annotations":[{{One}}]}""", "\"stop\"")).Annotations);
    }

    [Fact]
    public void Refusals_AreContent()
    {
        var replayed = Play(Role, Chunk("""{"refusal":"I can"}"""), Chunk("""{"refusal":"not."}"""), Finish());
        Assert.Equal("I cannot.", replayed.Read().Answer.Choices[0].Refusal);
        Assert.Equal(2, replayed.ContentEvents);
    }

    [Fact]
    public void C82_FirstContent_IsNoRoleAndNoUsage()
    {
        var role = Sse(Role, Chunk("""{"content":""}"""), Usage());
        var replayed = StreamReplay.InPieces(new CompatibleProvider(), (byte[])[.. role, .. Sse(Chunk("""{"reasoning":"hm"}"""), Finish(), "[DONE]")], Identity.Of(), 1);
        Assert.Equal(role.Length + Sse(Chunk("""{"reasoning":"hm"}""")).Length, replayed.FirstContent);
    }

    [Fact]
    public void AStreamWithoutContent_IsToldFromOneThatWasCutShort()
    {
        Assert.Equal((0, false), (Play(Role, Finish()).ContentEvents, Play(Role, Finish()).EndedEarly));
        Assert.True(Play(Role, Finish("length")).EndedEarly);
        Assert.True(Play(Role, Finish("content_filter")).EndedEarly);
    }

    [Fact]
    public void ATranslator_BeginsAfresh()
    {
        var translator = new CompatibleProvider().CreateStreamTranslator();
        var stream = Sse(Role, Chunk("""{"content":"a","annotations":[{"type":"x"}]}"""), Text("b"), Calls("""[{"index":0,"id":"c","function":{"name":"f"}}]"""), Finish(), Usage(), "[DONE]");
        var first = StreamReplay.Again(translator, stream, Identity.Of(includeUsage: true));
        StreamReplay.Again(translator, Sse(Role, Text("b"), "{"), Identity.Of());
        Assert.Equal(first.Text, StreamReplay.Again(translator, stream, Identity.Of(includeUsage: true)).Text);
    }
}
