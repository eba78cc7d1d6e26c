// One object of families.json → a row.
namespace InworldRouter.Generators.Models;

internal static class FamilyRowReader
{
    public static FamilyRow Read(JsonNode node)
    {
        var reader = new RowReader(node);
        var row = new FamilyRow(reader.Text("prefix") ?? throw reader.Missing("prefix"), reader.Texts("other_prefixes"))
        {
            Traits = reader.Flags("traits", FlagWords.Traits),
            ReasoningEfforts = reader.Flags("reasoning_efforts", FlagWords.Efforts),
            MaxOutputTokens = reader.Whole("max_output"),
            ThinkingBudget = reader.Part("thinking_budget") is { } budget ? ReadBudget(budget) : null,
        };
        foreach (var prefix in row.Names)
        {
            if (prefix != prefix.ToLowerInvariant() || prefix.IndexOf('/') >= 0)
                throw reader.Wrong($"\"{prefix}\" is no prefix: expected lower case and no slash, since it is compared with a name's last segment");
        }
        if (row.Traits.Contains("BudgetThinking") != (row.ThinkingBudget is not null))
            throw reader.Wrong("\"budget_thinking\" and \"thinking_budget\" go together");
        if (reader.Texts("sources").Count == 0)
            throw reader.Missing("sources");
        // For readers of the file: which of its words nobody has seen confirmed, and why a row is as it is.
        foreach (var word in reader.Texts("unverified"))
        {
            if (word is not ("traits" or "reasoning_efforts" or "max_output" or "thinking_budget") && !(FlagWords.Traits.TryGetValue(word, out var trait) && row.Traits.Contains(trait)))
                throw reader.Wrong($"\"{word}\" is unverified and the row does not say it");
        }
        reader.Text("note");
        reader.ExpectNothingLeft();
        return row;
    }

    private static BudgetModel ReadBudget(RowReader reader)
    {
        var budget = new BudgetModel(reader.Whole("min") ?? throw reader.Missing("min"), reader.Whole("max") ?? throw reader.Missing("max"));
        reader.ExpectNothingLeft();
        return budget.Min <= budget.Max ? budget : throw reader.Wrong("\"min\" is above \"max\"");
    }
}
