// Reasoning that the caller is not to see, cut out of what is relayed otherwise as it came.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

/// <summary>"<c>exclude</c> hides it" (api.md 7): its words; what is sealed stays, for it shows nothing and the next turn needs it.</summary>
internal static class HiddenReasoning
{
    /// <summary>An event that tells nothing but words of reasoning.</summary>
    public static bool IsTold(ReadOnlySpan<byte> type) => type.StartsWith("response.reasoning_summary_"u8) || type.StartsWith("response.reasoning_text"u8);

    /// <summary>Writes a text without the words of the reasoning items in a list of its.</summary>
    /// <param name="items">A response's <c>output</c>.</param>
    public static void Write(in JsonValue items, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        using var patch = new JsonPatch();
        var scanner = new JsonScanner(json, items.Start);
        if (items.Kind == JsonKind.Array && scanner.EnterArray())
        {
            do
            {
                var item = default(OutputItemFields);
                OutputItemFields.Scan(ref scanner, ref item);
                Cut(item, json, patch);
            }
            while (scanner.NextElement());
        }
        patch.Apply(json, output);
    }

    /// <summary>The same of one item.</summary>
    public static void Write(in OutputItemFields item, ReadOnlySpan<byte> json, PooledBuffer output)
    {
        using var patch = new JsonPatch();
        Cut(item, json, patch);
        patch.Apply(json, output);
    }

    private static void Cut(in OutputItemFields item, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (!item.Type.StringEquals(json, "reasoning"u8))
            return;
        if (item.Summary.Kind == JsonKind.Array)
            patch.Replace(item.Summary, "[]"u8);
        if (item.Content.Kind == JsonKind.Array)
            patch.Replace(item.Content, "[]"u8);
    }
}
