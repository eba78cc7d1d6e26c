// A variant's parameters → the members of a request, spelled as requests spell them.
using System.Globalization;
using System.Text.Json;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.Plan;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.ControlPlane.Routers.Compilation;

internal sealed class ParameterCompiler
{
    private readonly List<ParameterPlan> _parameters = [];
    private readonly PooledBuffer _member = new();

    public static ParameterPlan[] Compile(GenerationConfig? config, VariantDocument variant)
    {
        var compiler = new ParameterCompiler();
        if (config is not null)
            compiler.Generation(config);
        if (variant.WebSearch is { ValueKind: not JsonValueKind.Null } search)
            compiler.Raw(ParameterKind.WebSearch, "web_search"u8, search);
        if (variant.WebSearchOptions is { ValueKind: not JsonValueKind.Null } options)
            compiler.Raw(ParameterKind.WebSearchOptions, "web_search_options"u8, options);
        compiler._member.Dispose();
        return [.. compiler._parameters];
    }

    private void Generation(GenerationConfig config)
    {
        Number(ParameterKind.MaxTokens, "max_tokens"u8, config.MaxTokens);
        Number(ParameterKind.TopP, "top_p"u8, config.TopP);
        Number(ParameterKind.Temperature, "temperature"u8, config.Temperature);
        Number(ParameterKind.RepetitionPenalty, "repetition_penalty"u8, config.RepetitionPenalty);
        Number(ParameterKind.FrequencyPenalty, "frequency_penalty"u8, config.FrequencyPenalty);
        Number(ParameterKind.PresencePenalty, "presence_penalty"u8, config.PresencePenalty);
        Stop(config.StopSequences);
        Number(ParameterKind.Seed, "seed"u8, config.Seed);
        LogitBias(config.LogitBias);
        Reasoning(config.Reasoning);
    }

    private void Stop(IReadOnlyList<string>? sequences)
    {
        if (sequences is null or { Count: 0 })
            return;
        _member.WriteName("stop"u8);
        for (var i = 0; i < sequences.Count; i++)
        {
            _member.Write((byte)(i == 0 ? '[' : ','));
            _member.WriteJsonString(sequences[i]);
        }
        _member.Write((byte)']');
        End(ParameterKind.Stop);
    }

    // The hosted router's form, which every dialect here takes (api.md 9).
    private void LogitBias(IReadOnlyList<LogitBiasDocument>? entries)
    {
        if (entries is null or { Count: 0 })
            return;
        _member.WriteName("logit_bias"u8);
        for (var i = 0; i < entries.Count; i++)
        {
            _member.Write(i == 0 ? "[{\"token_id\":"u8 : ",{\"token_id\":"u8);
            _member.WriteJsonString(entries[i].TokenId ?? "");
            _member.Write(",\"bias_value\":"u8);
            _member.WriteText(Text(entries[i].BiasValue ?? 0));
            _member.Write((byte)'}');
        }
        _member.Write((byte)']');
        End(ParameterKind.LogitBias);
    }

    private void Reasoning(ReasoningDocument? reasoning)
    {
        if (reasoning is null)
            return;
        var effort = reasoning.Effort is { } word && word != "unspecified" ? word : null;
        // An empty object would ask for medium. What is excluded from the answer is not the provider's business.
        if (effort is null && reasoning.MaxTokens is null)
            return;
        _member.Write("\"reasoning\":{"u8);
        if (effort is not null)
        {
            _member.WriteName("effort"u8);
            _member.WriteJsonString(effort);
        }
        if (reasoning.MaxTokens is { } tokens)
        {
            _member.WriteName("max_tokens"u8);
            _member.WriteNumber(tokens);
        }
        _member.Write((byte)'}');
        End(ParameterKind.Reasoning);
    }

    private void Number(ParameterKind kind, ReadOnlySpan<byte> name, double? value)
    {
        if (value is not { } number)
            return;
        _member.WriteName(name);
        _member.WriteText(Text(number));
        End(kind);
    }

    private void Number(ParameterKind kind, ReadOnlySpan<byte> name, long? value)
    {
        if (value is not { } number)
            return;
        _member.WriteName(name);
        _member.WriteNumber(number);
        End(kind);
    }

    private void Raw(ParameterKind kind, ReadOnlySpan<byte> name, JsonElement value)
    {
        _member.WriteName(name);
        _member.WriteText(value.GetRawText());
        End(kind);
    }

    private void End(ParameterKind kind)
    {
        _parameters.Add(new ParameterPlan(kind, _member.Written.ToArray()));
        _member.Truncate(0);
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
