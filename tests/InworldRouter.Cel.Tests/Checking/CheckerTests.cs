// What the checker deduces and what it refuses, in which words.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Checking;

public sealed class CheckerTests
{
    private static readonly CelEnvironment Typed = CelEnvironment.Builder
        .Variable("user", CelType.Map(CelType.String, CelType.Dyn))
        .Variable("count", CelType.Int)
        .Variable("tags", CelType.List(CelType.String))
        .Variable("maybe", CelType.Wrapper(CelType.Int))
        .Variable("a.b", CelType.String)
        .Build();

    [Theory]
    [InlineData("[]", "list(dyn)")]
    [InlineData("[[], [1]]", "list(list(int))")]
    [InlineData("[1, 2u]", "list(dyn)")]
    [InlineData("{'a': [], 'b': [1.5]}", "map(string, list(double))")]
    [InlineData("[1, null]", "list(dyn)")]
    [InlineData("tags.map(t, t.size())", "list(int)")]
    [InlineData("tags.filter(t, t != '')", "list(string)")]
    [InlineData("tags.transformMap(i, t, t)", "map(int, string)")]
    [InlineData("user.name", "dyn")]
    [InlineData("user.?name", "optional_type(dyn)")]
    [InlineData("optional.of(1).optMap(x, string(x))", "optional_type(string)")]
    [InlineData("optional.none().orValue(1)", "int")]
    [InlineData("count > 1 ? optional.of(1) : optional.none()", "optional_type(int)")]
    [InlineData("type(tags)", "type(list(string))")]
    [InlineData("maybe == null", "bool")]
    [InlineData("maybe + 1", "int")]
    [InlineData("[maybe, 1]", "list(wrapper(int))")]
    [InlineData("[1, maybe]", "list(wrapper(int))")]
    [InlineData("[null, duration('1s')]", "list(duration)")]
    [InlineData("[optional.of(1), null]", "list(optional_type(int))")]
    [InlineData("[optional.none(), optional.of(1)]", "list(optional_type(int))")]
    [InlineData("[optional.of(1), optional.of(dyn(1))]", "list(optional_type(dyn))")]
    [InlineData("[[], [[]], [[[]]]]", "list(list(list(list(dyn))))")]
    [InlineData("timestamp(0) - timestamp(0)", "duration")]
    [InlineData("cel.bind(x, tags, x[0])", "string")]
    [InlineData("math.greatest(1, 2)", "int")]
    [InlineData("math.greatest(1, 2.0)", "dyn")]
    public void Type_IsDeduced(string source, string type) => Assert.Equal(type, Compiled.Program(source, Typed).ResultType.ToString());

    [Theory]
    [InlineData("cuont > 1", "1:1: undeclared variable 'cuont'; declared are a.b, count, maybe, tags, user")]
    [InlineData("count.size()", "1:7: no such overload: 'size' does not take int.(); it takes string.() or bytes.() or list(A).() or map(A, B).()")]
    [InlineData("count == 'x'", "1:7: no such overload: '==' does not take (int, string); it takes (A, A)")]
    [InlineData("count && true", "1:1: '&&' takes bools, found int")]
    [InlineData("count.name", "1:6: int has no fields, so 'name' cannot be selected from it; a map has")]
    [InlineData("count.all(x, true)", "1:1: int cannot be gone over; a list or a map can")]
    [InlineData("tags.all(t, t.size())", "1:15: what is asked of every element is a bool, found int")]
    [InlineData("tags.all(t)", "1:6: there is no function 'all'; it is written list.all(x, condition) or list.all(i, x, condition)")]
    [InlineData("has()", "1:1: there is no function 'has'; it is written has(a.b)")]
    [InlineData("tags.nope()", "1:6: there is no function 'nope'")]
    [InlineData("tags.exists(t, t == 1)", "1:18: no such overload: '==' does not take (string, int); it takes (A, A)")]
    [InlineData("[?1]", "1:3: what follows '?' is an optional, found int")]
    [InlineData("Person{name: 'x'}", "1:1: there is no message type 'Person'; a map is written {\"name\": value}")]
    [InlineData("'x'.matches('(')", "1:13: invalid regular expression: ")]
    public void Refusal_SaysWhereAndWhatWasExpected(string source, string issue) =>
        Assert.StartsWith(issue, Compiled.Issues(source, Typed)[0], StringComparison.Ordinal);

    [Fact]
    public void AllFaults_AreToldAtOnce_ByPlace() =>
        Assert.Equal(["1:1", "1:6", "1:11"], Compiled.Issues("x && y && z", Typed).Select(i => i[..i.IndexOf(": ", StringComparison.Ordinal)]));

    [Theory]
    [InlineData("count", "1:1: the condition is int, expected bool")]
    [InlineData("tags", "1:1: the condition is list(string), expected bool")]
    public void Condition_MustBeABool(string source, string issue)
    {
        Assert.False(Typed.TryCompile(source, CelCompilation.Condition, out _, out var issues));
        Assert.Equal(issue, Assert.Single(issues).ToString());
    }

    [Theory]
    [InlineData("count > 1")]
    [InlineData("user.isAdmin")]
    public void ConditionThatIsABoolOrNotKnown_IsTaken(string source) => Assert.True(Typed.TryCompile(source, CelCompilation.Condition, out _, out _));

    [Fact]
    public void NoSuchOverload_IsAnErrorInAnUncheckedProgram()
    {
        Assert.True(Typed.TryCompile("count + 'x' == nope(1)", CelCompilation.Unchecked, out var program, out _));
        var error = program.Evaluate(new Variables(("count", CelValue.Of(1L)))).AsError();
        Assert.Equal((CelErrorKind.NoSuchOverload, 1, 7), (error.Kind, error.Line, error.Column));
    }

    [Fact]
    public void Names_AreFoundFromTheContainerOutwards()
    {
        var environment = CelEnvironment.Builder.Container("x.y")
            .Variable("x.y.v", CelType.Int).Variable("x.v", CelType.Int).Variable("v", CelType.Int).Variable("x.w", CelType.Int).Build();
        var values = new Variables(("x.y.v", CelValue.Of(1L)), ("x.v", CelValue.Of(2L)), ("v", CelValue.Of(3L)), ("x.w", CelValue.Of(4L)));
        Assert.Equal("[1, 3, 4, 2]", Compiled.Program("[v, .v, w, .x.v]", environment).Evaluate(values).ToString());
    }

    [Fact]
    public void LongestQualifiedName_Wins_ButForLocals()
    {
        var environment = CelEnvironment.Builder.Variable("a.b", CelType.Int).Variable("a", CelType.Map(CelType.String, CelType.Int)).Build();
        var map = CelValue.Of(CelMap.Of(KeyValuePair.Create(CelValue.Of("b"), CelValue.Of(2L))));
        var values = new Variables(("a.b", CelValue.Of(1L)), ("a", map));
        Assert.Equal("[1, 2, 3]", Compiled.Program("[a.b, (a)['b'], cel.bind(a, {'b': 3}, a.b)]", environment).Evaluate(values).ToString());
    }
}
