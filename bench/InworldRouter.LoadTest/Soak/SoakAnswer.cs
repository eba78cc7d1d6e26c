// Collects an answer, whole or streamed, and says whether it is the one that was due.
using System.Text;
using System.Text.Json;
using InworldRouter.LoadTest.Http;

namespace InworldRouter.LoadTest.Soak;

/// <param name="firstContent">Called once, when a stream's first content is there.</param>
internal sealed class SoakAnswer(bool stream, Action? firstContent) : AnswerReader
{
    private readonly MemoryStream _event = new();
    private readonly StringBuilder _content = new();
    private string? _id, _wrong;
    private int _roles, _finishes, _dones, _errors, _metadata;

    public override void OnBody(ReadOnlySpan<byte> bytes)
    {
        if (!stream)
        {
            _event.Write(bytes);
            return;
        }
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            _event.Write(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
                return;
            bytes = bytes[(end + 1)..];
            OnLine(_event.GetBuffer().AsMemory(0, (int)_event.Length));
            _event.SetLength(0);
        }
    }

    /// <summary>Null when it is right, else what is wrong with it.</summary>
    public string? Judge(SoakCall call, int status, string question)
    {
        if (call.Outcome == SoakOutcome.Status)
            return status == call.Status && Member(_event.GetBuffer().AsMemory(0, (int)_event.Length), "error") ? null : $"status {status} where {call.Status} was due";
        if (status != 200)
            return $"status {status}: {Encoding.UTF8.GetString(_event.GetBuffer(), 0, (int)Math.Min(_event.Length, 200))}";
        if (!stream)
            ReadBody();
        if (_wrong is not null)
            return _wrong;
        if (call.Outcome == SoakOutcome.ErrorEvent)
            return _errors == 1 && _dones == 0 && _finishes == 0 && Expected(call.Model, question).StartsWith(_content.ToString(), StringComparison.Ordinal)
                ? null : $"a broken stream ended with {_errors} errors, {_finishes} finish reasons and {_dones} [DONE]";
        if (_errors > 0 || (stream && (_roles, _finishes, _dones, _metadata) != (1, 1, 1, 1)))
            return $"{_roles} roles, {_finishes} finish reasons, {_dones} [DONE], {_errors} errors, {_metadata} metadata";
        var content = _content.ToString();
        return content == Expected(call.Model, question) || (call.Fallback && content == Expected(SoakCall.Sound, question))
            ? null : $"wrong text: {content}";
    }

    private static string Expected(string model, string question) => $"Hello! I am the simulator standing in for {model}. You said: {question}";

    private void OnLine(ReadOnlyMemory<byte> line)
    {
        if (line.IsEmpty || line.Span[0] == ':')
            return;
        if (_dones > 0)
            _wrong ??= "something after [DONE]";
        if (!line.Span.StartsWith("data: "u8))
            _wrong ??= $"not a data line: {Encoding.UTF8.GetString(line.Span)}";
        else if (line.Span[6..].SequenceEqual("[DONE]"u8))
            _dones++;
        else
            OnChunk(line[6..]);
    }

    private void OnChunk(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var chunk = JsonDocument.Parse(json);
            var root = chunk.RootElement;
            if (root.TryGetProperty("error", out _))
            {
                _errors++;
                return;
            }
            if (root.TryGetProperty("metadata", out _))
                _metadata++;
            var id = root.GetProperty("id").GetString();
            if (id != (_id ??= id))
                _wrong ??= $"id {id} in the answer {_id}";
            foreach (var choice in root.GetProperty("choices").EnumerateArray())
            {
                if (choice.GetProperty("finish_reason").ValueKind == JsonValueKind.String)
                    _finishes++;
                var delta = choice.GetProperty("delta");
                if (delta.TryGetProperty("role", out _))
                    _roles++;
                if (delta.TryGetProperty("content", out var content) && content.GetString() is { Length: > 0 } text)
                {
                    if (_content.Length == 0)
                        firstContent?.Invoke();
                    _content.Append(text);
                }
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            _wrong ??= $"not a chunk: {Encoding.UTF8.GetString(json.Span)}";
        }
    }

    private void ReadBody()
    {
        try
        {
            using var body = JsonDocument.Parse(_event.GetBuffer().AsMemory(0, (int)_event.Length));
            _content.Append(body.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
            if (!body.RootElement.TryGetProperty("metadata", out _))
                _wrong ??= "no metadata";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            _wrong ??= $"not an answer: {Encoding.UTF8.GetString(_event.GetBuffer(), 0, (int)_event.Length)}";
        }
    }

    private static bool Member(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var body = JsonDocument.Parse(json);
            return body.RootElement.TryGetProperty(name, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
