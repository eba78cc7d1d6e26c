// The scanner generator: made code runs, misuse is said at its place, and unrelated edits make nothing run again.
using System.Text;
using InworldRouter.Generators.Json;
using InworldRouter.Wire.Json;
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Tests.Json;

public sealed class JsonFieldsGeneratorTests
{
    private const string Usings = "using InworldRouter.Wire.Json;\n";

    private const string Two = Usings + """
        namespace Some.Place;
        [JsonFields] public partial struct Outer
        {
            [JsonField("*duplicate")] public JsonValue Twice;
            [JsonField("model")] public JsonValue Model;
            [JsonField("usage")] public Inner Usage;
            public int Unmarked;
        }
        [JsonFields] public partial record struct Inner
        {
            [JsonField("")] public JsonValue Self;
            [JsonField("total")] public JsonValue Total;
        }
        """;

    private delegate bool Scanner<T>(ReadOnlySpan<byte> json, out T fields, out JsonFault fault);

    [Fact]
    public void GeneratedScanner_Runs()
    {
        var drive = new Drive(new JsonFieldsGenerator(), Two);
        Assert.Empty(drive.DiagnosticIds);
        var (scanned, fields) = Scan(drive, "Some.Place.Outer", """{"x":[],"mod\u0065l":"m","usage":{"total":3},"model":1}""");
        Assert.True(scanned);
        Assert.Equal(JsonKind.Number, Field(fields, "Model").Kind);
        Assert.Equal(JsonKind.Number, Field(fields, "Twice").Kind);
        Assert.Equal(25, Field(Nested(fields, "Usage"), "Self").NameStart);
        Assert.Equal(1, Field(Nested(fields, "Usage"), "Total").Length);
    }

    [Fact]
    public void StructInTheGlobalNamespace_IsScannedToo()
    {
        var drive = new Drive(new JsonFieldsGenerator(), Usings + "[JsonFields] internal partial struct G { [JsonField(\"a\")] internal JsonValue A; }");
        var (scanned, _) = Scan(drive, "G", "[]");
        Assert.False(scanned);
    }

    [Theory]
    [InlineData("[JsonFields] public struct A { [JsonField(\"a\")] public JsonValue X; }", "IR1001")]
    [InlineData("public partial class C { [JsonFields] public partial struct A { [JsonField(\"a\")] public JsonValue X; } }", "IR1002")]
    [InlineData("[JsonFields] public partial struct A<T> { [JsonField(\"a\")] public JsonValue X; }", "IR1002")]
    [InlineData("[JsonFields] public ref partial struct A { [JsonField(\"a\")] public JsonValue X; }", "IR1002")]
    [InlineData("[JsonFields] public partial struct A { [JsonField(\"a\")] public int X; }", "IR1003")]
    [InlineData("[JsonFields] public partial struct A { [JsonField(\"a\")] public B X; } public struct B { }", "IR1003")]
    [InlineData("[JsonFields] public partial struct A { [JsonField(\"a\")] public JsonValue Y; [JsonField(\"\")] public B X; } [JsonFields] public partial struct B { [JsonField(\"b\")] public JsonValue Z; }", "IR1003")]
    [InlineData("[JsonFields] public partial struct A { [JsonField(\"a\")] public JsonValue X; [JsonField(\"a\")] public JsonValue Y; }", "IR1004")]
    [InlineData("[JsonFields] public partial struct A { public JsonValue X; }", "IR1005")]
    [InlineData("[JsonFields] public partial struct A { [JsonField(\"\")] public JsonValue X; [JsonField(\"*duplicate\")] public JsonValue Y; }", "IR1005")]
    [InlineData("[JsonFields] public partial struct A { [JsonField(\"a\")] public readonly JsonValue X; }", "IR1006")]
    [InlineData("[JsonFields] public partial struct A { [JsonField(\"a\")] public static JsonValue X; }", "IR1006")]
    [InlineData("[JsonFields] public partial struct A { [JsonField(\"*duplicate\")] public JsonValue X; [JsonField(\"b\")] public B Y; } [JsonFields] public partial struct B { [JsonField(\"b\")] public JsonValue Z; }", "IR1007")]
    public void Misuse_IsReported_AndTheStructGetsNoScanner(string source, string id)
    {
        var drive = new Drive(new JsonFieldsGenerator(), Usings + source);
        Assert.Equal([id], drive.DiagnosticIds);
        Assert.DoesNotContain(drive.Result.GeneratedSources, s => s.HintName.StartsWith("A.", StringComparison.Ordinal));
        var place = Assert.Single(drive.Result.Diagnostics).Location.GetLineSpan();
        Assert.Equal("Source.cs", place.Path);
        Assert.Equal(1, place.StartLinePosition.Line);
    }

    [Fact]
    public void UnrelatedEdit_WritesNothingAnew()
    {
        var drive = new Drive(new JsonFieldsGenerator(), Two);
        drive.Edit(Two.Replace("public int Unmarked;", "// Every position below has moved.\n\n public long Unmarked;", StringComparison.Ordinal));
        drive.WroteNothingAnew(JsonFieldsGenerator.ModelStep);
        drive.AddFile("class Unrelated;");
        drive.WroteNothingAnew(JsonFieldsGenerator.ModelStep);
    }

    [Fact]
    public void EditOfOneStruct_WritesThatOneAnew()
    {
        var drive = new Drive(new JsonFieldsGenerator(), Two);
        drive.Edit(Two.Replace("\"total\"", "\"total_tokens\"", StringComparison.Ordinal));
        Assert.Single(drive.Reasons(JsonFieldsGenerator.ModelStep), IncrementalStepRunReason.Modified);
        Assert.Single(drive.OutputReasons, IncrementalStepRunReason.Modified);
        Assert.Contains(drive.Result.GeneratedSources, s => s.SourceText.ToString().Contains("\"total_tokens\"u8", StringComparison.Ordinal));
    }

    [Fact]
    public void DiagnosticThatMoves_IsReportedAtItsNewPlace()
    {
        const string Wrong = Usings + "[JsonFields] public struct A { [JsonField(\"a\")] public JsonValue X; }";
        var drive = new Drive(new JsonFieldsGenerator(), Wrong);
        drive.Edit("\n\n" + Wrong);
        Assert.Equal(3, Assert.Single(drive.Result.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
    }

    private static (bool Scanned, object Fields) Scan(Drive drive, string type, string json)
    {
        var loaded = drive.Load().GetType(type)!;
        var scan = typeof(JsonFieldsGeneratorTests).GetMethod(nameof(ScanAs), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        var (scanned, fields) = ((bool, object))scan.MakeGenericMethod(loaded).Invoke(null, [Encoding.UTF8.GetBytes(json)])!;
        return (scanned, fields);
    }

    private static (bool Scanned, object Fields) ScanAs<T>(byte[] json)
        where T : struct
    {
        var scan = typeof(T).GetMethod("TryScan")!.CreateDelegate<Scanner<T>>();
        var scanned = scan(json, out var fields, out var fault);
        Assert.Equal(scanned, fault.IsNone);
        return (scanned, fields);
    }

    private static JsonValue Field(object fields, string name) => (JsonValue)fields.GetType().GetField(name)!.GetValue(fields)!;

    private static object Nested(object fields, string name) => fields.GetType().GetField(name)!.GetValue(fields)!;
}
