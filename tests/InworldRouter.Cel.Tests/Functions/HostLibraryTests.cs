// Functions that a host adds: declared in its own assembly, called like the language's own.
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Functions;

public sealed class HostLibraryTests
{
    private static readonly CelEnvironment Extended = CelEnvironment.Builder.Functions(HostLibrary.Functions).Build();

    [Theory]
    [InlineData("[1, 2, 3].last()", "3")]
    [InlineData("['a'].last().size()", "1")]
    [InlineData("host.add(1, 2)", "3")]
    [InlineData("host.add(1u, 2u)", "3u")]
    [InlineData("'a'.twice()", "\"aa\"")]
    [InlineData("host.all(true, 1, 2u, 'x')", "\"True 1 2 x\"")]
    [InlineData("host.nothing()", "null")]
    [InlineData("host.kind({'a': [1]})", "map")]
    public void HostFunction_IsCalled(string source, string value) => Assert.Equal(value, Compiled.Program(source, Extended).Evaluate(CelActivation.Empty).ToString());

    [Fact]
    public void TypeParameters_CarryThrough() => Assert.Equal("string", Compiled.Program("['a'].last()", Extended).ResultType.ToString());

    [Fact]
    public void HostsError_IsToldItsPlace() =>
        Assert.Equal("1:8: the list is empty", Compiled.Program("1 + [].last()", Extended).Evaluate(CelActivation.Empty).AsError().ToString());

    [Fact]
    public void HostsWork_IsPaidFor() =>
        Assert.Equal(CelErrorKind.TooManySteps, Compiled.Program("[1, 2, 3].all(x, host.work(4000000) == 1)", Extended).Evaluate(CelActivation.Empty).AsError().Kind);

    [Fact]
    public void WrongArguments_AreRefused() =>
        Assert.Equal("1:6: no such overload: 'host.add' does not take (int, uint); it takes (int, int) or (uint, uint)", Compiled.Issues("host.add(1, 1u)", Extended)[0]);

    [Fact]
    public void DeclarationWithoutImplementation_FailsWhenCalled()
    {
        var environment = CelEnvironment.Builder.Functions(new CelOverload("later", false, [CelType.Int], CelType.Bool, null)).Build();
        Assert.Equal("1:1: unbound function: 'later' is declared but not there", Compiled.Program("later(1)", environment).Evaluate(CelActivation.Empty).ToString());
    }
}

[CelLibrary]
internal static partial class HostLibrary
{
    [CelFunction("last", "list(A).() -> A")]
    internal static CelValue Last(CelList list) => list.Count > 0 ? list[list.Count - 1] : CelValue.Error(CelErrorKind.IndexOutOfRange, "the list is empty");

    [CelFunction("host.add", "(int, int) -> int")]
    internal static long Add(long a, long b) => a + b;

    [CelFunction("host.add", "(uint, uint) -> uint")]
    internal static ulong Add(ulong a, ulong b) => a + b;

    [CelFunction("twice", "string.() -> string")]
    internal static string Twice(string text) => text + text;

    [CelFunction("host.all", "(bool, int, uint, string) -> string")]
    internal static string All(bool a, long b, ulong c, string d) => $"{a} {b} {c} {d}";

    [CelFunction("host.nothing", "() -> null_type")]
    internal static CelValue Nothing() => CelValue.Null;

    [CelFunction("host.kind", "(map(string, list(int))) -> type")]
    internal static CelType Kind(in CelValue value) => value.Kind == CelKind.Map ? CelType.Map(CelType.String, CelType.Dyn) : CelType.Dyn;

    [CelFunction("host.work", "(int) -> int")]
    internal static CelValue Work(ref CelFrame frame, long bytes) => frame.TryCharge(bytes) ? CelValue.Of(1L) : frame.Exhausted;
}
