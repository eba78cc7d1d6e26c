// Upstream streams in a few words.
using System.Text;
using InworldRouter.Providers.Compatible;
using InworldRouter.Providers.Tests.Replay;

namespace InworldRouter.Providers.Tests;

internal static class Streams
{
    public static string Chunk(string delta, string finish = "null", int index = 0) =>
        $$"""{"id":"up-1","object":"chat.completion.chunk","created":5,"model":"up","choices":[{"index":{{index}},"delta":{{delta}},"finish_reason":{{finish}}}]}""";

    public static string Role => Chunk("""{"role":"assistant","content":""}""");

    public static string Text(string text, int index = 0) => Chunk($$"""{"content":"{{text}}"}""", index: index);

    public static string Finish(string reason = "stop", int index = 0) => Chunk("{}", $"\"{reason}\"", index);

    public static string Calls(string calls, string finish = "null") => Chunk($$"""{"tool_calls":{{calls}}}""", finish);

    public static string Usage(string usage = """{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}""") =>
        $$"""{"id":"up-1","object":"chat.completion.chunk","created":5,"model":"up","choices":[],"usage":{{usage}}}""";

    public static byte[] Sse(params string[] data) => Encoding.UTF8.GetBytes(string.Concat(data.Select(d => $"data: {d}\n\n")));

    /// <summary>Played whole, with [DONE] at its end.</summary>
    public static Replayed Play(params string[] data) => StreamReplay.Whole(new CompatibleProvider(), Sse([.. data, "[DONE]"]), Identity.Of());

    public static Replayed PlayWithUsage(params string[] data) => StreamReplay.Whole(new CompatibleProvider(), Sse([.. data, "[DONE]"]), Identity.Of(includeUsage: true));

    /// <summary>What a strict client makes of the only choice.</summary>
    public static ReadChoice Read(params string[] data) => Play(data).Read().Answer.Choices[0];
}
