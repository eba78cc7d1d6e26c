// Pictures as the images API answers with them, recorded and in its reference's words.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Images;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Providers.Tests.Responses;
using InworldRouter.Providers.Tests.Transcripts;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Images;

public sealed class ImageAnswerTests
{
    private const string Partial = """{"type":"image_edit.partial_image","b64_json":"YWJj","partial_image_index":0,"output_format":"webp"}""";
    private const string Completed = """{"type":"image_edit.completed","b64_json":"ZGVm","output_format":"webp","usage":{"input_tokens":3,"output_tokens":9,"total_tokens":12}}""";

    private static readonly ImagesProvider Provider = new();

    public static TheoryData<string> Answers => ["openai/images-gpt-image.json"];

    [Theory]
    [MemberData(nameof(Answers))]
    public void AWholeAnswer_ShowsWhatTheProviderMade(string name)
    {
        var upstream = Recording.Read(name);
        var said = JsonNode.Parse(upstream)!;
        var expected = said["data"]!.AsArray().Select((image, at) => ResponsesSay.Image(image!["b64_json"]!, said["output_format"], at, image["revised_prompt"])).ToArray();
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer(upstream, Identity.Of(), output, out var usage));
        output.Write(Encoding.UTF8.GetBytes($",\"metadata\":{Identity.Metadata}}}"));
        var read = StrictAnswer.Read(Encoding.UTF8.GetString(output.Written));
        Assert.Equal(expected, read[0].Images);
        Assert.Equal(("", "stop"), (read[0].Text, read[0].Finish));
        Assert.Equal(said["usage"] is not null, usage.IsKnown);
    }

    // A whole answer in a stream's place, which is what several images are.
    [Theory]
    [MemberData(nameof(Answers))]
    public void InAStreamsPlace_ItIsTheSame(string name)
    {
        var said = JsonNode.Parse(Recording.Read(name))!;
        var read = StreamReplay.Whole(Provider, Streams.Sse(said.ToJsonString()), Identity.Of()).Read().Answer;
        Assert.Equal(said["data"]!.AsArray().Select((image, at) => ResponsesSay.Image(image!["b64_json"]!, said["output_format"], at, image["revised_prompt"])), read[0].Images);
    }

    // "partial previews: same index re-sent (mark partial:true, our extension)"
    [Fact]
    public void Previews_AndTheImageItself_StandAtOneIndex()
    {
        var stream = Streams.Sse(Partial, Partial, Completed);
        var replayed = StreamReplay.Whole(Provider, stream, Identity.Of(includeUsage: true));
        var read = replayed.Read(includeUsage: true).Answer;
        string[] expected = [ResponsesSay.Image("YWJj", "webp", 0, null, isPreview: true), ResponsesSay.Image("YWJj", "webp", 0, null, isPreview: true), ResponsesSay.Image("ZGVm", "webp", 0, null)];
        Assert.Equal(expected, read[0].Images);
        Assert.Equal((9, 3), (replayed.Usage.CompletionImages, replayed.ContentEvents));
        for (var at = 1; at < stream.Length; at++)
            Assert.Equal(replayed.Text, StreamReplay.InTwo(Provider, stream, Identity.Of(includeUsage: true), at).Text);
    }

    [Theory]
    [InlineData(Partial, FailureKind.Truncated)]
    [InlineData("""{"type":"error","error":{"type":"image_generation_user_error","code":"moderation_blocked","message":"No."}}""", FailureKind.ContentPolicy)]
    [InlineData("""{"error":{"code":"rate_limit_exceeded","message":"Slow."}}""", FailureKind.RateLimited)]
    [InlineData("""{"type":"image_generation.completed","b64_json":""", FailureKind.MalformedAnswer)]
    public void C64_WhatGoesWrong_IsAFailureOfItsKind(string said, FailureKind kind) => Assert.Equal(kind, StreamReplay.Whole(Provider, Streams.Sse(said), Identity.Of()).Failure?.Kind);

    [Theory]
    [InlineData("""{"created":1,"data":[]}""", FailureKind.EmptyAnswer)]
    [InlineData("""{"created":1}""", FailureKind.MalformedAnswer)]
    [InlineData("<html>", FailureKind.MalformedAnswer)]
    [InlineData("  ", FailureKind.EmptyAnswer)]
    [InlineData("""{"error":{"code":"content_policy_violation","message":"No."}}""", FailureKind.ContentPolicy)]
    public void C67_WhatIsNoAnswer_IsAFailure(string answer, FailureKind kind)
    {
        using var output = new PooledBuffer();
        Assert.Equal(kind, Provider.TranslateAnswer(Encoding.UTF8.GetBytes(answer), Identity.Of(), output, out _)?.Kind);
    }

    [Fact]
    public void EveryRecording_IsInTheseLists()
    {
        Recording.Read("INDEX.md");
        Assert.Equal(Recording.Names("openai", "images-").Order(StringComparer.Ordinal), Answers.Select(a => a.Data).Order(StringComparer.Ordinal));
    }
}
