// The edits that make any OpenAI-shaped vendor's delta or message OpenAI's own.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>Shared by streams and whole answers: what vendors name or shape differently inside a message.</summary>
internal static class MessageEdits
{
    public static void Apply(in MessageFields message, ReadOnlySpan<byte> json, in AnswerIdentity identity, JsonPatch patch)
    {
        // "reasoning" at Groq, Cerebras, Together, OpenRouter and vLLM; "reasoning_content" at DeepSeek, xAI, Fireworks and here (api.md 4).
        if (identity.ExcludeReasoning)
        {
            Remove(message.ReasoningContent, json, patch);
            Remove(message.Reasoning, json, patch);
            Remove(message.ReasoningDetails, json, patch);
        }
        else if (message.Reasoning.Kind == JsonKind.String)
        {
            if (message.ReasoningContent.IsPresent)
                patch.RemoveMember(message.Reasoning, json);
            else
                patch.Rename(message.Reasoning, json, "\"reasoning_content\""u8);
        }

        // Mistral's thinking models answer with an array of parts where OpenAI has a string.
        if (message.Content.Kind == JsonKind.Array)
            ContentParts.Flatten(message, json, identity.ExcludeReasoning, patch);
    }

    public static void Remove(in JsonValue value, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (value.IsPresent)
            patch.RemoveMember(value, json);
    }
}
