// Writes a prompt's messages with the request's variables in their places.
using System.Text;
using InworldRouter.Plan;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Capabilities.Prompts;

internal static class PromptWriter
{
    /// <param name="variables">The value of <c>prompt_variables</c>, an object, or absent.</param>
    /// <param name="json">Where <paramref name="variables"/> stands in.</param>
    public static void Write(PromptPlan prompt, in JsonValue variables, ReadOnlySpan<byte> json, PooledBuffer output, List<string> warnings)
    {
        foreach (ref readonly var part in prompt.Parts.AsSpan())
        {
            output.Write(part.Text);
            if (part.Variable is null)
                continue;
            // "substituted once from prompt_variables (unknown left as is + warning)" (api.md 5)
            if (Find(variables, json, part.Variable) is { HasValue: true } value)
            {
                WriteInside(value, json, part.InJson, output);
                continue;
            }
            output.Write(part.AsWritten);
            Warn(warnings, part);
        }
    }

    // Inside of a JSON string: a string's own characters as they stand, already escaped; anything else as the text of its JSON.
    private static void WriteInside(in JsonValue value, ReadOnlySpan<byte> json, bool inJson, PooledBuffer output)
    {
        if (value.Kind == JsonKind.String && !inJson)
            output.Write(value.Inner(json));
        else if (value.Kind == JsonKind.String)
            output.WriteEscaped(value.Inner(json));
        else
            output.WriteEscaped(value.Raw(json));
    }

    private static JsonValue Find(in JsonValue variables, ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        if (variables.Kind != JsonKind.Object)
            return default;
        var scanner = new JsonScanner(json, variables.Start);
        var found = default(JsonValue);
        if (!scanner.EnterObject())
            return found;
        do
        {
            var member = scanner.ReadName(out var nameStart, out var escaped);
            var value = scanner.SkipValue(nameStart);
            if (escaped ? JsonString.UnescapedEquals(member, name) : member.SequenceEqual(name))
                found = value;
        }
        while (scanner.NextMember());
        return found;
    }

    private static void Warn(List<string> warnings, in PromptPart part)
    {
        var warning = $"prompt_variables.{Encoding.UTF8.GetString(part.Variable!)} is not given: {Encoding.UTF8.GetString(part.AsWritten!)} stands in the prompt as it is";
        if (!warnings.Contains(warning))
            warnings.Add(warning);
    }
}
