// What Gemini's answers mean where the recordings and the goldens do not say: ends, counts, sources.
using System.Text;
using InworldRouter.Providers.Gemini;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Gemini;

public sealed class AnswerTests
{
    private static readonly GeminiProvider Provider = new();

    [Theory]
    [InlineData("STOP", "stop")]
    [InlineData("MAX_TOKENS", "length")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("RECITATION", "content_filter")]
    [InlineData("LANGUAGE", "content_filter")]
    [InlineData("BLOCKLIST", "content_filter")]
    [InlineData("PROHIBITED_CONTENT", "content_filter")]
    [InlineData("SPII", "content_filter")]
    [InlineData("IMAGE_SAFETY", "content_filter")]
    [InlineData("IMAGE_PROHIBITED_CONTENT", "content_filter")]
    [InlineData("IMAGE_RECITATION", "content_filter")]
    [InlineData("NO_IMAGE", "stop")]
    [InlineData("IMAGE_OTHER", "stop")]
    [InlineData("OTHER", "stop")]
    [InlineData("TOMORROWS_WORD", "stop")]
    [InlineData("MALFORMED_FUNCTION_CALL", "stop")] // "fallback-eligible if nothing streamed, else stop"
    public void EveryFinishReason_IsOneOfOpenAIs(string word, string finish) =>
        Assert.Equal(finish, Play(Text("Hi"), $$"""{"candidates":[{"finishReason":"{{word}}"}]}""").Read().Answer[0].Finish);

    [Theory]
    [InlineData("MALFORMED_FUNCTION_CALL")]
    [InlineData("UNEXPECTED_TOOL_CALL")]
    [InlineData("TOO_MANY_TOOL_CALLS")]
    public void ACallThatCannotBeUsed_IsTheProvidersFailure(string word) =>
        Assert.Equal(FailureKind.ServerError, Play($$"""{"candidates":[{"finishReason":"{{word}}"}]}""").Failure?.Kind);

    // C16: a call makes the finish, whatever the word.
    [Theory]
    [InlineData("STOP", "tool_calls")]
    [InlineData("MAX_TOKENS", "length")]
    public void C16_ACall_IsTheEnd_UnlessItWasCut(string word, string finish) =>
        Assert.Equal(finish, Play($$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]},"finishReason":"{{{word}}}"}]}""").Read().Answer[0].Finish);

    [Fact]
    public void C67_AnAnswerOfFiltersOnly_IsNotEmpty_AndOneOfNothingIs()
    {
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer("""{"promptFeedback":{"blockReason":"SAFETY"}}"""u8, Identity.Of(), output, out _));
        Assert.Equal(FailureKind.EmptyAnswer, Provider.TranslateAnswer("""{"candidates":[{"content":{},"finishReason":"STOP"}]}"""u8, Identity.Of(), output, out _)?.Kind);
        Assert.Equal(FailureKind.EmptyAnswer, Provider.TranslateAnswer(" "u8, Identity.Of(), output, out _)?.Kind);
        Assert.Equal(FailureKind.MalformedAnswer, Provider.TranslateAnswer("<html></html>"u8, Identity.Of(), output, out _)?.Kind);
        Assert.Equal(FailureKind.Overloaded, Provider.TranslateAnswer("""[{"error":{"code":503,"message":"x","status":"UNAVAILABLE"}}]"""u8, Identity.Of(), output, out _)?.Kind);
    }

    [Fact]
    public void C64_WhatIsNoJson_OrNeverEnds_IsAFailure()
    {
        Assert.Equal(FailureKind.MalformedAnswer, Play(Text("Hi"), """{"candidates":[""").Failure?.Kind);
        Assert.Equal(FailureKind.Truncated, Play(Text("Hi")).Failure?.Kind);
        Assert.Equal(FailureKind.Truncated, Play().Failure?.Kind);
        // C70: an error as the first event moves on to the next candidate, whoever is to blame.
        Assert.Equal(FailureKind.ServerError, Play("""{"error":{"code":400,"message":"x","status":"INVALID_ARGUMENT"}}""").Failure?.Kind);
    }

    // "usageMetadata is cumulative/latest – keep last"
    [Fact]
    public void C19_TheLastCount_IsTheCount()
    {
        var usage = Play(
            """{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":50}}""",
            """{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":8,"cachedContentTokenCount":0,"promptTokensDetails":[{"modality":"TEXT","tokenCount":2},{"modality":"AUDIO","tokenCount":6}]}}""",
            """{"usageMetadata":{"trafficType":"ON_DEMAND"}}""").Usage;
        Assert.Equal((8, 0, 0, 6, -1), (usage.Prompt, usage.Completion, usage.Cached, usage.PromptAudio, usage.Reasoning));
    }

    [Fact]
    public void AfterTheEnd_NothingIsSaid()
    {
        var read = Play(Text("Hi"), """{"candidates":[{"finishReason":"STOP"}]}""", Text("!"), """{"candidates":[{"finishReason":"SAFETY"}]}""").Read().Answer[0];
        Assert.Equal(("Hi", "stop"), (read.Text, read.Finish));
    }

    // "In streams it can appear on many frames, growing": the fullest is the last that names sources.
    [Fact]
    public void GrowingGrounding_IsToldOnce()
    {
        var read = Play(
            Grounded("One. ", """{"groundingChunks":[{"web":{"uri":"u1","title":"t1"}}],"groundingSupports":[{"segment":{"endIndex":4,"text":"One."},"groundingChunkIndices":[0]}]}"""),
            Grounded("Two.", """{"groundingChunks":[{"web":{"uri":"u1","title":"t1"}},{"maps":{"uri":"u2","title":"t2"}}],"groundingSupports":[{"segment":{"endIndex":4,"text":"One."},"groundingChunkIndices":[0]},{"segment":{"startIndex":5,"endIndex":9,"text":"Two."},"groundingChunkIndices":[1,7]}]}"""),
            """{"candidates":[{"finishReason":"STOP","groundingMetadata":{}}]}""").Read().Answer[0];
        Assert.Equal([Source("u1", "t1", "One.", 0, 4), Source("u2", "t2", "Two.", 5, 9)], read.Annotations);
    }

    // Offsets count from the beginning of a part: the words find their own place.
    [Fact]
    public void ASegment_IsWhereItsWordsAre()
    {
        var read = Play(
            Grounded("€ ", "{}"),
            Grounded("Warm.", """{"groundingChunks":[{"web":{"uri":"u","title":"t"}}],"groundingSupports":[{"segment":{"partIndex":1,"endIndex":5,"text":"Warm."},"groundingChunkIndices":[0]},{"segment":{"endIndex":900,"text":"never said"},"groundingChunkIndices":[0]}]}"""),
            """{"candidates":[{"finishReason":"STOP"}]}""").Read().Answer[0];
        Assert.Equal([Source("u", "t", "Warm.", 2, 7), """{"type":"url_citation","url_citation":{"url":"u","title":"t","content":"never said"}}"""], read.Annotations);
    }

    // "every source when the provider gives no offsets" (api.md 7)
    [Fact]
    public void SourcesWithoutSupports_AreAllTold()
    {
        var read = Play(
            Grounded("a", """{"groundingChunks":[{"web":{"uri":"u1","title":"t1"}},{"retrievedContext":{"uri":"u2","title":"t2"}}]}"""),
            """{"candidates":[{"finishReason":"STOP"}]}""").Read().Answer[0];
        Assert.Equal(["""{"type":"url_citation","url_citation":{"url":"u1","title":"t1"}}""", """{"type":"url_citation","url_citation":{"url":"u2","title":"t2"}}"""], read.Annotations);
    }

    [Fact]
    public void CitedWords_AreSources()
    {
        var read = Play(
            """{"candidates":[{"content":{"parts":[{"text":"Übernommen"}]},"citationMetadata":{"citationSources":[{"startIndex":2,"endIndex":11,"uri":"u","license":"mit"}]},"finishReason":"STOP"}]}""").Read().Answer[0];
        Assert.Equal(["""{"type":"url_citation","url_citation":{"url":"u","title":"","start_index":1,"end_index":10}}"""], read.Annotations);
    }

    [Fact]
    public void Logprobs_AreInTheirOwnChunk()
    {
        var replayed = Play("""{"candidates":[{"content":{"parts":[{"text":"4"}]},"logprobsResult":{"chosenCandidates":[{"token":"4","logProbability":-0.5e-1}]},"finishReason":"STOP"}]}""");
        Assert.Equal("4", replayed.Read().Answer[0].Text);
        Assert.Contains("""{"content":""},"logprobs":{"content":[{"token":"4","logprob":-0.5e-1,"bytes":null,"top_logprobs":[]}],"refusal":null}""", replayed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ATranslator_KeepsNothingOfTheAnswerBefore()
    {
        var translator = Provider.CreateStreamTranslator();
        byte[][] streams =
        [
            Sse(Grounded("long text", """{"groundingChunks":[{"web":{"uri":"u","title":"t"}}]}"""), """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","willContinue":true}}]}}],"usageMetadata":{"promptTokenCount":5}}"""),
            Sse(Text("Hi"), """{"candidates":[{"finishReason":"STOP"}]}"""),
        ];
        StreamReplay.Again(translator, streams[0], Identity.Of());
        Assert.Equal(StreamReplay.Whole(Provider, streams[1], Identity.Of()).Text, StreamReplay.Again(translator, streams[1], Identity.Of()).Text);
    }

    private static string Text(string text) => $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{text}}}"}]}}]}""";

    private static string Grounded(string text, string grounding) => $$"""{"candidates":[{"content":{"parts":[{"text":"{{text}}"}]},"groundingMetadata":{{grounding}} }]}""";

    private static string Source(string url, string title, string words, int start, int end) =>
        $$$"""{"type":"url_citation","url_citation":{"url":"{{{url}}}","title":"{{{title}}}","content":"{{{words}}}","start_index":{{{start}}},"end_index":{{{end}}} } }""".Replace(" }", "}", StringComparison.Ordinal);

    private static byte[] Sse(params string[] frames) => Encoding.UTF8.GetBytes(string.Concat(frames.Select(f => $"data: {f}\r\n\r\n")));

    private static Replayed Play(params string[] frames) => StreamReplay.Whole(Provider, Sse(frames), Identity.Of());
}
