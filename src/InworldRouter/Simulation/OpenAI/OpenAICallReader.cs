// Reads of a chat completion's body what an answer depends on, in one pass; refuses what OpenAI would refuse.
using System.Buffers;
using System.Text.Json;

namespace InworldRouter.Simulation.OpenAI;

/// <summary>Why a call was refused, in the words of the error envelope.</summary>
internal readonly record struct CallProblem(string? Code, string Message, string? Param);

internal ref struct OpenAICallReader
{
    private string? _model;
    private bool _stream, _streamUsage, _saidByTool, _toolsForbidden;
    private int? _maxTokens;
    private int _messages;
    private Utf8JsonReader _content;
    private string? _demandedTool;
    private List<SimulatedTool>? _tools;

    /// <returns>The call, or null and the problem.</returns>
    public static SimulatedCall? Read(ReadOnlyMemory<byte> body, out CallProblem problem)
    {
        var call = new OpenAICallReader();
        try
        {
            problem = call.Scan(body.Span);
        }
        catch (JsonException e)
        {
            problem = new(null, $"We could not parse the JSON body of your request: {e.Message}", null);
        }
        return problem.Message is null ? call.Build(body.Length) : null;
    }

    private readonly SimulatedCall Build(int bodyBytes) => new()
    {
        Model = _model!,
        Stream = _stream,
        StreamUsage = _streamUsage,
        MaxTokens = _maxTokens,
        Said = TextOf(_content),
        SaidByTool = _saidByTool,
        PromptTokens = Math.Max(1, bodyBytes / 4),
        Tools = _tools is null ? [] : _tools,
        DemandedTool = _demandedTool,
        ToolsForbidden = _toolsForbidden,
    };

    private CallProblem Scan(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return new(null, "The body must be a JSON object.", null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.String)
                    return new("invalid_type", "Invalid type for 'model': expected a string.", "model");
                _model = reader.GetString();
            }
            else if (reader.ValueTextEquals("messages"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray)
                    return new("invalid_type", "Invalid type for 'messages': expected an array of objects.", "messages");
                ReadMessages(ref reader);
            }
            else if (reader.ValueTextEquals("stream"u8))
            {
                reader.Read();
                _stream = reader.TokenType == JsonTokenType.True;
            }
            else if (reader.ValueTextEquals("stream_options"u8))
            {
                reader.Read();
                ReadStreamOptions(ref reader);
            }
            else if (reader.ValueTextEquals("max_tokens"u8) || reader.ValueTextEquals("max_completion_tokens"u8))
            {
                reader.Read();
                _maxTokens = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var most) ? most : _maxTokens;
            }
            else if (reader.ValueTextEquals("tools"u8))
            {
                reader.Read();
                ReadTools(ref reader);
            }
            else if (reader.ValueTextEquals("tool_choice"u8))
            {
                reader.Read();
                ReadToolChoice(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        if (_model is null or "")
            return new(null, "you must provide a model parameter", null);
        // providers.md A.1: "`messages` empty → 400 code `empty_array`".
        return _messages == 0
            ? new("empty_array", "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages")
            : default;
    }

    private void ReadMessages(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _messages++;
            _content = default;
            _saidByTool = false;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isContent, isRole) = (reader.ValueTextEquals("content"u8), reader.ValueTextEquals("role"u8));
                reader.Read();
                if (isContent)
                    _content = reader;
                else if (isRole && reader.TokenType == JsonTokenType.String)
                    _saidByTool = reader.ValueTextEquals("tool"u8);
                reader.Skip();
            }
        }
    }

    private void ReadStreamOptions(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = reader.ValueTextEquals("include_usage"u8);
            reader.Read();
            _streamUsage |= isUsage && reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }
    }

    // Tools are rare and small beside the messages: here a document is worth its cost.
    private void ReadTools(ref Utf8JsonReader reader)
    {
        var tools = JsonElement.ParseValue(ref reader);
        if (tools.ValueKind != JsonValueKind.Array)
            return;
        foreach (var tool in tools.EnumerateArray())
        {
            if (FunctionOf(tool) is { ValueKind: JsonValueKind.Object } function && NameOf(function) is { } name)
                (_tools ??= []).Add(new(name, function.TryGetProperty("parameters", out var schema) ? schema : default));
        }
    }

    private void ReadToolChoice(ref Utf8JsonReader reader)
    {
        var choice = JsonElement.ParseValue(ref reader);
        if (choice.ValueKind == JsonValueKind.String)
        {
            _toolsForbidden = choice.ValueEquals("none");
            _demandedTool = choice.ValueEquals("required") ? "" : null;
        }
        else
        {
            _demandedTool = NameOf(FunctionOf(choice));
        }
    }

    private static JsonElement FunctionOf(JsonElement tool) =>
        tool.ValueKind == JsonValueKind.Object && tool.TryGetProperty("function", out var function) ? function : default;

    private static string? NameOf(JsonElement function) =>
        function.ValueKind == JsonValueKind.Object && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString() : null;

    // A string, or the texts of an array of parts; cut at a character's edge.
    private static byte[] TextOf(Utf8JsonReader content)
    {
        if (content.TokenType == JsonTokenType.String)
            return Cut(ref content);
        if (content.TokenType != JsonTokenType.StartArray)
            return [];
        var depth = content.CurrentDepth;
        while (content.Read() && content.CurrentDepth > depth)
        {
            if (content.TokenType != JsonTokenType.PropertyName || content.CurrentDepth != depth + 2 || !content.ValueTextEquals("text"u8))
                continue;
            content.Read();
            if (content.TokenType == JsonTokenType.String)
                return Cut(ref content);
        }
        return [];
    }

    private static byte[] Cut(ref Utf8JsonReader text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(text.ValueSpan.Length);
        var length = text.CopyString(rented);
        if (length > AnswerComposer.QuotedBytes)
        {
            length = AnswerComposer.QuotedBytes;
            while (length > 0 && (rented[length] & 0xC0) == 0x80)
                length--;
        }
        var cut = rented.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return cut;
    }
}
