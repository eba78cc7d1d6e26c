// What a scripted model says in one turn, in the dialect and the form in which it is asked.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InworldRouter.EndToEnd.Infrastructure;

/// <param name="Text">Said before the calls; none if empty.</param>
/// <param name="Thinking">Thought before the text; none if empty.</param>
/// <param name="Calls">Tools called; <c>Input</c> is JSON.</param>
internal sealed record ModelTurn(string Text, string Thinking = "", params (string Id, string Name, string Input)[] Calls)
{
    /// <summary>What Anthropic and Gemini sign this turn with: another one signs with something else.</summary>
    public string Signature => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Thinking}|{Text}|{Calls.Length}"));

    /// <summary>Answers by the path of the call: Anthropic's, Gemini's, or else OpenAI's chat completions.</summary>
    public Task SayAsync(UpstreamCall call) =>
        call.Path.Contains("/messages", StringComparison.Ordinal) ? SayAsAnthropicAsync(call)
        : call.Path.Contains("enerateContent", StringComparison.Ordinal) ? SayAsGeminiAsync(call)
        : SayAsOpenAIAsync(call);

    private async Task SayAsAnthropicAsync(UpstreamCall call)
    {
        JsonObject[] blocks =
        [
            .. Thinking == "" ? (JsonObject[])[] : [new() { ["type"] = "thinking", ["thinking"] = Thinking, ["signature"] = Signature }],
            .. Text == "" ? (JsonObject[])[] : [new() { ["type"] = "text", ["text"] = Text }],
            .. Calls.Select(c => new JsonObject { ["type"] = "tool_use", ["id"] = c.Id, ["name"] = c.Name, ["input"] = JsonNode.Parse(c.Input) }),
        ];
        var stop = Calls.Length > 0 ? "tool_use" : "end_turn";
        if (!IsStream(call))
        {
            await call.AnswerAsync(200, $$"""{"id":"msg_1","type":"message","role":"assistant","model":"upstream-model","content":{{new JsonArray(blocks).ToJsonString()}},"stop_reason":"{{stop}}","stop_sequence":null,"usage":{"input_tokens":20,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"output_tokens":30} }""");
            return;
        }
        await call.BeginStreamAsync();
        await call.NamedEventAsync("""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"upstream-model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":20,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"output_tokens":1} }     }""");
        await call.NamedEventAsync("""{"type": "ping"}""");
        for (var i = 0; i < blocks.Length; i++)
        {
            var (start, deltas) = Pieces(blocks[i]);
            await call.NamedEventAsync($$"""{"type":"content_block_start","index":{{i}},"content_block":{{start}}}""");
            foreach (var delta in deltas)
                await call.NamedEventAsync($$"""{"type":"content_block_delta","index":{{i}},"delta":{{delta}} }""");
            await call.NamedEventAsync($$"""{"type":"content_block_stop","index":{{i}} }""");
        }
        await call.NamedEventAsync($$"""{"type":"message_delta","delta":{"stop_reason":"{{stop}}","stop_sequence":null},"usage":{"input_tokens":20,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"output_tokens":30} }""");
        await call.NamedEventAsync("""{"type":"message_stop"       }""");
        await call.EndAsync();
    }

    private async Task SayAsGeminiAsync(UpstreamCall call)
    {
        const string Usage = ""","usageMetadata":{"promptTokenCount":25,"cachedContentTokenCount":5,"candidatesTokenCount":20,"thoughtsTokenCount":10,"totalTokenCount":55},"modelVersion":"upstream-model","responseId":"r1" """;
        // "Thought signatures": on the first of parallel calls alone.
        string[] parts =
        [
            .. Thinking == "" ? (string[])[] : [$$"""{"text":{{Quoted(Thinking)}},"thought":true}"""],
            .. Text == "" ? (string[])[] : [$$"""{"text":{{Quoted(Text)}}}"""],
            .. Calls.Select((c, i) => $$"""{"functionCall":{"name":"{{c.Name}}","args":{{c.Input}}}{{(i == 0 ? $",\"thoughtSignature\":\"{Signature}\"" : "")}}}"""),
        ];
        if (!call.Path.Contains("streamGenerateContent", StringComparison.Ordinal))
        {
            await call.AnswerAsync(200, $$"""{"candidates":[{"content":{"parts":[{{string.Join(',', parts)}}],"role":"model"},"finishReason":"STOP","index":0}]{{Usage}}}""");
            return;
        }
        await call.BeginStreamAsync();
        for (var i = 0; i < parts.Length; i++)
            await call.PieceAsync($$"""data: {"candidates":[{"content":{"parts":[{{parts[i]}}],"role":"model"},{{(i == parts.Length - 1 ? "\"finishReason\":\"STOP\"," : "")}}"index":0}]{{Usage}}}""" + "\r\n\r\n");
        await call.EndAsync();
    }

    private async Task SayAsOpenAIAsync(UpstreamCall call)
    {
        var finish = Calls.Length > 0 ? "tool_calls" : "stop";
        if (!IsStream(call))
        {
            var calls = string.Join(',', Calls.Select(c => $$$"""{"id":"{{{c.Id}}}","type":"function","function":{"name":"{{{c.Name}}}","arguments":{{{Quoted(c.Input)}}}}}"""));
            await call.AnswerAsync(200, $$"""{"id":"{{Wire.UpstreamId}}","object":"chat.completion","created":1700000000,"model":"upstream-model","choices":[{"index":0,"message":{"role":"assistant","content":{{(Text == "" ? "null" : Quoted(Text))}}{{(Thinking == "" ? "" : $",\"reasoning_content\":{Quoted(Thinking)}")}}{{(calls == "" ? "" : $",\"tool_calls\":[{calls}]")}}},"finish_reason":"{{finish}}"}],"usage":{{Wire.UsageObject(25, 30, 5)}}}""");
            return;
        }
        await call.StreamAsync([
            Wire.Role(),
            .. Halves(Thinking).Select(t => Wire.Chunk($$"""{"reasoning_content":{{Quoted(t)}}}""")),
            .. Halves(Text).Select(t => Wire.Chunk($$"""{"content":{{Quoted(t)}}}""")),
            .. Calls.SelectMany((c, i) => (string[])
            [
                Wire.Chunk($$$"""{"tool_calls":[{"index":{{{i}}},"id":"{{{c.Id}}}","type":"function","function":{"name":"{{{c.Name}}}","arguments":""}}]}"""),
                .. Halves(c.Input).Select(t => Wire.Chunk($$$"""{"tool_calls":[{"index":{{{i}}},"function":{"arguments":{{{Quoted(t)}}}}}]}""")),
            ]),
            Wire.Finish(finish),
            Wire.Usage(25, 30, 5),
        ]);
    }

    // How a block starts, and what is added to it.
    private (string Start, string[] Deltas) Pieces(JsonObject block) =>
        block["type"]!.GetValue<string>() switch
        {
            "thinking" => ("""{"type":"thinking","thinking":"","signature":""}""",
            [
                .. Halves(block["thinking"]!.GetValue<string>()).Select(t => $$"""{"type":"thinking_delta","thinking":{{Quoted(t)}}}"""),
                $$"""{"type":"signature_delta","signature":"{{Signature}}"}""",
            ]),
            "text" => ("""{"type":"text","text":""}""", [.. Halves(block["text"]!.GetValue<string>()).Select(t => $$"""{"type":"text_delta","text":{{Quoted(t)}}}""")]),
            _ => ($$"""{"type":"tool_use","id":"{{block["id"]}}","name":"{{block["name"]}}","input":{} }""",
            [
                """{"type":"input_json_delta","partial_json":""}""",
                .. Halves(block["input"]!.ToJsonString()).Select(t => $$"""{"type":"input_json_delta","partial_json":{{Quoted(t)}}}"""),
            ]),
        };

    private static bool IsStream(UpstreamCall call) => call.Json["stream"]?.GetValue<bool>() == true;

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    // Never between the two halves of a surrogate pair.
    private static string[] Halves(string text)
    {
        var middle = text.Length / 2;
        if (middle > 0 && char.IsLowSurrogate(text[middle]))
            middle++;
        return text == "" ? [] : middle == 0 ? [text] : [text[..middle], text[middle..]];
    }
}
