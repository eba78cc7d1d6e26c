// A Messages stream as Anthropic's own client library adds it up, refusing what that library refuses and what providers.md B.4 rules out.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InworldRouter.Shared;

/// <summary>Written from the specification alone: it shares nothing with the code that it checks.</summary>
internal sealed class StrictMessages
{
    private readonly Dictionary<string, string> _fieldOf = new()
    {
        ["text_delta"] = "text", ["thinking_delta"] = "thinking", ["signature_delta"] = "signature", ["input_json_delta"] = "partial_json", ["citations_delta"] = "citation",
    };

    private JsonObject? _message;
    private JsonObject? _open;
    private string _input = "";
    private bool _isSigned;
    private bool _hasEnded;
    private bool _hasStopped;

    /// <summary>The message that a whole and faultless stream says.</summary>
    public static JsonObject Read(string stream)
    {
        var reader = new StrictMessages();
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
        foreach (var frame in stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
            reader.Take(frame);
        Assert.True(reader._hasStopped, "the stream ends with its message_stop");
        return reader._message!;
    }

    private JsonArray Content => _message!["content"]!.AsArray();

    private void Take(string frame)
    {
        // "Every frame has event: X and data: {"type":"X",…}; SDKs dispatch on the event: name"
        var lines = frame.Split('\n');
        Assert.Equal(2, lines.Length);
        var name = Assert.IsType<string>(lines[0]).Replace("event: ", "", StringComparison.Ordinal);
        Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
        using (JsonDocument.Parse(lines[1][6..], new JsonDocumentOptions { AllowDuplicateProperties = false }))
        {
        }
        var said = JsonNode.Parse(lines[1][6..])!.AsObject();
        Assert.Equal($"event: {said["type"]}", lines[0]);
        Assert.False(_hasStopped, $"{name} after message_stop");
        if (name == "message_start")
            Start(said);
        Assert.True(_message is not null, $"{name} before message_start");
        switch (name)
        {
            case "content_block_start":
                Open(said);
                break;
            case "content_block_delta":
                Add(said);
                break;
            case "content_block_stop":
                Close(said);
                break;
            case "message_delta":
                End(said);
                break;
            case "message_stop":
                Assert.True(_hasEnded, "message_stop before message_delta");
                _hasStopped = true;
                break;
            default:
                Assert.True(name is "message_start" or "ping", $"an event called {name}");
                break;
        }
    }

    private void Start(JsonObject said)
    {
        Assert.True(_message is null, "message_start twice");
        _message = said["message"]!.DeepClone().AsObject();
        Assert.StartsWith("msg_", _message["id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(("message", "assistant"), (_message["type"]!.GetValue<string>(), _message["role"]!.GetValue<string>()));
        Assert.Empty(Content);
        Assert.True(_message.ContainsKey("stop_reason") && _message["stop_reason"] is null, "a stop_reason before the end");
        AssertUsage(_message["usage"]!);
    }

    private void Open(JsonObject said)
    {
        Assert.True(_open is null, "a block begins while another is open");
        Assert.False(_hasEnded, "a block begins after message_delta");
        Assert.Equal(Content.Count, said["index"]!.GetValue<int>());
        _open = said["content_block"]!.DeepClone().AsObject();
        Assert.Contains(_open["type"]!.GetValue<string>(), (string[])["text", "thinking", "redacted_thinking", "tool_use"]);
        if (_open["type"]!.GetValue<string>() == "tool_use")
        {
            Assert.Matches("^[a-zA-Z0-9_-]+$", _open["id"]!.GetValue<string>());
            Assert.Empty(_open["input"]!.AsObject());
        }
        Content.Add(_open);
        _input = "";
        _isSigned = false;
    }

    private void Add(JsonObject said)
    {
        Assert.True(_open is not null, "Content block not found"); // C35
        Assert.Equal(Content.Count - 1, said["index"]!.GetValue<int>());
        var delta = said["delta"]!;
        var type = delta["type"]!.GetValue<string>();
        var value = delta[_fieldOf[type]]!;
        Assert.Contains((_open["type"]!.GetValue<string>(), type), ((string, string)[])
        [
            ("text", "text_delta"), ("text", "citations_delta"), ("thinking", "thinking_delta"), ("thinking", "signature_delta"), ("tool_use", "input_json_delta"),
        ]);
        Assert.False(_isSigned, "a delta after the signature");
        _isSigned = type == "signature_delta";
        if (type == "citations_delta")
            (_open["citations"] ??= new JsonArray()).AsArray().Add(value.DeepClone());
        else if (type == "input_json_delta")
            _input += value.GetValue<string>();
        else
            _open[_fieldOf[type]] = _open[_fieldOf[type]]!.GetValue<string>() + value.GetValue<string>();
    }

    private void Close(JsonObject said)
    {
        Assert.True(_open is not null, "a block ends that has not begun");
        Assert.Equal(Content.Count - 1, said["index"]!.GetValue<int>());
        // "a no-arg call may send only "" → parse as {}"
        if (_open["type"]!.GetValue<string>() == "tool_use")
            _open["input"] = JsonNode.Parse(_input.Length == 0 ? "{}" : _input);
        if (_open["type"]!.GetValue<string>() == "thinking")
            Assert.NotEmpty(_open["signature"]!.GetValue<string>());
        _open = null;
    }

    private void End(JsonObject said)
    {
        Assert.True(_open is null, "message_delta while a block is open");
        Assert.False(_hasEnded, "message_delta twice");
        _hasEnded = true;
        foreach (var (name, value) in said["delta"]!.AsObject())
            _message![name] = value?.DeepClone();
        Assert.Contains(_message!["stop_reason"]!.GetValue<string>(), (string[])["end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal"]);
        AssertUsage(said["usage"]!);
        _message["usage"] = said["usage"]!.DeepClone();
        if (said["metadata"] is { } metadata)
            _message["metadata"] = metadata.DeepClone();
    }

    // C36
    private static void AssertUsage(JsonNode usage)
    {
        foreach (var name in (string[])["input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"])
            Assert.True(usage[name]!.GetValue<long>() >= 0);
    }
}
