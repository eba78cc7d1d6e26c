// What the simulator understands of a request, whatever dialect it came in.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Simulation.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation;

/// <summary>One call, as far as an answer depends on it.</summary>
/// <param name="conversation">The call in no dialect; it outlives this.</param>
internal sealed class SimulatedCall(ReadOnlyMemory<byte> body, Conversation conversation)
{
    public required string Model { get; init; }

    public bool Stream { get; init; }

    /// <summary>The caller wants the token counts at the end of its stream, where that is the caller's to say.</summary>
    public bool StreamUsage { get; init; }

    /// <summary>What the answer repeats of the request, in a dialect whose answers do.</summary>
    public ReadOnlyMemory<byte> Echo { get; init; }

    /// <summary>What is to be painted, where no text is asked for.</summary>
    public Picture? Picture { get; init; }

    public ReadOnlySpan<byte> Body => body.Span;

    public ReadOnlySpan<Tool> Tools => conversation.Tools;

    /// <summary>The most tokens the answer may have; null: any number.</summary>
    public int? MaxTokens => conversation.Settings.MaxTokens is { } most ? (int)Math.Clamp(most, 0, int.MaxValue) : null;

    /// <summary>An estimate: four bytes of the body make one.</summary>
    public int PromptTokens => Math.Max(1, body.Length / 4);

    /// <summary>The last message is a tool's result.</summary>
    public bool SaidByTool { get; } = IsOfTool(conversation);

    /// <summary>The last message's text, unescaped UTF-8, cut to <see cref="AnswerComposer.QuotedBytes"/>.</summary>
    public byte[] Said { get; } = TextOf(conversation, body.Span);

    public bool ToolsForbidden => conversation.Settings.ToolChoice == ToolChoice.None;

    /// <summary>The tool the caller demands; "" for any of them; null for the simulator's own choice.</summary>
    public string? DemandedTool => conversation.Settings.ToolChoice switch
    {
        ToolChoice.Any => "",
        ToolChoice.Named when conversation.Settings.ToolName is { Kind: JsonKind.String } name => name.GetString(body.Span),
        _ => null,
    };

    private static bool IsOfTool(Conversation conversation)
    {
        foreach (ref readonly var part in Last(conversation))
        {
            if (part.Kind == PartKind.ToolResult)
                return true;
        }
        return false;
    }

    private static byte[] TextOf(Conversation conversation, ReadOnlySpan<byte> body)
    {
        foreach (ref readonly var part in Last(conversation))
        {
            if (part is { Kind: PartKind.Text, Text.Kind: JsonKind.String })
                return Cut(part.Text.Inner(body));
            // Gemini's results are objects.
            if (part is { Kind: PartKind.ToolResult, Text.Kind: JsonKind.Object })
                return part.Text.Raw(body)[..Math.Min(part.Text.Length, AnswerComposer.QuotedBytes)].ToArray();
        }
        return [];
    }

    private static ReadOnlySpan<Part> Last(Conversation conversation) =>
        conversation.Messages is { IsEmpty: false } messages ? conversation.PartsOf(messages[^1]) : default;

    private static byte[] Cut(ReadOnlySpan<byte> inner)
    {
        var plain = new byte[inner.Length];
        var length = JsonString.Unescape(inner, plain);
        if (length <= AnswerComposer.QuotedBytes)
            return plain[..length];
        length = AnswerComposer.QuotedBytes;
        // At a character's edge.
        while (length > 0 && (plain[length] & 0xC0) == 0x80)
            length--;
        return plain[..length];
    }
}
