// Runaway expressions end with an error, in time and without taking the memory.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Evaluation;

public sealed class LimitTests
{
    // Time is of no matter here: what ends these are the steps, on any machine.
    private static readonly CelEnvironment Patient = CelEnvironment.Builder.Limits(new CelLimits { MaxTime = TimeSpan.FromMinutes(5) }).Build();

    public static TheoryData<string, string> Runaways => new()
    {
        { "loops in loops", Nested(".all(", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", 12, "true") },
        { "loops that fail", Nested(".exists(", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", 12, "1 / 0 == 1") },
        { "lists in lists", Nested(".map(", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", 8, "[0, 1, 2]") },
        { "a string doubled", "['0123456789']" + string.Concat(Enumerable.Repeat(".map(s, s + s)", 40)) },
        { "a list doubled", "[[1, 2, 3]]" + string.Concat(Enumerable.Repeat(".map(l, l + l)", 40)) },
        { "bytes doubled", "[b'0123456789']" + string.Concat(Enumerable.Repeat(".map(s, s + s)", 40)) },
        { "replace", "['aaaaaaaaaa']" + string.Concat(Enumerable.Repeat(".map(s, s.replace('a', 'aaaaaaaaaa'))", 12)) },
        { "join", "['aaaaaaaaaa']" + string.Concat(Enumerable.Repeat(".map(s, [s, s, s, s, s, s, s, s].join())", 12)) },
        { "format", "['aaaaaaaaaa']" + string.Concat(Enumerable.Repeat(".map(s, '%s%s%s%s'.format([s, s, s, s]))", 24)) },
        { "quote", "['\\\\']" + string.Concat(Enumerable.Repeat(".map(s, strings.quote(s))", 40)) },
        { "format of what is shared", Shared("'%s'.format([last])") },
        { "equality of what is shared", Shared("last == [l39, l39]") },
        { "membership of what is shared", Shared("last in [last]") },
        { "a map of maps", "[{'a': 1}]" + string.Concat(Enumerable.Repeat(".map(m, {'a': m, 'b': m, 'c': [m, m, m].map(x, x)})", 40)) + ".exists(m, '%s'.format([m]) == '')" },
        { "doubles as text", Nested(".exists(", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", 5, "'%s'.format([double(x0 + x1 + x2 + x3 + x4) * 1e-303]) == ''") },
        { "patterns", Nested(".exists(", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", 6, "'x'.matches(string(x0 + x1) + string(x2 + x3) + string(x4) + '_' + string(x5))") },
    };

    [Theory]
    [MemberData(nameof(Runaways))]
    public void Runaway_EndsWithAnError_WithinAHundredMegabytes(string what, string source)
    {
        Assert.NotEmpty(what);
        var program = Compiled.Program(source, Patient);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = program.Evaluate(CelActivation.Empty);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(CelErrorKind.TooManySteps, result.IsError ? result.AsError().Kind : throw new InvalidOperationException($"{result}"));
        Assert.InRange(allocated, 0, 100_000_000);
    }

    [Fact]
    public void Time_IsALimitToo()
    {
        var hurried = CelEnvironment.Builder.Limits(new CelLimits { MaxSteps = long.MaxValue / 2, MaxTime = TimeSpan.FromMilliseconds(20) }).Build();
        var result = Compiled.Program(Nested(".all(", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", 20, "true"), hurried).Evaluate(CelActivation.Empty);
        Assert.Equal(CelErrorKind.TookTooLong, result.AsError().Kind);
    }

    [Fact]
    public void Exhaustion_IsNotAbsorbed()
    {
        var runaway = Nested(".all(", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", 12, "true");
        Assert.Equal(CelErrorKind.TooManySteps, Compiled.Program($"{runaway} || true", Patient).Evaluate(CelActivation.Empty).AsError().Kind);
        Assert.False(Compiled.Program($"{runaway} || true", Patient).Test(CelActivation.Empty, out var error));
        Assert.Equal(CelErrorKind.TooManySteps, error!.Kind);
    }

    [Fact]
    public void LongTexts_AreScannedWithinTheLimits()
    {
        var text = CelValue.Of(new string('a', 4_000_000));
        Assert.True(Compiled.Value("t.contains('b') || t.endsWith('a')", ("t", text)).AsBool());
        Assert.Equal(CelErrorKind.TooManySteps, Compiled.Value("t.contains('b') || t.contains('c') || t.contains('d')", ("t", text)).AsError().Kind);
    }

    [Theory]
    [InlineData(".*a.{900}d")]
    [InlineData("(((\\w|\\s)+.?){10}){100}@")]
    [InlineData("(.*a.{300}|.*b.{400}|.*c.{500})d")]
    public void PatternsOfEndlessStates_ArePaidFor(string pattern)
    {
        var random = new Random(20261121);
        var text = CelValue.Of(string.Concat(Enumerable.Range(0, 65_536).Select(_ => "abc "[random.Next(4)])));
        var environment = CelEnvironment.Builder.UndeclaredAreDynamic().Limits(Patient.Limits).Build();
        var program = Compiled.Program($"t.matches(r'{pattern}') || t.matches(r'{pattern}x')", environment);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = program.Evaluate(new Variables(("t", text)));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(CelErrorKind.TooManySteps, result.IsError ? result.AsError().Kind : throw new InvalidOperationException($"{result}"));
        Assert.InRange(allocated, 0, 100_000_000);
    }

    [Fact]
    public void FoldingAtCompileTime_IsBounded()
    {
        var source = "'0123456789'" + string.Concat(Enumerable.Repeat(".replace('0', '00000000000000000000')", 100));
        Assert.Equal(CelErrorKind.TooManySteps, Compiled.Program(source, Patient).Evaluate(CelActivation.Empty).AsError().Kind);
    }

    private static string Nested(string macro, string range, int depth, string body) =>
        string.Concat(Enumerable.Range(0, depth).Select(i => $"{range}{macro}x{i}, ")) + body + new string(')', depth);

    /// <summary>Lists of twice the list before: 2⁴⁰ elements to go over, eighty to hold.</summary>
    private static string Shared(string body) =>
        "cel.bind(l0, [1], " + string.Concat(Enumerable.Range(1, 40).Select(i => $"cel.bind(l{i}, [l{i - 1}, l{i - 1}], ")) + $"cel.bind(last, l40, {body})" + new string(')', 41);
}
