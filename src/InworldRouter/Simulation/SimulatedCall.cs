// What the simulator understands of a request, whatever dialect it came in.
using System.Text.Json;

namespace InworldRouter.Simulation;

/// <summary>One call, as far as an answer depends on it.</summary>
internal sealed class SimulatedCall
{
    public required string Model { get; init; }

    public bool Stream { get; init; }

    /// <summary>The caller wants the token counts at the end of its stream.</summary>
    public bool StreamUsage { get; init; }

    /// <summary>The most tokens the answer may have; null: any number.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The last message's text, unescaped UTF-8, cut to <see cref="AnswerComposer.QuotedBytes"/>.</summary>
    public byte[] Said { get; init; } = [];

    /// <summary>The last message is a tool's result.</summary>
    public bool SaidByTool { get; init; }

    /// <summary>An estimate: four bytes of the body make one.</summary>
    public int PromptTokens { get; init; }

    public IReadOnlyList<SimulatedTool> Tools { get; init; } = [];

    /// <summary>The tool the caller demands; "" for any of them; null for the simulator's own choice.</summary>
    public string? DemandedTool { get; init; }

    public bool ToolsForbidden { get; init; }
}

/// <summary>A function the caller offers.</summary>
/// <param name="Schema">Its parameters' JSON schema; undefined when there is none.</param>
internal sealed record SimulatedTool(string Name, JsonElement Schema);
