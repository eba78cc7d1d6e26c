// Ranges of generation parameters: those of a request (api.md 3).
using System.Globalization;
using System.Text;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.DataPlane.Ingress;

namespace InworldRouter.ControlPlane.Routers.Validation;

internal static class GenerationRules
{
    // The range that every server documents which has the parameter (vLLM, Fireworks, Together, OpenRouter).
    private const double MaxRepetitionPenalty = 2;

    public static void Check(GenerationConfig? config, string path, ConfigProblems problems)
    {
        if (config is null)
            return;
        if (config.MaxTokens is < 1)
            OutOfRange(path + ".max_tokens", config.MaxTokens, "a whole number of at least 1", problems);
        if (config.TopP is { } topP and not (> 0 and <= 1))
            OutOfRange(path + ".top_p", topP, "a number above 0 and at most 1", problems);
        Between(config.Temperature, 0, FieldRanges.MaxTemperature, path + ".temperature", problems);
        Between(config.RepetitionPenalty, 0, MaxRepetitionPenalty, path + ".repetition_penalty", problems);
        Between(config.FrequencyPenalty, -FieldRanges.MaxPenalty, FieldRanges.MaxPenalty, path + ".frequency_penalty", problems);
        Between(config.PresencePenalty, -FieldRanges.MaxPenalty, FieldRanges.MaxPenalty, path + ".presence_penalty", problems);
        if (config.StopSequences?.Count > FieldRanges.MaxStops)
            problems.Add(path + ".stop_sequences", $"there are {config.StopSequences.Count}", $"expected at most {FieldRanges.MaxStops} strings");
        for (var i = 0; i < config.StopSequences?.Count; i++)
        {
            if (string.IsNullOrEmpty(config.StopSequences[i]))
                problems.Add(SettingPath.Element(path + ".stop_sequences", i), "it is empty", "expected a non-empty string");
        }
        for (var i = 0; i < config.LogitBias?.Count; i++)
            CheckBias(config.LogitBias[i], SettingPath.Element(path + ".logit_bias", i), problems);
        if (config.Reasoning is { } reasoning)
            CheckReasoning(reasoning, path + ".reasoning", problems);
    }

    private static void CheckBias(LogitBiasDocument bias, string path, ConfigProblems problems)
    {
        if (string.IsNullOrEmpty(bias.TokenId))
            problems.Add(path + ".token_id", "it names no token", "expected a token's id");
        if (bias.BiasValue is null)
            problems.Add(path + ".bias_value", "it is missing", "expected a number from -100 to 100");
        Between(bias.BiasValue, -FieldRanges.MaxBias, FieldRanges.MaxBias, path + ".bias_value", problems);
    }

    private static void CheckReasoning(ReasoningDocument reasoning, string path, ConfigProblems problems)
    {
        if (reasoning.Effort is { } effort && effort != "unspecified" && !FieldChecks.IsEffort(Encoding.UTF8.GetBytes(effort)))
            problems.Add(path + ".effort", $"\"{RouterRules.Short(effort)}\" is no effort", $"expected {FieldChecks.Efforts}");
        if (reasoning.MaxTokens is < 0)
            OutOfRange(path + ".max_tokens", reasoning.MaxTokens, "a whole number of at least 0", problems);
    }

    private static void Between(double? value, double least, double most, string path, ConfigProblems problems)
    {
        if (value is { } number && !(number >= least && number <= most))
            OutOfRange(path, number, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"), problems);
    }

    private static void OutOfRange(string path, double? value, string expected, ConfigProblems problems) =>
        problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"{value} is out of range"), $"expected {expected}");
}
