// The grammar of RFC 8259, case by case in the manner of JSONTestSuite, and against System.Text.Json on whatever chance makes.
using System.Text;
using System.Text.Json;
using InworldRouter.Wire.Json;

namespace InworldRouter.Wire.Tests.Json;

public sealed class JsonScannerTests
{
    public static TheoryData<string> Accepted =>
    [
        "[]", "{}", "[[]   ]", "[\"\"]", "[false]", "[null, 1, \"1\", {}]", " [1]", "[1]\n", "\t\r\n [ 1 , 2 ] ", "0", "-0", "true", "null", "\"x\"",
        "[123e65]", "[0e+1]", "[0e1]", "[ 4]", "[-0.000000000000000000000000000000000000001]", "[20e1]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]",
        "[123e45]", "[123.456e78]", "[1e-2]", "[1e+2]", "[123]", "[123.456789]", "[1e400]", "[123456789012345678901234567890]",
        "{\"asd\":\"sdf\", \"dfg\":\"fgh\"}", "{\"a\":\"b\",\"a\":\"c\"}", "{\"\":0}", "{\"foo\\u0000bar\": 42}", "{ \"min\": -1.0e+28 }", "{\"a\":[]}",
        "[\"\\u0060\\u012a\\u12AB\"]", "[\"\\uD801\\udc37\"]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\\u0000\"]", "[\"\\uDFAA\"]", "[\"\\uD888\\u1234\"]",
        "[\"a/*b*/c\"]", "[\"\u007f\"]", "[\"\u2028\"]", "[\"€𝄞\"]", "[\"\uFFFF\"]",
    ];

    public static TheoryData<string, JsonFaultKind, int> Rejected => new()
    {
        { "", JsonFaultKind.UnexpectedEnd, 0 },
        { " ", JsonFaultKind.UnexpectedEnd, 1 },
        { "[", JsonFaultKind.UnexpectedEnd, 1 },
        { "{", JsonFaultKind.UnexpectedEnd, 1 },
        { "[1", JsonFaultKind.UnexpectedEnd, 2 },
        { "[1,", JsonFaultKind.UnexpectedEnd, 3 },
        { "{\"a\"", JsonFaultKind.UnexpectedEnd, 4 },
        { "{\"a\":", JsonFaultKind.UnexpectedEnd, 5 },
        { "{\"a\":1", JsonFaultKind.UnexpectedEnd, 6 },
        { "{\"a\":1,", JsonFaultKind.UnexpectedEnd, 7 },
        { "\"", JsonFaultKind.UnexpectedEnd, 1 },
        { "\"a\\", JsonFaultKind.UnexpectedEnd, 3 },
        { "\"a\\u12", JsonFaultKind.UnexpectedEnd, 6 },
        { "[1 true]", JsonFaultKind.UnexpectedByte, 3 },
        { "[,1]", JsonFaultKind.UnexpectedByte, 1 },
        { "[1,]", JsonFaultKind.UnexpectedByte, 3 },
        { "[1,,2]", JsonFaultKind.UnexpectedByte, 3 },
        { "[\"a\",\n4\n,1,", JsonFaultKind.UnexpectedEnd, 11 },
        { "[}", JsonFaultKind.UnexpectedByte, 1 },
        { "[1}", JsonFaultKind.UnexpectedByte, 2 },
        { "{]", JsonFaultKind.UnexpectedByte, 1 },
        { "{\"a\":1]", JsonFaultKind.UnexpectedByte, 6 },
        { "{\"a\" 1}", JsonFaultKind.UnexpectedByte, 5 },
        { "{\"a\",1}", JsonFaultKind.UnexpectedByte, 4 },
        { "{\"a\":1,}", JsonFaultKind.UnexpectedByte, 7 },
        { "{,\"a\":1}", JsonFaultKind.UnexpectedByte, 1 },
        { "{a:1}", JsonFaultKind.UnexpectedByte, 1 },
        { "{'a':1}", JsonFaultKind.UnexpectedByte, 1 },
        { "{1:1}", JsonFaultKind.UnexpectedByte, 1 },
        { "{null:1}", JsonFaultKind.UnexpectedByte, 1 },
        { "{\"a\":\"a\" 123}", JsonFaultKind.UnexpectedByte, 9 },
        { "{\"a\"::1}", JsonFaultKind.UnexpectedByte, 5 },
        { "[nul]", JsonFaultKind.UnexpectedByte, 1 },
        { "[tru", JsonFaultKind.UnexpectedByte, 1 },
        { "[True]", JsonFaultKind.UnexpectedByte, 1 },
        { "[nullx]", JsonFaultKind.UnexpectedByte, 5 },
        { "[NaN]", JsonFaultKind.UnexpectedByte, 1 },
        { "[Infinity]", JsonFaultKind.UnexpectedByte, 1 },
        { "[+1]", JsonFaultKind.UnexpectedByte, 1 },
        { "[.5]", JsonFaultKind.UnexpectedByte, 1 },
        { "[-]", JsonFaultKind.BadNumber, 2 },
        { "[-a]", JsonFaultKind.BadNumber, 2 },
        { "[-Infinity]", JsonFaultKind.BadNumber, 2 },
        { "[01]", JsonFaultKind.BadNumber, 3 },
        { "[-012]", JsonFaultKind.BadNumber, 5 },
        { "[1.]", JsonFaultKind.BadNumber, 3 },
        { "[1.e1]", JsonFaultKind.BadNumber, 3 },
        { "[1e]", JsonFaultKind.BadNumber, 3 },
        { "[1e+]", JsonFaultKind.BadNumber, 4 },
        { "[1.5.6]", JsonFaultKind.UnexpectedByte, 4 },
        { "[0x1]", JsonFaultKind.UnexpectedByte, 2 },
        { "[1-2]", JsonFaultKind.UnexpectedByte, 2 },
        { "[\"\\x00\"]", JsonFaultKind.BadString, 2 },
        { "[\"\\u00A\"]", JsonFaultKind.BadString, 2 },
        { "[\"\\uqqqq\"]", JsonFaultKind.BadString, 2 },
        { "[\"\\U0041\"]", JsonFaultKind.BadString, 2 },
        { "[\"a\nb\"]", JsonFaultKind.BadString, 3 },
        { "[\"\t\"]", JsonFaultKind.BadString, 2 },
        { "[\"a\0\"]", JsonFaultKind.BadString, 3 },
        { "['a']", JsonFaultKind.UnexpectedByte, 1 },
        { "[1]x", JsonFaultKind.TrailingBytes, 3 },
        { "[][]", JsonFaultKind.TrailingBytes, 2 },
        { "1]", JsonFaultKind.TrailingBytes, 1 },
        { "{}//", JsonFaultKind.TrailingBytes, 2 },
        { "{}\f", JsonFaultKind.TrailingBytes, 2 },
        { "/**/[]", JsonFaultKind.UnexpectedByte, 0 },
        { "\uFEFF[]", JsonFaultKind.UnexpectedByte, 0 },
        { "\u00A0[]", JsonFaultKind.UnexpectedByte, 0 },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void WellFormed_IsAccepted(string json)
    {
        Assert.Equal(JsonFaultKind.None, Fault(json).Kind);
        Assert.True(SystemTextJsonAccepts(Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Malformed_IsRejected_AtItsByte(string json, JsonFaultKind kind, int position)
    {
        Assert.Equal(new JsonFault(kind, position), Fault(json));
        Assert.False(SystemTextJsonAccepts(Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    [InlineData("[{\"a\":", "}]")]
    public void Depth_IsBounded(string open, string close)
    {
        var levels = open.Count(c => c is '[' or '{');
        string Nested(int depth) => string.Concat(Enumerable.Repeat(open, depth / levels)) + "0" + string.Concat(Enumerable.Repeat(close, depth / levels));
        Assert.Equal(JsonFaultKind.None, Fault(Nested(JsonScanner.MaxDepth)).Kind);
        Assert.Equal(JsonFaultKind.TooDeep, Fault(Nested(JsonScanner.MaxDepth + levels)).Kind);
        Assert.Equal(JsonFaultKind.TooDeep, Fault(Nested(10_000)).Kind);
        Assert.Equal(JsonFaultKind.TooDeep, Fault(Nested(1_000_000)).Kind);
    }

    [Fact]
    public void Depth_IsThatOfTheWholeText_ForGeneratedScannersToo()
    {
        static bool Scans(int depth) => CallFields.TryScan(
            Encoding.ASCII.GetBytes("{\"usage\":{\"prompt_tokens\":" + new string('[', depth - 2) + new string(']', depth - 2) + "}}"), out _, out var fault)
            || (fault.Kind != JsonFaultKind.TooDeep ? throw new InvalidOperationException(fault.ToString()) : false);
        Assert.True(Scans(JsonScanner.MaxDepth));
        Assert.False(Scans(JsonScanner.MaxDepth + 1));
        Assert.False(Scans(10_000));
    }

    [Fact]
    public void TruncatedAtEveryByte_NeverThrows_NeverPasses()
    {
        const string Whole = """{"model":"gr\u00f6\"ße 💬","usage":{"prompt_tokens_details":{"cached_tokens":-1.5e-3}},"x":[true,false,null,{"a":[]}],"tools":[[{}]]}""";
        var json = Encoding.UTF8.GetBytes(Whole);
        Assert.True(CallFields.TryScan(json, out _, out _));
        for (var length = 0; length < json.Length; length++)
        {
            Assert.False(CallFields.TryScan(json.AsSpan(0, length), out _, out var fault));
            Assert.InRange(fault.Position, 0, length);
        }
    }

    [Fact]
    public void AfterAFault_EveryMethodReturnsAtOnce()
    {
        var scanner = new JsonScanner("[1,}"u8);
        Assert.True(scanner.EnterArray());
        scanner.SkipValue();
        Assert.True(scanner.NextElement());
        Assert.Equal(default, scanner.SkipValue());
        var fault = scanner.Fault;
        Assert.Equal(new JsonFault(JsonFaultKind.UnexpectedByte, 3), fault);
        Assert.False(scanner.NextElement());
        Assert.False(scanner.EnterObject());
        Assert.True(scanner.ReadName(out _, out _).IsEmpty);
        Assert.Equal(JsonKind.Absent, scanner.PeekKind());
        scanner.ExpectEnd();
        Assert.Equal(fault, scanner.Fault);
    }

    [Fact]
    public void RandomMutations_AreJudgedAsBySystemTextJson()
    {
        const string Seed = """{"model":"a\"b\\\u00e9","messages":[{"role":"user","content":"x"},[],{}],"n":-1.5e+10,"t":true,"f":false,"z":null, "o" : { } }""";
        const string Favoured = "{}[]\",:\\ \n\t0123456789.eE+-truefalsn\u0001u";
        var random = new Random(20261120);
        var accepted = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var json = Encoding.UTF8.GetBytes(Seed).ToList();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(json.Count);
                var length = random.Next(Math.Min(4, json.Count - at));
                json.RemoveRange(at, length);
                if (random.Next(3) > 0)
                    json.Insert(Math.Min(at, json.Count), (byte)Favoured[random.Next(Favoured.Length)]);
            }
            byte[] mutated = [.. json];
            var ours = Fault(mutated).IsNone;
            Assert.True(SystemTextJsonAccepts(mutated) == ours, Encoding.UTF8.GetString(mutated));
            Assert.True(!ours || CallFields.TryScan(mutated, out _, out _), Encoding.UTF8.GetString(mutated));
            accepted += ours ? 1 : 0;
        }
        // Both verdicts must have been put to the test.
        Assert.InRange(accepted, 1000, 15_000);
    }

    [Fact]
    public void RandomBytes_NeverThrow()
    {
        var random = new Random(4711);
        var json = new byte[64];
        for (var round = 0; round < 20_000; round++)
        {
            random.NextBytes(json);
            json[0] = (byte)'{';
            json[1] = (byte)'"';
            Assert.False(StrictFields.TryScan(json, out _, out var fault));
            Assert.InRange(fault.Position, 0, json.Length);
        }
    }

    [Fact]
    public void Scanning_AllocatesNothing()
    {
        byte[] json = [.. """{"model":"m","messages":[{"role":"user","content":"a\nb"}],"usage":{"total_tokens":1},"stream":true}"""u8];
        var good = true;
        Assert.Equal(0, Allocation.Of(() => good &= CallFields.TryScan(json, out _, out _)));
        Assert.True(good);
        json[^1] = (byte)']';
        Assert.Equal(0, Allocation.Of(() => good &= CallFields.TryScan(json, out _, out _)));
        Assert.False(good);
    }

    [Fact]
    public void EveryFault_HasWords() =>
        Assert.All(Enum.GetValues<JsonFaultKind>(), kind => Assert.NotEmpty(new JsonFault(kind, 7).ToString()));

    private static JsonFault Fault(string json) => Fault(Encoding.UTF8.GetBytes(json));

    private static JsonFault Fault(ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json);
        scanner.SkipValue();
        scanner.ExpectEnd();
        return scanner.Fault;
    }

    private static bool SystemTextJsonAccepts(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonScanner.MaxDepth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
