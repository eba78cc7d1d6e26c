// What a reader got out of an answer: the same record for a recording and for what we made of it.
using System.Text.Json.Nodes;

namespace InworldRouter.Providers.Tests.Replay;

/// <summary>Compared field by field, by value.</summary>
internal sealed class ReadAnswer
{
    public SortedDictionary<int, ReadChoice> Choices { get; } = [];

    /// <summary>prompt, completion, total, cached, reasoning; null where nothing was said.</summary>
    public long?[]? Usage { get; set; }

    public ReadChoice this[int index]
    {
        get
        {
            if (!Choices.TryGetValue(index, out var choice))
                Choices[index] = choice = new ReadChoice();
            return choice;
        }
    }

    public void AssertEqual(ReadAnswer other)
    {
        Assert.Equal(Choices.Keys, other.Choices.Keys);
        foreach (var (index, choice) in Choices)
            choice.AssertEqual(other.Choices[index]);
        Assert.Equal(Usage, other.Usage);
    }

    public static long?[] UsageOf(JsonNode usage) =>
    [
        Count(usage["prompt_tokens"]), Count(usage["completion_tokens"]), Count(usage["total_tokens"]),
        Count(usage["prompt_tokens_details"]?["cached_tokens"]), Count(usage["completion_tokens_details"]?["reasoning_tokens"]),
    ];

    private static long? Count(JsonNode? node) => node?.GetValue<long>();
}

internal sealed class ReadChoice
{
    public string Text { get; set; } = "";

    public string Reasoning { get; set; } = "";

    public string Refusal { get; set; } = "";

    public string? Finish { get; set; }

    public List<ReadCall> Calls { get; } = [];

    public List<string> Annotations { get; } = [];

    public List<string> Details { get; } = [];

    public List<string> Images { get; } = [];

    public void AssertEqual(ReadChoice other)
    {
        Assert.Equal(Text, other.Text);
        Assert.Equal(Reasoning, other.Reasoning);
        Assert.Equal(Refusal, other.Refusal);
        Assert.Equal(Finish, other.Finish);
        Assert.Equal(Annotations, other.Annotations);
        Assert.Equal(Details, other.Details);
        Assert.Equal(Images, other.Images);
        Assert.Equal(Calls.Count, other.Calls.Count);
        for (var i = 0; i < Calls.Count; i++)
            Calls[i].AssertEqual(other.Calls[i]);
    }
}

internal sealed class ReadCall
{
    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Arguments { get; set; } = "";

    /// <summary>Its arguments are free text.</summary>
    public bool IsCustom { get; set; }

    public void AssertEqual(ReadCall other)
    {
        Assert.Equal(Id, other.Id);
        Assert.Equal(Name, other.Name);
        Assert.Equal(IsCustom, other.IsCustom);
        if (IsCustom)
            Assert.Equal(Arguments, other.Arguments);
        else
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Arguments), JsonNode.Parse(other.Arguments)), $"{Arguments} ≠ {other.Arguments}");
    }
}
