// Reads a whole answer as the strictest client would.
using System.Text.Json.Nodes;

namespace InworldRouter.Providers.Tests.Replay;

internal static class StrictAnswer
{
    public static ReadAnswer Read(string json)
    {
        var answer = StrictJson.Parse(json);
        StrictJson.AssertTop(answer);
        Assert.Equal("chat.completion", answer["object"]!.GetValue<string>());
        Assert.Equal(Identity.Metadata, answer["metadata"]!.ToJsonString());
        var read = new ReadAnswer { Usage = ReadAnswer.UsageOf(answer["usage"]!) };
        foreach (var choice in answer["choices"]!.AsArray())
        {
            var message = choice!["message"]!.AsObject();
            Assert.Equal("assistant", message["role"]!.GetValue<string>());
            Assert.True(message.ContainsKey("content"));
            var into = read[choice["index"]!.GetValue<int>()];
            into.Text = message["content"]?.GetValue<string>() ?? "";
            into.Reasoning = message["reasoning_content"]?.GetValue<string>() ?? "";
            into.Refusal = message["refusal"]?.GetValue<string>() ?? "";
            into.Finish = choice["finish_reason"]!.GetValue<string>();
            into.Annotations.AddRange((message["annotations"]?.AsArray() ?? []).Select(a => a!.ToJsonString()));
            into.Details.AddRange((message["reasoning_details"]?.AsArray() ?? []).Select(d => d!.ToJsonString()));
            into.Images.AddRange((message["images"]?.AsArray() ?? []).Select(i => i!.ToJsonString()));
            foreach (var call in message["tool_calls"]?.AsArray() ?? [])
                into.Calls.Add(Call(call!));
        }
        return read;
    }

    private static ReadCall Call(JsonNode call)
    {
        var isCustom = call["type"]!.GetValue<string>() == "custom";
        var said = call[isCustom ? "custom" : "function"]!;
        return new() { Id = call["id"]!.GetValue<string>(), Name = said["name"]!.GetValue<string>(), Arguments = said[isCustom ? "input" : "arguments"]!.GetValue<string>(), IsCustom = isCustom };
    }
}
