// What the benchmarks of conditions evaluate over: metadata of a call, as slices of its body.
using System.Text;
using InworldRouter.Cel;
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.Benchmarks.Cel;

internal static class CelSamples
{
    public const string Condition = """tier == "premium" && (country in ["US", "CA"] || score >= 0.5)""";

    /// <summary>As the router's: names are not declared, and lists have first() and last().</summary>
    public static readonly CelEnvironment Environment = CelEnvironment.Builder.UndeclaredAreDynamic().Functions(SampleLibrary.Functions).Build();

    public static readonly CelProgram Program = Compile(Condition);

    public static CelProgram Compile(string source) =>
        Environment.TryCompile(source, out var program, out var issues) ? program : throw new InvalidOperationException(string.Join('\n', issues));

    /// <summary>Values by slot, made before: what is measured is the evaluation, not the host's search.</summary>
    internal sealed class Slots(CelProgram program, params (string Name, CelValue Value)[] values) : CelActivation
    {
        private readonly CelValue[] _bySlot = [.. program.Variables.Select(v => values.First(x => x.Name == v.Name).Value)];

        public override bool TryResolve(CelVariable variable, out CelValue value)
        {
            value = _bySlot[variable.Slot];
            return true;
        }
    }

    public static CelValue Text(string text)
    {
        var buffer = Encoding.UTF8.GetBytes("{\"x\":\"" + text + "\"}");
        return CelValue.Utf8(buffer, 6, buffer.Length - 8);
    }
}

[CelLibrary]
internal static partial class SampleLibrary
{
    [CelFunction("last", "list(A).() -> A")]
    internal static CelValue Last(CelList list) => list.Count > 0 ? list[list.Count - 1] : CelValue.Error(CelErrorKind.IndexOutOfRange, "the list is empty");
}
