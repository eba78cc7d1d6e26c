// The generated scanners: right places, any spelling of a name, nesting in the same pass, repeats noticed.
using System.Text;
using InworldRouter.Wire.Json;

namespace InworldRouter.Wire.Tests.Json;

public sealed class GeneratedScannerTests
{
    [Fact]
    public void Members_AreFound_WithTheirPlaces()
    {
        var json = """ { "stream" : true , "model":"gpt-4o", "other":[1,{"model":2}], "tools":[] } """u8;
        Assert.True(CallFields.TryScan(json, out var call, out _));
        Assert.Equal("\"gpt-4o\"", Text(call.Model.Raw(json)));
        Assert.Equal("gpt-4o", Text(call.Model.Inner(json)));
        Assert.Equal("\"model\"", Text(json.Slice(call.Model.NameStart, 7)));
        Assert.Equal(JsonKind.True, call.Stream.Kind);
        Assert.Equal("[]", Text(call.Tools.Raw(json)));
        Assert.False(call.Usage.Self.IsPresent);
        Assert.Equal(new JsonValue(1, json.Length - 2, JsonKind.Object, 1), call.Self);
    }

    [Fact]
    public void NestedObject_IsScannedInTheSamePass_WithOffsetsIntoTheWholeText()
    {
        var json = """{"usage":{"total_tokens":7,"prompt_tokens_details":{"x":0,"cached_tokens":0}},"model":"m"}"""u8;
        Assert.True(CallFields.TryScan(json, out var call, out _));
        Assert.Equal("7", Text(call.Usage.TotalTokens.Raw(json)));
        Assert.Equal("0", Text(call.Usage.Details.CachedTokens.Raw(json)));
        Assert.Equal(JsonKind.Object, call.Usage.Self.Kind);
        Assert.Equal(1, call.Usage.Self.NameStart);
        Assert.Equal("""{"total_tokens":7,"prompt_tokens_details":{"x":0,"cached_tokens":0}}""", Text(call.Usage.Self.Raw(json)));
        Assert.True(call.Model.IsPresent);
    }

    [Theory]
    [InlineData("null", JsonKind.Null)]
    [InlineData("[{\"total_tokens\":1}]", JsonKind.Array)]
    [InlineData("\"x\"", JsonKind.String)]
    [InlineData("1", JsonKind.Number)]
    [InlineData("{}", JsonKind.Object)]
    public void NestedField_OfAnotherKind_TellsItsKindAlone(string value, JsonKind kind)
    {
        Assert.True(CallFields.TryScan(Encoding.UTF8.GetBytes($$"""{"usage":{{value}},"model":"m"}"""), out var call, out _));
        Assert.Equal(kind, call.Usage.Self.Kind);
        Assert.Equal(9, call.Usage.Self.Start);
        Assert.Equal(1, call.Usage.Self.NameStart);
        Assert.False(call.Usage.TotalTokens.IsPresent);
        Assert.True(call.Model.IsPresent);
    }

    [Theory]
    [InlineData("""{"mod\u0065l":1}""")]
    [InlineData("""{"\u006D\u006fde\u006C":1}""")]
    public void EscapedName_IsTheSameMember(string json)
    {
        Assert.True(CallFields.TryScan(Encoding.UTF8.GetBytes(json), out var call, out _));
        Assert.Equal(JsonKind.Number, call.Model.Kind);
    }

    [Fact]
    public void NamesBeyondAscii_AndNamesThatNeedEscapes_AreFound()
    {
        Assert.True(CallFields.TryScan("""{"größe":1,"a\"b\\c":2}"""u8, out var call, out _));
        Assert.True(call.Umlaut.IsPresent);
        Assert.True(call.Quoted.IsPresent);
        Assert.True(CallFields.TryScan("""{"gr\u00f6\u00DFe":1}"""u8, out call, out _));
        Assert.True(call.Umlaut.IsPresent);
    }

    [Fact]
    public void RepeatedMember_LastWins()
    {
        var json = """{"model":"a","usage":{"total_tokens":1,"prompt_tokens":2},"model":"b","usage":{"total_tokens":3}}"""u8;
        Assert.True(CallFields.TryScan(json, out var call, out _));
        Assert.Equal("b", call.Model.GetString(json));
        Assert.Equal("3", Text(call.Usage.TotalTokens.Raw(json)));
        Assert.False(call.Usage.PromptTokens.IsPresent);
    }

    [Fact]
    public void FirstRepeatedMember_IsTold()
    {
        var json = """{"x":1,"x":2,"model":"a","usage":null,"usage":{},"model":"b","usage":1}"""u8;
        Assert.True(StrictFields.TryScan(json, out var call, out _));
        Assert.Equal("{}", Text(call.Duplicate.Raw(json)));
        Assert.Equal(json.IndexOf("\"usage\":{"u8), call.Duplicate.NameStart);
        Assert.True(StrictFields.TryScan("""{"model":"a","usage":{}}"""u8, out call, out _));
        Assert.False(call.Duplicate.IsPresent);
    }

    [Theory]
    [InlineData("", JsonFaultKind.UnexpectedEnd, 0)]
    [InlineData("  ", JsonFaultKind.UnexpectedEnd, 2)]
    [InlineData("[]", JsonFaultKind.NotAnObject, 0)]
    [InlineData(" null", JsonFaultKind.NotAnObject, 1)]
    [InlineData("{} {}", JsonFaultKind.TrailingBytes, 3)]
    [InlineData("{}\0", JsonFaultKind.TrailingBytes, 2)]
    [InlineData("\uFEFF{}", JsonFaultKind.NotAnObject, 0)]
    [InlineData("{\"model\"}", JsonFaultKind.UnexpectedByte, 8)]
    [InlineData("{\"model\":}", JsonFaultKind.UnexpectedByte, 9)]
    [InlineData("{\"model\":1,}", JsonFaultKind.UnexpectedByte, 11)]
    [InlineData("{\"usage\":{]}", JsonFaultKind.UnexpectedByte, 10)]
    public void MalformedText_IsRefused_WithThePlace(string json, JsonFaultKind kind, int position)
    {
        Assert.False(CallFields.TryScan(Encoding.UTF8.GetBytes(json), out _, out var fault));
        Assert.Equal(new JsonFault(kind, position), fault);
    }

    [Fact]
    public void ArrayOfObjects_IsScannedByHand()
    {
        var json = """[{"total_tokens":1}, {"prompt_tokens":2}, 3]"""u8;
        var scanner = new JsonScanner(json);
        var usage = default(UsageFields);
        var seen = new List<string>();
        Assert.True(scanner.EnterArray());
        do
        {
            UsageFields.Scan(ref scanner, ref usage);
            seen.Add($"{usage.Self.Kind} {usage.TotalTokens.Kind} {usage.PromptTokens.Kind} {usage.Self.NameStart == usage.Self.Start}");
        }
        while (scanner.NextElement());
        scanner.ExpectEnd();
        Assert.False(scanner.Failed);
        Assert.Equal(["Object Number Absent True", "Object Absent Number True", "Number Absent Absent True"], seen);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
