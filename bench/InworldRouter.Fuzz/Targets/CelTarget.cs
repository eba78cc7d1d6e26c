// Conditions: any text is compiled, and what compiles is evaluated over a call that holds a little of everything.
using System.Text;
using InworldRouter.Cel;
using InworldRouter.Cel.Values;
using InworldRouter.ControlPlane.Routers.Compilation;

namespace InworldRouter.Fuzz.Targets;

internal sealed class CelTarget : IFuzzTarget
{
    private static readonly Activation Call = new();

    public string Name => "cel";

    public IReadOnlyList<string> Seeds { get; } =
    [
        "tier == \"premium\" && (country in [\"US\",\"CA\"] || score >= 0.5)",
        "messages.last().content.matches(\"(?i)refund|cancel\")",
        "messages.exists(m, m.role == \"system\" && m.content.contains('x'))",
        "messages.map(m, m.content).filter(c, c.size() > 3).size() >= 2 ? 'a' : \"b\"",
        "request.tools.all(t, has(t.name)) || !has(request.tools)",
        "now - timestamp('2026-01-01T00:00:00Z') > duration('24h') && now.getHours('Europe/Berlin') < 8",
        "{'a': 1, 'b': [1, 2u, 3.0, null, b'\\x00', {1: 'x'}]}.b[1] == 2",
        "[1, 2, 3].transformMap(i, v, v * i)[2] + int('7') - -9223372036854775807",
        "cel.bind(x, tier + tier, x.format([1]).substring(1, 3).upperAscii().reverse())",
        "optional.of(score).optMap(s, s * 2.0).orValue(1.0) < math.greatest(1, 2.5, 3u)",
        "'%s %d %.3f %x %b %o %e'.format([tier, 1, 2.5, 255, 5, 8, 1e10])",
        "base64.decode(base64.encode(b'hello')) == b'hello' && type(1) == int && dyn(1u) == 1",
        "\"a,b,c\".split(\",\").join(\"-\").replace(\"-\", \"+\", 1).indexOf(\"+\") in [1, 2, 3]",
        "metadata[?'tier'].orValue('none').startsWith('pre') ? user.size() % 2 == 0 : headers['x-a'] != ''",
        "r'\\d+' + \"\"\"multi\nline\"\"\" + '\\u00e9\\U0001F600' + b'bytes' == 'x'",
    ];

    public IReadOnlyList<string> Words { get; } =
    [
        "(", ")", "[", "]", "{", "}", ".", ",", "?", ":", "!", "-", "+", "*", "/", "%", "&&", "||", "==", "!=", "<", "<=", ">", ">=", " in ", "[?", ".?", "{?", "'", "\"", "\"\"\"", "r'", "b'", "\\", "`", "//", "\n",
        "true", "false", "null", "1", "1u", "0x", "1.5e300", "-9223372036854775808", "9223372036854775808", "18446744073709551615u", "tier", "score", "messages", "now", "metadata", "request", "user",
        ".map(x, x)", ".filter(x, true)", ".all(x, x == x)", ".exists_one(x, true)", ".matches('(a+)+$')", ".matches('[')", ".size()", ".last()", ".contains('a')", "has(a.b)", "dyn(", "type(", "string(", "int(", "duration(", "timestamp(",
        "optional.none()", "cel.bind(y, [1,1,1,1], ", "[1,2,3,4].map(a, ", ".join()", ".format([", "%s", "%999d", "a{1000}", "\\p{L}", "(?i)", "\ud83d\ude00", "\u0000", "break", "package", ".a", "[0]", "+'xxxxxxxxxxxxxxxx'",
    ];

    public bool Read(byte[] input)
    {
        if (!ConditionCompiler.Environment.TryCompile(Encoding.UTF8.GetString(input), out var program, out var issues))
        {
            foreach (var issue in issues)
                _ = issue.ToString();
            return false;
        }
        _ = program.Evaluate(Call).ToString();
        return true;
    }

    private sealed class Activation : CelActivation
    {
        private readonly Dictionary<string, CelValue> _values = new(StringComparer.Ordinal)
        {
            ["tier"] = CelValue.Of("premium"),
            ["score"] = CelValue.Of(0.7),
            ["country"] = CelValue.Utf8("xUSx"u8.ToArray(), 1, 2),
            ["user"] = CelValue.Of("ann"),
            ["model"] = CelValue.Of("inworld/r"),
            ["now"] = CelValue.Timestamp(DateTimeOffset.UnixEpoch),
            ["metadata"] = CelValue.Of(CelMap.Of(KeyValuePair.Create(CelValue.Of("tier"), CelValue.Of("premium")))),
            ["headers"] = CelValue.Of(CelMap.Of(KeyValuePair.Create(CelValue.Of("x-a"), CelValue.Of("b")))),
            ["request"] = CelValue.Of(CelMap.Of(KeyValuePair.Create(CelValue.Of("tools"), CelValue.Of(CelList.Of(CelValue.Of(1L)))))),
            ["messages"] = CelValue.Of(CelList.Of(
                CelValue.Of(CelMap.Of(KeyValuePair.Create(CelValue.Of("role"), CelValue.Of("user")), KeyValuePair.Create(CelValue.Of("content"), CelValue.Of("I want a refund"))))))
        };

        public override bool TryResolve(CelVariable variable, out CelValue value) => _values.TryGetValue(variable.Name, out value);
    }
}
