// What callers ask and providers answer, in OpenAI's dialect, as short as it gets.
namespace InworldRouter.Tests.DataPlane;

internal static class Say
{
    public const string Role = """{"id":"x","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""";

    public const string Stop = """{"id":"x","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    public const string Done = "[DONE]";

    public static string Call(string model, bool stream = false, string more = "") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]{{(stream ? ",\"stream\":true" : "")}}{{more}}}""";

    public static string Text(string text) => Delta($$"""{"content":"{{text}}"}""");

    public static string Delta(string delta) => $$$"""{"id":"x","created":1,"model":"m","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":null}]}""";

    public static string Answer(string text, string more = "") =>
        $$"""{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}{{more}}}""";

    public static string Error(string message, string more = "") => $$$"""{"error":{"message":"{{{message}}}"{{{more}}}}}""";

    /// <summary>A whole stream's body.</summary>
    public static string Stream(params string[] events) => string.Concat(events.Select(e => $"data: {e}\n\n"));
}
