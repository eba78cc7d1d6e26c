// Edits by byte range: what is named changes, every other byte stays, and the text stays JSON whatever the order of recording.
using System.Text;
using System.Text.Json;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Wire.Tests.Json;

public sealed class JsonPatchTests
{
    private const string Four = """{ "a" : 1 ,"b":"x\"y",  "c":[1, 2] , "d":{"e":null} }""";

    [Fact]
    public void Replace_TouchesNothingElse() => Becomes(
        """{ "a" : 1 ,"b":"new",  "c":[1, 2] , "d":{"e":null} }""", Four, (patch, _, member) => patch.Replace(member("b"), "\"new\""u8));

    [Fact]
    public void ReplaceWritten_TakesWhatWasWritten() => Becomes("""{"a":[1,2],"b":2}""", """{"a":1,"b":2}""", (patch, _, member) =>
    {
        var from = patch.Scratch.Length;
        patch.Scratch.Write("[1,2]"u8);
        patch.ReplaceWritten(member("a").Start, member("a").Length, from);
    });

    [Theory]
    [InlineData("""{"a":1}""", """{"z":1}""")]
    [InlineData("""{ "a" : 1 }""", """{ "z" : 1 }""")]
    [InlineData("""{"\u0061":1}""", """{"z":1}""")]
    [InlineData("{\"x\":0,\"a\\\\\":1}", "{\"x\":0,\"z\":1}")]
    [InlineData("""{"a\"":1}""", """{"z":1}""")]
    public void Rename_KeepsTheValue(string json, string patched) => Becomes(patched, json, (patch, text, _) => patch.Rename(LastMember(text), text, "\"z\""u8));

    [Theory]
    [InlineData("a", """{"b":"x\"y",  "c":[1, 2] , "d":{"e":null} }""")]
    [InlineData("b", """{ "a" : 1 ,  "c":[1, 2] , "d":{"e":null} }""")]
    [InlineData("c", """{ "a" : 1 ,"b":"x\"y" , "d":{"e":null} }""")]
    [InlineData("d", """{ "a" : 1 ,"b":"x\"y",  "c":[1, 2]  }""")]
    public void RemoveMember_TakesOneComma(string name, string patched) =>
        Becomes(name == "a" ? "{ " + patched[1..] : patched, Four, (patch, json, member) => patch.RemoveMember(member(name), json));

    [Fact]
    public void RemoveMembers_AnySubset_InAnyOrder()
    {
        string[] names = ["a", "b", "c", "d"];
        foreach (var order in Orders(names))
        {
            for (var count = 1; count <= order.Length; count++)
            {
                var gone = order[..count];
                var patched = Patched(Four, (patch, json, member) =>
                {
                    foreach (var name in gone)
                        patch.RemoveMember(member(name), json);
                });
                Assert.Equal(names.Except(gone), Members(patched).Select(m => m.Name));
            }
        }
    }

    [Theory]
    [InlineData("{}", """{"x":1}""")]
    [InlineData("{ }", """{"x":1 }""")]
    [InlineData("""{"a":1}""", """{"x":1,"a":1}""")]
    [InlineData("""{ "a":1}""", """{"x":1, "a":1}""")]
    public void InsertFirst_TakesACommaOnlyWhenAMemberFollows(string json, string patched) =>
        Becomes(patched, json, (patch, text, _) => patch.InsertFirst(0, text, "\"x\":1"u8));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void InsertFirst_WhereEverythingElseGoes_LeavesNoComma(bool insertBefore) => Becomes("""{"x":1,"y":2}""", """{"a":1,"b":2}""", (patch, json, member) =>
    {
        if (insertBefore)
            patch.InsertFirst(0, json, "\"x\":1"u8);
        patch.RemoveMember(member("a"), json);
        patch.RemoveMember(member("b"), json);
        if (!insertBefore)
            patch.InsertFirst(0, json, "\"x\":1"u8);
        patch.InsertFirst(0, json, "\"y\":2"u8);
    });

    [Fact]
    public void Insert_AtTheEnd_BringsItsOwnComma() => Becomes("""{"x":1,"y":2}""", "{}", (patch, json, _) =>
    {
        patch.InsertFirst(0, json, "\"x\":1"u8);
        patch.Insert(json.Length - 1, ",\"y\":2"u8);
    });

    [Fact]
    public void ApplyHead_LeavesTheUntouchedTailToTheCaller()
    {
        var json = """{"model":"a","messages":["a long text"]}"""u8;
        using var patch = new JsonPatch();
        using var output = new PooledBuffer();
        var model = new JsonValue(9, 3, JsonKind.String, 1);
        patch.Replace(model, "\"other\""u8);
        var rest = patch.ApplyHead(json, output);
        Assert.Equal("""{"model":"other" """.TrimEnd(), Encoding.UTF8.GetString(output.Written));
        Assert.Equal(model.End, rest);
        Assert.Equal(json.Length + 4, patch.LengthOf(json));
    }

    [Fact]
    public void Clear_ForgetsEverything()
    {
        using var patch = new JsonPatch();
        using var output = new PooledBuffer();
        patch.Insert(0, "x"u8);
        patch.Clear();
        Assert.True(patch.IsEmpty);
        patch.Apply("{}"u8, output);
        Assert.Equal("{}", Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void RandomEdits_GiveTheExpectedObject_AndKeepEveryUntouchedByte()
    {
        var random = new Random(20261120);
        string[] spaces = ["", "", " ", "\n  "];
        string[] values = ["1", "-0.50", "\"a,b\"", "\"}\\\"{\"", "[1,  {\"a\":2}]", "{\"model\" : null}", "true", "{}"];
        for (var round = 0; round < 5000; round++)
        {
            string Space() => spaces[random.Next(spaces.Length)];
            string Value() => values[random.Next(values.Length)];
            var expected = Enumerable.Range(0, random.Next(7)).Select(i => (Name: "m" + i, Value: Value())).ToList();
            var json = Space() + "{" + Space() + string.Join(",", expected.Select(m => $"{Space()}\"{m.Name}\"{Space()}:{Space()}{m.Value}{Space()}")) + "}" + Space();
            var recorded = "";
            var patched = Patched(json, (patch, text, member) =>
            {
                var open = text.IndexOf((byte)'{');
                foreach (var name in expected.Select(m => m.Name).OrderBy(_ => random.Next()).ToList())
                {
                    var i = expected.FindIndex(m => m.Name == name);
                    recorded += " " + name;
                    switch (random.Next(5))
                    {
                        case 0 or 1:
                            patch.RemoveMember(member(name), text);
                            expected.RemoveAt(i);
                            break;
                        case 2:
                            var value = Value();
                            patch.Replace(member(name), Encoding.UTF8.GetBytes(value));
                            expected[i] = (name, value);
                            break;
                        case 3:
                            patch.Rename(member(name), text, "\"renamed\""u8);
                            expected[i] = ("renamed", expected[i].Value);
                            break;
                        default:
                            break;
                    }
                }
                if (random.Next(2) == 0)
                {
                    patch.InsertFirst(open, text, "\"first\":0"u8);
                    expected.Insert(0, ("first", "0"));
                }
            });
            Assert.True(expected.SequenceEqual(Members(patched)), $"{json}\n{patched}\n{recorded}");
        }
    }

    [Fact]
    public void Patching_AllocatesNothing()
    {
        var json = Encoding.UTF8.GetBytes("""{"id":"x","model":"m","choices":[],"usage":null}""");
        Assert.True(CallFields.TryScan(json, out var call, out _));
        using var patch = new JsonPatch();
        using var output = new PooledBuffer();
        Assert.Equal(0, Allocation.Of(() =>
        {
            patch.Clear();
            output.Reset();
            patch.Replace(call.Model, "\"another/model\""u8);
            patch.RemoveMember(call.Usage.Self, json);
            patch.InsertFirst(0, json, "\"metadata\":{}"u8);
            patch.Apply(json, output);
        }));
        Assert.Equal("""{"metadata":{},"id":"x","model":"another/model","choices":[]}""", Encoding.UTF8.GetString(output.Written));
    }

    private delegate void Record(JsonPatch patch, byte[] json, Func<string, JsonValue> member);

    private static void Becomes(string expected, string json, Record record) => Assert.Equal(expected, Patched(json, record));

    private static string Patched(string json, Record record)
    {
        var text = Encoding.UTF8.GetBytes(json);
        using var patch = new JsonPatch();
        using var output = new PooledBuffer();
        record(patch, text, name => Place(text, name));
        patch.Apply(text, output);
        Assert.Equal(output.Length, patch.LengthOf(text));
        return Encoding.UTF8.GetString(output.Written);
    }

    private static JsonValue Place(byte[] json, string wanted)
    {
        var scanner = new JsonScanner(json);
        Assert.True(scanner.EnterObject());
        do
        {
            var name = Encoding.UTF8.GetString(scanner.ReadName(out var nameStart, out _));
            var value = scanner.SkipValue(nameStart);
            if (name == wanted)
                return value;
        }
        while (scanner.NextMember());
        throw new ArgumentException("no such member", nameof(wanted));
    }

    private static JsonValue LastMember(byte[] json)
    {
        var scanner = new JsonScanner(json);
        scanner.EnterObject();
        JsonValue last;
        do
        {
            scanner.ReadName(out var nameStart, out _);
            last = scanner.SkipValue(nameStart);
        }
        while (scanner.NextMember());
        return last;
    }

    private static List<(string Name, string Value)> Members(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(p => (p.Name, p.Value.GetRawText()))];
    }

    private static IEnumerable<string[]> Orders(string[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany(first => Orders([.. items.Where(i => i != first)]).Select(rest => (string[])[first, .. rest]));
}
