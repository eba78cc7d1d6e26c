// One turn of a conversation: who speaks, and which parts are theirs.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects.Conversations;

public enum Role : byte
{
    System,

    /// <summary>OpenAI's newer word for <see cref="System"/>.</summary>
    Developer,
    User,
    Assistant,

    /// <summary>OpenAI's turn of a tool: one <see cref="PartKind.ToolResult"/>. In other dialects the user says it.</summary>
    Tool,
}

/// <param name="First">Its first part in <see cref="Conversation.Parts"/>.</param>
/// <param name="Count">Its parts, their children included.</param>
/// <param name="Raw">The message as written.</param>
public readonly record struct Message(Role Role, int First, int Count, JsonValue Raw)
{
    public bool IsInstruction => Role is Role.System or Role.Developer;

    public bool IsAssistant => Role == Role.Assistant;
}
