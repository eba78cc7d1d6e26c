// The request that the scenarios send: the size of an ordinary question with a system prompt.
namespace InworldRouter.LoadTest.Scenarios;

internal static class RequestBody
{
    // 1 KB, as the side-by-side measurements of other gateways use.
    private static readonly string SystemPrompt = string.Concat(Enumerable.Repeat("You are a helpful assistant that answers briefly. ", 16));

    public static string Text(LoadDialect dialect, bool stream) => dialect == LoadDialect.Messages
        ? $$"""{"model":"$MODEL","system":"{{SystemPrompt}}","messages":[{"role":"user","content":"What does a router do?"}],"temperature":0.7,"max_tokens":4096{{(stream ? ""","stream":true""" : "")}}}"""
        : Chat(stream);

    private static string Chat(bool stream) =>
        $$"""{"model":"$MODEL","messages":[{"role":"system","content":"{{SystemPrompt}}"},{"role":"user","content":"What does a router do?"}],"temperature":0.7,"max_tokens":4096{{(stream ? ""","stream":true""" : "")}}}""";
}
