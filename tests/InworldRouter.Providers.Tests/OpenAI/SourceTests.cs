// "annotations on the chunk with finish_reason" (api.md 4): also for vendors that list their sources in a form of their own.
using System.Text.Json.Nodes;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class SourceTests
{
    private const string Both = """["https://a.example","https://b.example"]""";

    // Wherever a vendor puts its list: on every chunk (Perplexity), on the last, behind it (xAI).
    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void C92_EachSourceIsAnnotatedOnce(bool first, bool last, bool behind)
    {
        var read = Streams.Read(
            With(Streams.Text("a"), first), With(Streams.Text("b"), first), With(Streams.Finish(), last), With(Streams.Usage(), behind));
        Assert.Equal("ab", read.Text);
        Assert.Equal(["https://a.example", "https://b.example"], read.Annotations.Select(Url));
    }

    // A title is better than none, whichever list comes first in the chunk.
    [Fact]
    public void AListWithTitles_BeatsOneOfAddresses()
    {
        var read = Streams.Read(Streams.Text("a")[..^1] + $$""","citations":{{Both}},"search_results":[{"title":"A","url":"https://a.example","snippet":"s"}]}""", Streams.Finish());
        Assert.Equal(
            ["""{"url":"https://a.example","title":"A","content":"s"}""", """{"url":"https://b.example","title":"https://b.example"}"""],
            read.Annotations.Select(a => JsonNode.Parse(a)!["url_citation"]!.ToJsonString()));
    }

    // The vendor's own annotations have places in the text: they are not said again.
    [Fact]
    public void AnnotationsOfTheVendor_StayAsTheyAre()
    {
        const string Own = """{"type":"url_citation","url_citation":{"url":"https://a.example","title":"A","start_index":0,"end_index":1}}""";
        var read = Streams.Read(Streams.Chunk($$"""{"role":"assistant","content":"a","annotations":[{{Own}}]}"""), With(Streams.Finish(), true));
        Assert.Equal(Own, read.Annotations[0]);
        Assert.Equal(["https://a.example", "https://b.example"], read.Annotations.Select(Url));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("[1,null,{},\"\",[\"https://a.example\"],{\"url\":null},{\"search_results\":{}}]")]
    public void AListWithoutSources_IsNone(string list) =>
        Assert.Empty(Streams.Read(Streams.Text("a")[..^1] + $",\"citations\":{list}}}", Streams.Finish()).Annotations);

    // Together's older form, one number a chunk: clients' parsers throw at it.
    [Theory]
    [InlineData("-0.50", """{"content":[{"token":"a\u00e9","logprob":-0.50,"bytes":null,"top_logprobs":[]}],"refusal":null}""")]
    [InlineData("null", "null")]
    [InlineData("""{"content":[]}""", """{"content":[]}""")]
    public void Logprobs_AreOpenAIsOwn(string said, string written)
    {
        var chunk = Streams.Text("a\\u00e9").Replace("\"finish_reason\":null", $"\"finish_reason\":null,\"logprobs\":{said}", StringComparison.Ordinal);
        Assert.Contains($"\"logprobs\":{written}", Streams.Play(Streams.Role, chunk, Streams.Finish()).Text, StringComparison.Ordinal);
    }

    private static string With(string chunk, bool list) => list ? chunk[..^1] + $",\"citations\":{Both}}}" : chunk;

    private static string Url(string annotation) => JsonNode.Parse(annotation)!["url_citation"]!["url"]!.GetValue<string>();
}
