// The HTML standard's own examples of event streams (section 9.2.6), by number, and those of its introduction (9.2.1).
using System.Text;

namespace InworldRouter.Wire.Tests.Sse;

public sealed class SseStandardTests
{
    [Fact]
    public void C01_Introduction_ThreeMessages_OneOfTwoLines() => Reads(
        """
        data: This is the first message.

        data: This is the second message, it
        data: has two lines.

        data: This is the third message.


        """,
        new("", "This is the first message."),
        new("", "This is the second message, it\nhas two lines."),
        new("", "This is the third message."));

    [Fact]
    public void C01_Introduction_TypedEvents() => Reads(
        """
        event: add
        data: 73857293

        event: remove
        data: 2153

        event: add
        data: 113411


        """,
        new("add", "73857293"),
        new("remove", "2153"),
        new("add", "113411"));

    [Fact]
    public void C01_Example1_DataOfThreeLines() => Reads("data: YHOO\ndata: +2\ndata: 10\n\n", new Received("", "YHOO\n+2\n10"));

    [Fact]
    public void C01_C04_Example2_CommentAndIds() => Reads(
        """
        : test stream

        data: first event
        id: 1

        data:second event
        id

        data:  third event


        """,
        new("", "first event"),
        new("", "second event"),
        new("", " third event"));

    /// <summary>The standard gives an event with empty data for the first block; we pass it over (see the reader), and drop the last as the standard does.</summary>
    [Fact]
    public void C01_Example3_EmptyData() => Reads("data\n\ndata\ndata\n\ndata:", new Received("", "\n"));

    [Fact]
    public void C01_Example4_OneSpaceIsIgnored() => Reads("data:test\n\ndata: test\n\n", new("", "test"), new("", "test"));

    private static void Reads(string stream, params Received[] events)
    {
        Assert.Equal(events, Received.InPieces(Encoding.UTF8.GetBytes(stream), int.MaxValue));
        Assert.Equal(events, Received.InPieces(Encoding.UTF8.GetBytes(stream), 1));
    }
}
