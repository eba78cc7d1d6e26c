// The edits that make any OpenAI-shaped vendor's delta or message OpenAI's own.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>Shared by streams and whole answers: what vendors name or shape differently inside a choice and its message.</summary>
internal static class MessageEdits
{
    public static void Apply(in MessageFields message, ReadOnlySpan<byte> json, in AnswerIdentity identity, JsonPatch patch)
    {
        EditReasoning(message, json, identity.ExcludeReasoning, patch);

        // Mistral's thinking models answer with an array of parts where OpenAI has a string.
        if (message.Content.Kind == JsonKind.Array)
            ContentParts.Flatten(message, json, identity.ExcludeReasoning, patch);

        // null where OpenAI has either a value or nothing: strict clients expect a list or an object.
        RemoveNull(message.ToolCalls, json, patch);
        RemoveNull(message.FunctionCall, json, patch);
        RemoveNull(message.Images, json, patch);
        RemoveNull(message.Audio, json, patch);

        Remove(message.ExecutedTools, json, patch);
        Remove(message.Name, json, patch);
        Remove(message.Channel, json, patch);
        Remove(message.TokenId, json, patch);
        Remove(message.Index, json, patch);
    }

    /// <summary>Every choice has an index, and so has every call in a stream.</summary>
    /// <param name="owner">Where the object opens.</param>
    public static void SetIndex(in JsonValue index, int owner, int value, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (index.TryGetInt64(json, out var said) && said == value)
            return;
        Span<byte> member = stackalloc byte[32];
        "\"index\":"u8.CopyTo(member);
        System.Buffers.Text.Utf8Formatter.TryFormat(value, member[8..], out var digits);
        if (index.IsPresent)
            patch.Replace(index, member.Slice(8, digits));
        else
            patch.InsertFirst(owner, json, member[..(8 + digits)]);
    }

    public static void RemovePrivate(in ChoiceFields choice, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        Remove(choice.ContentFilterResults, json, patch);
        Remove(choice.ContentFilterOffsets, json, patch);
        Remove(choice.NativeFinishReason, json, patch);
        Remove(choice.Text, json, patch);
        Remove(choice.Seed, json, patch);
        Remove(choice.StopReason, json, patch);
    }

    public static void RemovePrivate(in ChunkFields chunk, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        Remove(chunk.Groq.Self, json, patch);
        Remove(chunk.Error, json, patch); // falsy, or there would be no answer
        Remove(chunk.Metadata, json, patch);
        Remove(chunk.PromptFilterResults, json, patch);
        Remove(chunk.Citations, json, patch); // they go on as annotations
        Remove(chunk.SearchResults, json, patch);
        Remove(chunk.Obfuscation, json, patch);
        Remove(chunk.Padding, json, patch);
        Remove(chunk.ServedBy, json, patch);
        Remove(chunk.TimeInfo, json, patch);
        Remove(chunk.Prompt, json, patch);
    }

    public static void Remove(in JsonValue value, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (value.IsPresent)
            patch.RemoveMember(value, json);
    }

    /// <summary>Puts a value's JSON text into a JSON string, for stacks that send an object where OpenAI has its text.</summary>
    public static void AsText(in JsonValue value, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        var from = patch.Scratch.Length;
        patch.Scratch.WriteJsonString(value.Raw(json));
        patch.ReplaceWritten(value.Start, value.Length, from);
    }

    // "reasoning" at Groq, Cerebras, Together, OpenRouter, Ollama and newer vLLM; "reasoning_content" at DeepSeek, xAI, Fireworks and here (api.md 4).
    private static void EditReasoning(in MessageFields message, ReadOnlySpan<byte> json, bool exclude, JsonPatch patch)
    {
        if (exclude)
        {
            Remove(message.ReasoningContent, json, patch);
            Remove(message.Reasoning, json, patch);
            Remove(message.ReasoningDetails, json, patch);
            return;
        }
        RemoveNull(message.ReasoningDetails, json, patch);
        if (!message.Reasoning.IsPresent)
            return;
        // Stacks between the two names send both; the one that says something stays.
        if (!message.Reasoning.IsNonEmptyString || message.ReasoningContent.IsNonEmptyString)
        {
            patch.RemoveMember(message.Reasoning, json);
            return;
        }
        Remove(message.ReasoningContent, json, patch);
        patch.Rename(message.Reasoning, json, "\"reasoning_content\""u8);
    }

    private static void RemoveNull(in JsonValue value, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        if (value.Kind == JsonKind.Null)
            patch.RemoveMember(value, json);
    }
}
