// reasoning_details as a client adds them up: pieces of one index are one detail.
using System.Text.Json.Nodes;

namespace InworldRouter.Providers.Tests.Replay;

internal static class Details
{
    /// <summary><c>text WORDS signed SIGNATURE</c> or <c>sealed DATA</c>, in the order of their first pieces.</summary>
    public static void AddUp(ReadAnswer answer, string format)
    {
        foreach (var choice in answer.Choices.Values)
        {
            var sums = new SortedDictionary<int, (string Text, string Signature, string? Data)>();
            foreach (var piece in choice.Details.Select(d => JsonNode.Parse(d)!))
            {
                Assert.Equal(format, piece["format"]!.GetValue<string>());
                var index = piece["index"]!.GetValue<int>();
                sums.TryGetValue(index, out var sum);
                Assert.True(piece["type"]!.GetValue<string>() == "reasoning.encrypted" ? piece["data"] is not null : piece["text"] is not null || piece["summary"] is not null);
                var text = piece["text"]?.GetValue<string>() ?? piece["summary"]?.GetValue<string>();
                sums[index] = (sum.Text + text, sum.Signature + piece["signature"]?.GetValue<string>(), piece["data"]?.GetValue<string>() ?? sum.Data);
            }
            Assert.Equal(Enumerable.Range(0, sums.Count), sums.Keys);
            choice.Details.Clear();
            choice.Details.AddRange(sums.Values.Select(s => s.Data is null ? $"text {s.Text} signed {s.Signature}" : $"sealed {s.Data}"));
        }
    }
}
