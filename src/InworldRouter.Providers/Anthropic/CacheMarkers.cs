// Anthropic's cache markers, of which a call may have four.
using InworldRouter.Providers.Dialects.Conversations;

namespace InworldRouter.Providers.Anthropic;

internal static class CacheMarkers
{
    /// <summary>Keeps the last ones, which stand for the longest prefixes: tools come before the system's text, and that before the messages.</summary>
    /// <returns>True when some had to go.</returns>
    public static bool Limit(Conversation conversation, int most)
    {
        var surplus = Count(conversation) - most;
        if (surplus <= 0)
            return false;
        foreach (ref var tool in conversation.Tools)
        {
            if (surplus > 0 && tool.CacheControl.IsPresent)
                (tool.CacheControl, surplus) = (default, surplus - 1);
        }
        surplus = Remove(conversation, surplus, instructions: true);
        Remove(conversation, surplus, instructions: false);
        return true;
    }

    private static int Remove(Conversation conversation, int surplus, bool instructions)
    {
        foreach (ref readonly var message in conversation.Messages)
        {
            if (message.IsInstruction != instructions)
                continue;
            foreach (ref var part in conversation.PartsOf(message))
            {
                if (surplus > 0 && part.CacheControl.IsPresent)
                    (part.CacheControl, surplus) = (default, surplus - 1);
            }
        }
        return surplus;
    }

    private static int Count(Conversation conversation)
    {
        var count = 0;
        foreach (ref readonly var tool in conversation.Tools)
            count += tool.CacheControl.IsPresent ? 1 : 0;
        foreach (ref readonly var part in conversation.Parts)
            count += part.CacheControl.IsPresent ? 1 : 0;
        return count;
    }
}
