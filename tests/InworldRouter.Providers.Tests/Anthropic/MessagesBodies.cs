// Messages bodies as callers send them, and what Anthropic is to get of them.
using System.Text;
using System.Text.Json;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Providers.Tests.Anthropic;

internal static class MessagesBodies
{
    public const string Model = "claude-sonnet-4-5";

    private static readonly AnthropicProvider Anthropic = new();

    public static WrittenRequest Send(string body, bool? stream = null, Concessions concessions = Concessions.None, string headers = "", string model = Model) =>
        Requests.Send(Anthropic, body, model, stream, concessions: concessions, caller: CallerDialect.Messages, headers: headers);

    /// <summary>What goes on of a body, the model already the provider's.</summary>
    /// <param name="members">Without the outer braces, the model and the messages.</param>
    public static string Rest(string members) => Send(With(members)).Body;

    public static string With(string members) => $$"""{"model":"{{Model}}",{{members}}"messages":[{"role":"user","content":"Hi"}]}""";

    /// <summary>The conversation's body as it goes on.</summary>
    public static string Messages(string messages, string more = "", Concessions concessions = Concessions.None)
    {
        var sent = Send($$"""{"model":"{{Model}}",{{more}}"messages":[{{messages}}]}""", concessions: concessions).Body;
        var start = $$"""{"model":"{{Model}}",{{more}}"messages":[""";
        Assert.StartsWith(start, sent, StringComparison.Ordinal);
        return sent[start.Length..^2];
    }

    /// <summary>The body with another model, every other byte as it was: found by a reader that shares nothing with the code.</summary>
    public static string WithModel(string body, string model)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("model"))
                continue;
            reader.Read();
            return Encoding.UTF8.GetString([.. bytes.AsSpan(0, (int)reader.TokenStartIndex), .. JsonSerializer.SerializeToUtf8Bytes(model), .. bytes.AsSpan((int)reader.BytesConsumed)]);
        }
        throw new InvalidOperationException("no model");
    }
}
