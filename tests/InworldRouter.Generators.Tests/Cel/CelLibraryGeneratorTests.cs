// The generator of function tables: made code runs, misuse is said at its place, and unrelated edits make nothing run again.
using System.Collections.Immutable;
using System.Reflection;
using InworldRouter.Cel;
using InworldRouter.Cel.Functions;
using InworldRouter.Generators.Cel;
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Tests.Cel;

public sealed class CelLibraryGeneratorTests
{
    private const string Usings = "using InworldRouter.Cel.Functions; using InworldRouter.Cel.Values; using InworldRouter.Cel.Evaluation;\n";

    private const string Sound = Usings + """
        namespace Some.Place;
        [CelLibrary] public static partial class Sums
        {
            [CelFunction("sum", "(int, int) -> int")] internal static long Sum(long a, long b) => a + b;
            [CelFunction("sum", "(string, string) -> string")] internal static string Sum(string a, string b) => a + b;
            [CelFunction("first", "list(A).() -> A")] [CelFunction("head", "(list(A)) -> A")] internal static CelValue First(CelList list) => list[0];
            [CelFunction("since", "google.protobuf.Timestamp.(duration) -> bool")] internal static bool Since(in CelValue t, CelValue d) => true;
            [CelFunction("paid", "() -> dyn")] internal static CelValue Paid(ref CelFrame frame) => frame.TryCharge(1) ? CelValue.True : frame.Exhausted;
            internal static void Unmarked() { }
        }
        """;

    [Fact]
    public void GeneratedTable_Runs()
    {
        var drive = new Drive(new CelLibraryGenerator(), Sound);
        Assert.Empty(drive.DiagnosticIds);
        var functions = (ImmutableArray<CelOverload>)drive.Load().GetType("Some.Place.Sums")!.GetProperty("Functions", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        Assert.Equal(
            [
                "sum(int, int) -> int",
                "sum(string, string) -> string",
                "list(A).first() -> A",
                "head(list(A)) -> A",
                "timestamp.since(duration) -> bool",
                "paid() -> dyn",
            ],
            functions.Select(f => f.ToString()));
        var environment = CelEnvironment.Builder.Functions(functions).Build();
        const string Source = "[sum(1, 2) == 3, sum('a', 'b') == 'ab', ['x'].first() == head(['x']), timestamp(0).since(duration('1s')), paid()].all(x, x)";
        Assert.True(environment.TryCompile(Source, out var program, out var issues), string.Join('\n', issues));
        Assert.True(program.Evaluate(CelActivation.Empty).AsBool());
    }

    [Theory]
    [InlineData("[CelLibrary] public static class A { [CelFunction(\"f\", \"() -> int\")] internal static long F() => 1; }", "IR1301")]
    [InlineData("[CelLibrary] public partial class A { [CelFunction(\"f\", \"() -> int\")] internal static long F() => 1; }", "IR1301")]
    [InlineData("[CelLibrary] public static partial class A<T> { [CelFunction(\"f\", \"() -> int\")] internal static long F() => 1; }", "IR1301")]
    [InlineData("static partial class C { [CelLibrary] public static partial class A { [CelFunction(\"f\", \"() -> int\")] internal static long F() => 1; } }", "IR1301")]
    [InlineData("[CelLibrary] public static partial class A { internal static long F() => 1; }", "IR1302")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"() -> int\")] private static long F() => 1; }", "IR1303")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"() -> int\")] internal static long F<T>() => 1; }", "IR1303")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"() int\")] internal static long F() => 1; }", "IR1304")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"(integer) -> int\")] internal static long F(long a) => 1; }", "IR1304")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"(list) -> int\")] internal static long F(CelList a) => 1; }", "IR1304")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"(int -> int\")] internal static long F(long a) => 1; }", "IR1304")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"() -> int x\")] internal static long F() => 1; }", "IR1304")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"(int) -> int\")] internal static long F() => 1; }", "IR1305")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"(int) -> int\")] internal static long F(int a) => 1; }", "IR1305")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"(uint) -> int\")] internal static long F(long a) => 1; }", "IR1305")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"(A) -> int\")] internal static long F(string a) => 1; }", "IR1305")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"(int, int, int, int, int) -> int\")] internal static long F(long a, long b, long c, long d, long e) => 1; }", "IR1305")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"() -> uint\")] internal static long F() => 1; }", "IR1306")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"() -> bytes\")] internal static byte[] F() => null!; }", "IR1306")]
    [InlineData("[CelLibrary] public static partial class A { [CelFunction(\"f\", \"() -> int\")] internal static long F() => 1; [CelFunction(\"f\", \"() -> uint\")] internal static ulong G() => 1; }", "IR1307")]
    public void Misuse_IsReported_AndTheClassGetsNoTable(string source, string id)
    {
        var drive = new Drive(new CelLibraryGenerator(), Usings + source);
        Assert.Equal([id], drive.DiagnosticIds);
        Assert.Empty(drive.Result.GeneratedSources);
        var place = Assert.Single(drive.Result.Diagnostics).Location.GetLineSpan();
        Assert.Equal(("Source.cs", 1), (place.Path, place.StartLinePosition.Line));
    }

    [Fact]
    public void UnreadableSignature_SaysWhatIsMissing()
    {
        var drive = new Drive(new CelLibraryGenerator(), Usings + "[CelLibrary] public static partial class A { [CelFunction(\"f\", \"(map(int)) -> int\")] internal static long F(CelMap a) => 1; }");
        Assert.Contains("there is no type 'map' with 1 parameters", Assert.Single(drive.Result.Diagnostics).GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void UnrelatedEdit_WritesNothingAnew()
    {
        var drive = new Drive(new CelLibraryGenerator(), Sound);
        drive.Edit(Sound.Replace("internal static void Unmarked() { }", "// Every position below has moved.\n\n internal static int Unmarked() => 1;", StringComparison.Ordinal));
        drive.WroteNothingAnew(CelLibraryGenerator.ModelStep);
        drive.AddFile("class Unrelated;");
        drive.WroteNothingAnew(CelLibraryGenerator.ModelStep);
    }

    [Fact]
    public void EditOfASignature_WritesTheTableAnew()
    {
        var drive = new Drive(new CelLibraryGenerator(), Sound);
        drive.Edit(Sound.Replace("\"head\"", "\"top\"", StringComparison.Ordinal));
        Assert.Single(drive.Reasons(CelLibraryGenerator.ModelStep), IncrementalStepRunReason.Modified);
        Assert.Contains("\"top\"", drive.Source, StringComparison.Ordinal);
    }
}
