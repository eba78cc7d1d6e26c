// A conversation as a line of text, for tests of those who read one.
using System.Text;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Tests;

internal static class ReadParts
{
    /// <summary><c>User: Text text=Hi | Assistant: ToolCall text={} id=i name=f</c></summary>
    public static string Of(Conversation conversation, byte[] body)
    {
        var messages = new List<string>();
        foreach (var message in conversation.Messages)
            messages.Add($"{message.Role}: {string.Join("; ", conversation.PartsOf(message).ToArray().Select(p => Of(p, body)))}");
        return string.Join(" | ", messages);
    }

    private static string Of(in Part part, byte[] body)
    {
        var text = new StringBuilder(part.Kind.ToString());
        Append(text, "text", part.Text, body);
        Append(text, "id", part.Id, body);
        Append(text, "name", part.Name, body);
        Append(text, "url", part.Url, body);
        Append(text, "data", part.Data, body);
        Append(text, "type", part.MediaType, body);
        Append(text, "signed", part.Signature, body);
        text.Append(part.Origin == Origin.None ? "" : $" by {part.Origin}").Append(part.IsError ? " failed" : "").Append(part.CacheControl.IsPresent ? " cached" : "");
        return text.Append(part.Children > 0 ? $" children={part.Children}" : "").ToString();
    }

    private static void Append(StringBuilder text, string name, in JsonValue value, byte[] body)
    {
        if (value.IsPresent)
            text.Append(' ').Append(name).Append('=').Append(Encoding.UTF8.GetString(value.Kind == JsonKind.String ? value.Inner(body) : value.Raw(body)));
    }
}
