// "sort" in both spellings, and what is said of anything else.
using System.Text;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Routing;
using InworldRouter.Wire.Json;

namespace InworldRouter.Tests.DataPlane.Routing;

public sealed class SortReaderTests
{
    [Theory]
    [InlineData("""["price"]""", "lowest price")]
    [InlineData("""["price","latency"]""", "lowest price, lowest latency")]
    [InlineData("""[ "throughput" , "intelligence","math","coding" ]""", "highest throughput, highest intelligence, highest math, highest coding")]
    [InlineData("\"price\"", "lowest price")]
    [InlineData("""[{"metric":"SORT_METRIC_PRICE","direction":"SORT_DIRECTION_ASCENDING"}]""", "lowest price")]
    [InlineData("""[{"metric":"SORT_METRIC_PRICE","direction":"SORT_DIRECTION_DESCENDING"},"latency"]""", "highest price, lowest latency")]
    [InlineData("""[{"direction":"SORT_DIRECTION_UNSPECIFIED","metric":"SORT_METRIC_CODING"}]""", "highest coding")]
    [InlineData("""[{"metric":"throughput","direction":"asc"}]""", "lowest throughput")]
    [InlineData("""[{"metric":"SORT_METRIC_MATH","direction":null,"more":[1]}]""", "highest math")]
    [InlineData("""["SORT_METRIC_LATENCY"]""", "lowest latency")]
    [InlineData("""["price","price",{"metric":"price","direction":"desc"},"math"]""", "lowest price, highest math")]
    [InlineData("""[{"metric":"SORT_METRIC_UNSPECIFIED","direction":"SORT_DIRECTION_UNSPECIFIED"},"math"]""", "highest math")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    public void BothSpellings_AreRead(string sort, string expected)
    {
        Assert.Null(Read(sort, out var order));
        Assert.Equal(expected, order.ToString());
    }

    [Theory]
    [InlineData("7", "sort", "sort must be an array, not a number.")]
    [InlineData("""["cheap"]""", "sort[0]", "sort[0] must be one of price, latency, throughput, intelligence, math or coding.")]
    [InlineData("""["price","intelligences"]""", "sort[1]", "sort[1] must be one of price, latency, throughput, intelligence, math or coding.")]
    [InlineData("""["price",7]""", "sort[1]", "sort[1] must be a string or an object, not a number.")]
    [InlineData("""[{}]""", "sort[0]", "sort[0] must be one of price, latency, throughput, intelligence, math or coding.")]
    [InlineData("""[{"metric":"price","direction":"up"}]""", "sort[0].direction", "sort[0].direction must be SORT_DIRECTION_ASCENDING or SORT_DIRECTION_DESCENDING.")]
    public void AnythingElse_IsRefused_WithItsPlace(string sort, string param, string message)
    {
        var refusal = Read(sort, out _)!;

        Assert.Equal((400, param, message), (refusal.Status, refusal.Param, refusal.Message));
    }

    [Fact]
    public void NoSort_AsksForNothing()
    {
        Assert.Null(SortReader.Read(default, default, out var order));
        Assert.Equal(0, order.Count);
        Assert.Equal("lowest latency, lowest price", SortOrder.Default.ToString());
    }

    private static RouterError? Read(string sort, out SortOrder order)
    {
        var body = Encoding.UTF8.GetBytes("{\"sort\":" + sort + "}");
        var scanner = new JsonScanner(body, "{\"sort\":".Length);
        return SortReader.Read(scanner.SkipValue(), body, out order);
    }
}
