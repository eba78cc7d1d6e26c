// A program: its variables, what it asks for, and that any number of threads may run it.
using System.Text;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Evaluation;

public sealed class ProgramTests
{
    [Fact]
    public void Variables_AreTheNamesThatAreRead_BySlot()
    {
        var program = Compiled.Program("tier == 'a' && (score > 1 || tier == 'b') && [1].all(x, x == limit)", Compiled.Open);
        Assert.Equal(["tier", "score", "limit"], program.Variables.Select(v => v.Name));
        Assert.Equal([0, 1, 2], program.Variables.Select(v => v.Slot));
    }

    [Fact]
    public void Variable_IsAskedForOnlyWhenItIsNeeded()
    {
        var asked = new List<string>();
        var program = Compiled.Program("a || b || c", Compiled.Open);
        program.Evaluate(new Recorder(asked));
        Assert.Equal(["a"], asked);
    }

    [Fact]
    public void OneProgram_RunsOnManyThreads()
    {
        var program = Compiled.Program(
            "cel.bind(n, items.filter(i, i % 2 == 0).map(i, i * factor), n.all(v, v % factor == 0) && name.matches('^t[0-9]+$') ? size(n) : -1)", Compiled.Open);
        var items = CelValue.Of(CelList.Of([.. Enumerable.Range(0, 50).Select(i => CelValue.Of((long)i))]));
        Parallel.For(0, 2000, i =>
        {
            var name = Encoding.UTF8.GetBytes($"t{i}");
            var values = new Variables(("items", items), ("factor", CelValue.Of(i + 1L)), ("name", CelValue.Utf8(name, 0, name.Length)));
            Assert.Equal(25, program.Evaluate(values).AsInt());
        });
    }

    [Fact]
    public void HostsListsAndMaps_AreReadAsTheyAre()
    {
        var squares = CelValue.Of(new Squares());
        Assert.Equal(
            "[1000, 49, true, false, [4, 9], 9]",
            Compiled.Value("[size(s), s[7], 81 in s, 80 in s, s.filter(x, x in [4, 9]), {'m': s}.m[3]]", ("s", squares)).ToString());
    }

    [Fact]
    public void ElementThatIsAnError_FailsWhereItIsUsed()
    {
        var broken = CelValue.Of(CelList.Of(CelValue.Of(1L), CelValue.Error(CelErrorKind.InvalidArgument, "the host cannot read this")));
        Assert.Equal(1, Compiled.Value("l[0]", ("l", broken)).AsInt());
        Assert.True(Compiled.Value("l.exists(x, x == 1)", ("l", broken)).AsBool());
        Assert.Equal("the host cannot read this", Compiled.Value("l.map(x, x)", ("l", broken)).AsError().Message);
        Assert.Equal("the host cannot read this", Compiled.Value("2 in l", ("l", broken)).AsError().Message);
    }

    [Fact]
    public void ManyLocals_AreAllThere()
    {
        var source = string.Concat(Enumerable.Range(0, 20).Select(i => $"cel.bind(v{i}, {i}, ")) + string.Join(" + ", Enumerable.Range(0, 20).Select(i => $"v{i} * x")) + new string(')', 20);
        Assert.Equal(380, Compiled.Value(source, ("x", CelValue.Of(2L))).AsInt());
        Assert.True(Compiled.Program(source + " == 380", Compiled.Open).Test(new Variables(("x", CelValue.Of(2L))), out _));
    }

    [Theory]
    [InlineData("cel.block([1, cel.index(0) + 1, cel.index(1) * 2], [cel.index(0), cel.index(1), cel.index(2)])", "[1, 2, 4]")]
    [InlineData("cel.block([[1, 2].map(cel.iterVar(0, 0), cel.iterVar(0, 0) * 2)], cel.index(0) + cel.index(0))", "[2, 4, 2, 4]")]
    [InlineData("cel.block([1 / 0], true)", "true")]
    public void Block_BindsItsValuesByNumber(string source, string value) => Assert.Equal(value, Compiled.Value(source).ToString());

    [Fact]
    public void SetOfConstants_FindsWhatAListFinds()
    {
        var constants = string.Join(", ", Enumerable.Range(0, 50).Select(i => i % 3 == 0 ? $"{i}" : i % 3 == 1 ? $"'{i}'" : $"{i}.5"));
        var program = Compiled.Program($"x in [{constants}]", Compiled.Open);
        Assert.True(program.Test(new Variables(("x", CelValue.Of(3.0))), out _));
        Assert.True(program.Test(new Variables(("x", CelValue.Utf8("_4_"u8.ToArray(), 1, 1))), out _));
        Assert.True(program.Test(new Variables(("x", CelValue.Of(5.5))), out _));
        Assert.False(program.Test(new Variables(("x", CelValue.Of(4L))), out _));
        Assert.False(program.Test(new Variables(("x", CelValue.Of(CelList.Empty))), out _));
    }

    private sealed class Recorder(List<string> asked) : CelActivation
    {
        public override bool TryResolve(CelVariable variable, out CelValue value)
        {
            asked.Add(variable.Name);
            value = CelValue.True;
            return true;
        }
    }

    private sealed class Squares : CelList
    {
        public override int Count => 1000;

        public override CelValue this[int index] => CelValue.Of((long)index * index);
    }
}
