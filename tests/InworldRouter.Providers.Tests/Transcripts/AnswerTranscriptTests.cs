// Every recorded whole answer and error body of this dialect.
using System.Text;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Transcripts;

public sealed class AnswerTranscriptTests
{
    public static TheoryData<string> Answers =>
    [
        "azure/chat-basic.json", "cerebras/chat-reasoning.json", "deepseek/tool-thinking-turn2.json", "openai/chat-basic.json",
        "openai/chat-consecutive-tool-calls-turn2.json", "openai/chat-json-mode.json", "openai/chat-logprobs.json", "openai/chat-parallel-tools.json",
        "openai/chat-predicted-outputs.json", "openai/chat-reasoning.json", "openai/chat-structured-output.json", "openai/chat-tools.json",
        "openai/chat-web-search.json", "xai/chat-tool-call.json",
    ];

    public static TheoryData<string, int, FailureKind> Errors => new()
    {
        { "azure/error-429.json", 429, FailureKind.RateLimited },
        { "deepseek/error-400-context.json", 400, FailureKind.ContextLength },
        { "deepseek/error-401.json", 401, FailureKind.Credential },
        { "groq/error-400-tool-use-failed.json", 400, FailureKind.BadRequest },
        { "groq/error-404-model.json", 404, FailureKind.ModelNotFound },
        { "mistral/error-401.json", 401, FailureKind.Credential },
        { "ollama/error-401.json", 401, FailureKind.Credential },
        { "openai/error-400-bad-request.json", 400, FailureKind.BadRequest },
        { "openai/error-400-context-length.json", 400, FailureKind.ContextLength },
        { "openai/error-400-image-url.json", 400, FailureKind.BadRequest },
        { "openai/error-400-reasoning-max_tokens.json", 400, FailureKind.BadRequest },
        { "openai/error-400-unsupported-role.json", 400, FailureKind.BadRequest },
        { "openai/error-400-web-search-unsupported.json", 400, FailureKind.BadRequest },
        { "openrouter/error-400-context.json", 400, FailureKind.ContextLength },
        { "openrouter/error-401.json", 401, FailureKind.Credential },
        { "xai/error-400-auth.json", 400, FailureKind.Credential },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void AStrictClient_ReadsWhatTheProviderSaid(string name)
    {
        var upstream = Recording.Read(name);
        using var output = new PooledBuffer();
        Assert.Null(Recording.ProviderOf(name).TranslateAnswer(upstream, Identity.Of(), output, out var usage));
        output.Write(Encoding.UTF8.GetBytes($",\"metadata\":{Identity.Metadata}}}"));
        var said = TolerantReader.Whole(upstream);
        Assert.Equal(said.Usage![..2], [usage.Prompt, usage.Completion]);
        said.AssertEqual(StrictAnswer.Read(Encoding.UTF8.GetString(output.Written)));
    }

    // "HTTP 200 … JSON (non-SSE) reply though stream requested" (providers.md E): the attempt feeds it as one event.
    [Theory]
    [MemberData(nameof(Answers))]
    public void AsOneEventOfAStream_ItSaysTheSame(string name)
    {
        var upstream = Recording.Read(name);
        byte[] stream = [.. "data: "u8, .. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(upstream).ReplaceLineEndings(" ")), .. "\n\n"u8];
        var read = StreamReplay.Whole(Recording.ProviderOf(name), stream, Identity.Of(includeUsage: true)).Read(includeUsage: true);
        TolerantReader.Whole(upstream).AssertEqual(read.Answer);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void C62_AnErrorBody_IsOfItsKind(string name, int status, FailureKind kind)
    {
        var failure = Recording.ProviderOf(name).Classify(status, Recording.Read(name));
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(status, failure.Status);
        Assert.False(string.IsNullOrWhiteSpace(failure.Message));
        Assert.DoesNotContain('{', failure.Message);
    }

    // The first event of a 200 stream, or the body of a 200: no answer either (C70).
    [Theory]
    [MemberData(nameof(Errors))]
    public void C70_AnErrorBodyWith200_IsAFailure(string name, int status, FailureKind kind)
    {
        var body = Recording.Read(name);
        using var output = new PooledBuffer();
        Assert.NotNull(Recording.ProviderOf(name).TranslateAnswer(body, Identity.Of(), output, out _));
        byte[] stream = [.. "data: "u8, .. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).ReplaceLineEndings(" ")), .. "\n\n"u8];
        var failure = StreamReplay.Whole(Recording.ProviderOf(name), stream, Identity.Of()).Failure!;
        Assert.NotEqual(FailureKind.BadRequest, failure.Kind);
        if (kind == FailureKind.ContextLength)
            Assert.Equal(kind, failure.Kind);
        Assert.InRange(status, 400, 599);
    }

    [Fact]
    public void EveryRecordedBody_IsInTheseLists()
    {
        string[] providers = ["openai", "azure", "groq", "mistral", "deepseek", "cerebras", "xai", "openrouter", "ollama", "zai"];
        Recording.Read("INDEX.md");
        var recorded = providers.SelectMany(Recording.Names).Where(n => n.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(recorded, Answers.Select(a => a.Data).Concat(Errors.Select(e => e.Data.Item1)).Order(StringComparer.Ordinal));
    }
}
