// A conversation as the one prompt that an image model takes.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Images;

/// <summary>
/// "Prompt = last user text (optionally prefix earlier turns/system)" (providers.md G.2). Without the earlier turns "now in blue" says nothing: they go
/// before it, each with its speaker, and instructions before them.
/// </summary>
internal static class ImagePrompt
{
    /// <summary>Writes it as it stands between a JSON string's quotes.</summary>
    /// <returns>False when no user has said anything.</returns>
    public static bool Write(Conversation conversation, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var last = LastUser(conversation);
        if (last < 0)
            return false;
        var opened = output.Length;
        foreach (ref readonly var message in conversation.Messages)
        {
            if (message.IsInstruction)
                WriteTurn(conversation, message, default, opened, body, output);
        }
        for (var m = 0; m < last; m++)
        {
            var message = conversation.Messages[m];
            if (message.Role is Role.User or Role.Assistant)
                WriteTurn(conversation, message, message.IsAssistant ? "Assistant: "u8 : "User: "u8, opened, body, output);
        }
        WriteTurn(conversation, conversation.Messages[last], default, opened, body, output);
        return true;
    }

    private static void WriteTurn(Conversation conversation, in Message message, ReadOnlySpan<byte> speaker, int opened, ReadOnlySpan<byte> body, PooledBuffer output)
    {
        var isFirst = true;
        foreach (ref readonly var part in conversation.PartsOf(message))
        {
            if (!IsText(part))
                continue;
            if (!isFirst)
                output.Write("\\n"u8);
            else if (output.Length > opened)
                output.Write("\\n\\n"u8);
            if (isFirst)
                output.Write(speaker);
            output.Write(part.Text.Inner(body));
            isFirst = false;
        }
    }

    private static int LastUser(Conversation conversation)
    {
        for (var m = conversation.Messages.Length - 1; m >= 0; m--)
        {
            if (conversation.Messages[m].Role != Role.User)
                continue;
            foreach (ref readonly var part in conversation.PartsOf(conversation.Messages[m]))
            {
                if (IsText(part))
                    return m;
            }
        }
        return -1;
    }

    private static bool IsText(in Part part) => part.Kind == PartKind.Text && part.Text.IsNonEmptyString;
}
