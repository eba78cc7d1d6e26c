// The official conformance suite, one test a case, judged as the reference runners judge.
using System.Text.Json;
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Tests.Conformance;

public sealed class ConformanceTests
{
    private const string Absent = "(no cases)";

    /// <summary>Cases that we decide otherwise, each with its reason. Aimed at: none.</summary>
    private static readonly Dictionary<string, string> Otherwise = [];

    public static TheoryData<string> Ids => new(ConformanceData.Cases.Count == 0 ? [Absent] : ConformanceData.Cases.Keys);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Case(string id)
    {
        if (id == Absent)
            Assert.Skip("no conformance data: neither INWORLD_SHARED nor a folder 'shared' beside the checkout");
        if (Otherwise.TryGetValue(id, out var reason))
            Assert.Skip(reason);
        var c = ConformanceData.Cases[id];
        var source = c.GetProperty("expr").GetString()!;
        var options = Has(c, "disable_check") ? CelCompilation.Unchecked : CelCompilation.Checked;
        if (!EnvironmentOf(c).TryCompile(source, options, out var program, out var issues))
            Assert.Fail($"does not compile: {source}\n{string.Join('\n', issues)}");
        var expected = c.GetProperty("expected");
        if (expected.TryGetProperty("typed_result", out var typed))
        {
            Assert.Equal(TypeOf(typed.GetProperty("deduced_type")), program.ResultType);
            if (Has(c, "check_only"))
                return;
            expected = typed;
        }

        var result = program.Evaluate(new Variables([.. Bindings(c)]));
        if (expected.TryGetProperty("value", out var value))
            Assert.True(ConformanceValue.Matches(ConformanceValue.Read(value), result), $"{source}\nexpected {value}\nfound {result}");
        else
            Assert.True(result.IsError, $"{source}\nexpected an error {expected}\nfound {result}");
    }

    private static CelEnvironment EnvironmentOf(JsonElement c)
    {
        var builder = CelEnvironment.Builder;
        if (c.TryGetProperty("container", out var container))
            builder.Container(container.GetString()!);
        if (c.TryGetProperty("type_env", out var declarations))
        {
            foreach (var declaration in declarations.EnumerateArray())
            {
                var name = declaration.GetProperty("name").GetString()!;
                if (declaration.TryGetProperty("type", out var type))
                    builder.Variable(name, TypeOf(type));
                else
                    builder.Functions([.. declaration.GetProperty("overloads").EnumerateArray().Select(o => OverloadOf(name, o))]);
            }
        }
        return builder.Build();
    }

    private static CelOverload OverloadOf(string name, JsonElement overload) => new(
        name,
        Has(overload, "instance"),
        [.. overload.GetProperty("params").EnumerateArray().Select(TypeOf)],
        TypeOf(overload.GetProperty("result")),
        call: null);

    private static CelType TypeOf(JsonElement json)
    {
        Assert.True(CelType.TryParse(json.GetString()!, out var type), json.GetString());
        return type;
    }

    private static IEnumerable<(string, CelValue)> Bindings(JsonElement c) => c.TryGetProperty("bindings", out var bindings)
        ? bindings.EnumerateObject().Select(b => (b.Name, ConformanceValue.Read(b.Value)))
        : [];

    private static bool Has(JsonElement json, string name) => json.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;
}
