// Errors of evaluation: their kinds, their places, and what absorbs them.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Evaluation;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("missing == 1", CelErrorKind.NoSuchAttribute, "1:1: no such attribute: 'missing' is not set")]
    [InlineData("1 == user.name", CelErrorKind.NoSuchKey, "1:10: no such key: \"name\"")]
    [InlineData("user['name']", CelErrorKind.NoSuchKey, "1:5: no such key: \"name\"")]
    [InlineData("user.plan.name", CelErrorKind.NoSuchOverload, "1:10: no such overload: string has no fields, so \"name\" cannot be selected from it")]
    [InlineData("user.plan + 1", CelErrorKind.NoSuchOverload, "1:11: no such overload: '+' does not take (string, int)")]
    [InlineData("user.plan < 1", CelErrorKind.NoSuchOverload, "1:11: no such overload: string < int")]
    [InlineData("user.plan ? 1 : 2", CelErrorKind.NoSuchOverload, "1:5: no such overload: expected bool, found string")]
    [InlineData("user.plan.all(x, true)", CelErrorKind.NoSuchOverload, "1:11: no such overload: string cannot be gone over; a list or a map can")]
    [InlineData("[1, 2][user.age]", CelErrorKind.IndexOutOfRange, "1:7: index out of range: 41 in a list of 2")]
    [InlineData("user.age / 0", CelErrorKind.DivisionByZero, "1:10: divide by zero")]
    [InlineData("user.age +\n 9223372036854775807", CelErrorKind.Overflow, "1:10: the result is out of the range of int")]
    [InlineData("\n\n  int(user.plan)", CelErrorKind.InvalidArgument, "3:3: type conversion error: \"free\" cannot be read as an int")]
    [InlineData("'x'.matches(user.plan + '(')", CelErrorKind.InvalidArgument, "1:5: invalid regular expression: ")]
    [InlineData("{user.plan: 1, 'free': 2}", CelErrorKind.InvalidArgument, "1:1: repeated key: \"free\"")]
    [InlineData("{1.5: user}", CelErrorKind.NoSuchOverload, "1:1: unsupported key type: double; a key is a bool, int, uint or string")]
    public void Error_TellsKindAndPlace(string source, CelErrorKind kind, string text)
    {
        var error = Compiled.Value(source, User).AsError();
        Assert.Equal(kind, error.Kind);
        Assert.StartsWith(text, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing || true", "true")]
    [InlineData("true || missing", "true")]
    [InlineData("missing && false", "false")]
    [InlineData("user.plan && false", "false")]
    [InlineData("[0, 1].exists(x, 1 / x == 1)", "true")]
    [InlineData("[0, 1].all(x, 1 / x == 2)", "false")]
    [InlineData("{'a': 0, 'b': 1}.exists(k, v, 1 / v == 1)", "true")]
    [InlineData("false ? missing : 1", "1")]
    [InlineData("cel.bind(x, missing, 1)", "1")]
    [InlineData("user.?name.orValue('nobody')", "\"nobody\"")]
    [InlineData("optional.of(1).or(missing).value()", "1")]
    [InlineData("optional.of(1).orValue(missing)", "1")]
    [InlineData("has(user.name) && user.name == 'x'", "false")]
    public void WhatDecides_AbsorbsErrors(string source, string value) => Assert.Equal(value, Compiled.Value(source, User).ToString());

    [Theory]
    [InlineData("missing || false")]
    [InlineData("missing && true")]
    [InlineData("!missing")]
    [InlineData("missing ? 1 : 1")]
    [InlineData("[0, 1].exists(x, 1 / x == 3)")]
    [InlineData("[1, 0].all(x, 1 / x == 1)")]
    [InlineData("[1, 0].exists_one(x, 1 / x == 1)")]
    [InlineData("[1, missing]")]
    [InlineData("cel.bind(x, missing, x)")]
    [InlineData("has(missing.name)")]
    [InlineData("missing.?name.orValue(1)")]
    public void WhatDoesNotDecide_PassesErrorsOn(string source)
    {
        var value = Compiled.Value(source, User);
        Assert.True(value.IsError, value.ToString());
    }

    [Fact]
    public void MissingVariable_MakesNoNewErrorEachTime()
    {
        var program = Compiled.Program("missing == 1", Compiled.Open);
        Assert.Same(program.Evaluate(CelActivation.Empty).AsError(), program.Evaluate(CelActivation.Empty).AsError());
    }

    [Fact]
    public void Test_TellsWhyItIsNeitherTrueNorFalse()
    {
        Assert.False(Compiled.Program("missing == 1", Compiled.Open).Test(CelActivation.Empty, out var error));
        Assert.Equal(CelErrorKind.NoSuchAttribute, error!.Kind);
        Assert.False(Compiled.Program("dyn(1)", Compiled.Open).Test(CelActivation.Empty, out error));
        Assert.Equal("1:1: no such overload: expected bool, found int", error!.ToString());
        Assert.True(Compiled.Program("[1].exists(x, x == 1)", Compiled.Open).Test(CelActivation.Empty, out error));
        Assert.Null(error);
    }

    private static (string, CelValue) User => ("user", CelValue.Of(CelMap.Of(
        KeyValuePair.Create(CelValue.Of("plan"), CelValue.Of("free")),
        KeyValuePair.Create(CelValue.Of("age"), CelValue.Of(41L)))));
}
