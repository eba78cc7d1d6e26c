// What holds for every recorded stream of a dialect that is not the caller's, whichever it is.
using System.Text;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Transcripts;

/// <param name="Format">Whose reasoning the details are, in OpenRouter's words.</param>
internal sealed record Translation(Provider Provider, string Format)
{
    // How many two-piece splits of one recording are tried; small recordings are split at every offset.
    private const int MostSplits = 300;

    /// <summary>A strict client reads of the stream what was said.</summary>
    public void AssertSays(ReadAnswer said, byte[] upstream)
    {
        var read = StreamReplay.Whole(Provider, upstream, Identity.Of(includeUsage: true)).Read(includeUsage: true).Answer;
        Details.AddUp(read, Format);
        said.AssertEqual(read);
    }

    /// <summary>With the reasoning excluded it reads all else.</summary>
    public void AssertSaysWithoutReasoning(ReadAnswer said, byte[] upstream)
    {
        var read = StreamReplay.Whole(Provider, upstream, Identity.Of(excludeReasoning: true)).Read().Answer;
        said.Usage = null;
        said[0].Reasoning = "";
        said[0].Details.Clear();
        said.AssertEqual(read);
    }

    /// <summary>However the bytes are cut, it gets the same.</summary>
    public void AssertSaysInPieces(byte[] upstream)
    {
        var whole = StreamReplay.Whole(Provider, upstream, Identity.Of(includeUsage: true)).Text;
        Assert.Equal(whole, StreamReplay.InPieces(Provider, upstream, Identity.Of(includeUsage: true), 1).Text);
        for (var at = 1; at < upstream.Length; at += Math.Max(1, upstream.Length / MostSplits))
            Assert.Equal(whole, StreamReplay.InTwo(Provider, upstream, Identity.Of(includeUsage: true), at).Text);
    }

    /// <summary>Cut before a text that stands near its end, the stream is a truncated one.</summary>
    public void AssertTruncated(byte[] upstream, string before)
    {
        var text = Encoding.UTF8.GetString(upstream);
        var cut = text[..text.IndexOf(before, StringComparison.Ordinal)];
        Assert.Equal(FailureKind.Truncated, StreamReplay.Whole(Provider, Encoding.UTF8.GetBytes(cut), Identity.Of()).Failure?.Kind);
    }

    /// <summary>A whole answer says what was said.</summary>
    public void AssertAnswers(ReadAnswer said, byte[] upstream)
    {
        using var output = new PooledBuffer();
        Assert.Null(Provider.TranslateAnswer(upstream, Identity.Of(), output, out var usage));
        output.Write(Encoding.UTF8.GetBytes($",\"metadata\":{Identity.Metadata}}}"));
        var read = StrictAnswer.Read(Encoding.UTF8.GetString(output.Written));
        Details.AddUp(read, Format);
        Assert.Equal(said.Usage![..2], [usage.Prompt, usage.Completion]);
        said.AssertEqual(read);
    }
}
