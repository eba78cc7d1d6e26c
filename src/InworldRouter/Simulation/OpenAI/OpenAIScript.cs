// An answer in OpenAI's words: the exact shapes of providers.md A.2 (body) and A.3 (stream), written once a call.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation.OpenAI;

/// <summary>
/// Of A.3's chunks the random <c>obfuscation</c> member is left out, as with <c>include_obfuscation:false</c>: all tokens then share one prefix and suffix.
/// </summary>
internal readonly ref struct OpenAIScript
{
    private static ReadOnlySpan<byte> Fingerprint => ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulator\""u8;

    private readonly SimulatedCall _call;
    private readonly Answer _answer;
    private readonly AnswerScript _script;
    private readonly PooledBuffer _bytes;
    private readonly Chance _chance;
    private readonly long _created;

    private OpenAIScript(SimulatedCall call, Answer answer, Chance chance, DateTimeOffset now)
    {
        (_call, _answer, _chance, _created) = (call, answer, chance, now.ToUnixTimeSeconds());
        _bytes = answer.Bytes;
        _script = new(answer);
    }

    public static AnswerScript Write(SimulatedCall call, Answer answer, in Behavior behavior, Chance chance, DateTimeOffset now)
    {
        var writer = new OpenAIScript(call, answer, chance, now);
        if (behavior.ErrorEvent is { } type)
            writer.WriteError(type);
        if (call.Stream)
            writer.WriteStream();
        else
            writer.WriteBody();
        return writer._script;
    }

    private ReadOnlySpan<byte> FinishReason => _answer.End switch
    {
        AnswerEnd.Length => "length"u8,
        AnswerEnd.ToolCalls => "tool_calls"u8,
        _ => "stop"u8,
    };

    private void WriteError(string type)
    {
        var mark = _bytes.Length;
        if (_call.Stream)
            _bytes.Write("data: "u8);
        OpenAIErrors.Write(_bytes, type, null, $"The scenario sends an error of type {type} here.", null);
        if (_call.Stream)
            _bytes.Write("\n\n"u8);
        _script.Error = _script.Since(mark);
    }

    private void WriteStream()
    {
        var head = WriteHead("data: "u8, "chat.completion.chunk"u8);
        // "1. first chunk … When the turn is tools only: delta:{"role":"assistant","content":null}"
        var mark = _bytes.Length;
        WriteChunk(head, _answer.Calls is null ? "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}"u8 : "{\"role\":\"assistant\",\"content\":null}"u8);
        var opening = _script.Since(mark);

        if (_answer.Reasoning.Length > 0)
        {
            AddPart(head, opening, "{\"reasoning_content\":\""u8, "\"}"u8, _answer.Reasoning);
            opening = default;
        }
        if (_answer.Calls is null)
            AddPart(head, opening, "{\"content\":\""u8, "\"}"u8, _answer.Text);
        else
            AddCalls(head, opening);

        mark = _bytes.Length;
        WriteChunk(head, "{}"u8, FinishReason);
        // "5. only if include_usage: … one extra chunk "choices":[] with the usage object"
        if (_call.StreamUsage)
        {
            Copy(head);
            _bytes.Write(",\"choices\":[],\"usage\":"u8);
            WriteUsage();
            _bytes.Write("}\n\n"u8);
        }
        _bytes.Write("data: [DONE]\n\n"u8);
        _script.Closing = _script.Since(mark);
    }

    // "3. tools: opening piece …; then {"index":0,"function":{"arguments":"…"}} pieces with no id/name/type."
    private void AddCalls(Slice head, Slice opening)
    {
        using var delta = new PooledBuffer();
        for (var i = 0; i < _answer.Calls!.Count; i++)
        {
            var mark = _bytes.Length;
            if (opening.Length > 0)
            {
                // Slices do not join: the role chunk is written again where the first call's opening follows it.
                Copy(opening);
                opening = default;
            }
            delta.Truncate(0);
            delta.Write("{\"tool_calls\":[{\"index\":"u8);
            delta.WriteNumber(i);
            delta.Write(",\"id\":\"call_"u8);
            WriteId(delta, 24);
            delta.Write("\",\"type\":\"function\",\"function\":{\"name\":"u8);
            delta.WriteJsonString(_answer.Calls[i].Name);
            delta.Write(",\"arguments\":\"\"}}]}"u8);
            WriteChunk(head, delta.Written);
            var callOpening = _script.Since(mark);

            delta.Truncate(0);
            delta.Write("{\"tool_calls\":[{\"index\":"u8);
            delta.WriteNumber(i);
            delta.Write(",\"function\":{\"arguments\":\""u8);
            AddPart(head, callOpening, delta.Written, "\"}}]}"u8, _answer.Calls[i].Arguments);
        }
    }

    private void AddPart(Slice head, Slice opening, ReadOnlySpan<byte> deltaBefore, ReadOnlySpan<byte> deltaAfter, Slice text)
    {
        var mark = _bytes.Length;
        Copy(head);
        _bytes.Write(",\"choices\":[{\"index\":0,\"delta\":"u8);
        _bytes.Write(deltaBefore);
        var prefix = _script.Since(mark);
        mark = _bytes.Length;
        _bytes.Write(deltaAfter);
        WriteChunkEnd("null"u8);
        _script.Parts.Add(new(opening, prefix, _script.Since(mark), text));
    }

    private void WriteChunk(Slice head, ReadOnlySpan<byte> delta, ReadOnlySpan<byte> finishReason = default)
    {
        Copy(head);
        _bytes.Write(",\"choices\":[{\"index\":0,\"delta\":"u8);
        _bytes.Write(delta);
        if (finishReason.IsEmpty)
        {
            WriteChunkEnd("null"u8);
            return;
        }
        Span<byte> quoted = stackalloc byte[16];
        quoted[0] = (byte)'"';
        finishReason.CopyTo(quoted[1..]);
        quoted[finishReason.Length + 1] = (byte)'"';
        WriteChunkEnd(quoted[..(finishReason.Length + 2)]);
    }

    private void WriteChunkEnd(ReadOnlySpan<byte> finishReason)
    {
        _bytes.Write(",\"logprobs\":null,\"finish_reason\":"u8);
        _bytes.Write(finishReason);
        // "every earlier chunk carries "usage":null … Without the option the usage key is absent."
        _bytes.Write(_call.StreamUsage ? "}],\"usage\":null}\n\n"u8 : "}]}\n\n"u8);
    }

    private void WriteBody()
    {
        var mark = _bytes.Length;
        WriteHead([], "chat.completion"u8);
        _bytes.Write(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"u8);
        if (_answer.Calls is null)
        {
            _bytes.Write((byte)'"');
            Copy(_answer.Text);
            _bytes.Write((byte)'"');
        }
        else
        {
            _bytes.Write("null"u8);
        }
        if (_answer.Reasoning.Length > 0)
        {
            _bytes.Write(",\"reasoning_content\":\""u8);
            Copy(_answer.Reasoning);
            _bytes.Write((byte)'"');
        }
        if (_answer.Calls is { } calls)
        {
            _bytes.Write(",\"tool_calls\":["u8);
            for (var i = 0; i < calls.Count; i++)
            {
                _bytes.Write(i == 0 ? "{\"id\":\"call_"u8 : ",{\"id\":\"call_"u8);
                WriteId(_bytes, 24);
                _bytes.Write("\",\"type\":\"function\",\"function\":{\"name\":"u8);
                _bytes.WriteJsonString(calls[i].Name);
                _bytes.Write(",\"arguments\":\""u8);
                Copy(calls[i].Arguments);
                _bytes.Write("\"}}"u8);
            }
            _bytes.Write((byte)']');
        }
        _bytes.Write(",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\""u8);
        _bytes.Write(FinishReason);
        _bytes.Write("\"}],\"usage\":"u8);
        WriteUsage();
        _bytes.Write((byte)'}');
        _script.Body = _script.Since(mark);
    }

    // What all chunks of a stream have in common: `id/created/model` are stable across them.
    private Slice WriteHead(ReadOnlySpan<byte> before, ReadOnlySpan<byte> kind)
    {
        var mark = _bytes.Length;
        _bytes.Write(before);
        _bytes.Write("{\"id\":\"chatcmpl-"u8);
        WriteId(_bytes, 29);
        _bytes.Write("\",\"object\":\""u8);
        _bytes.Write(kind);
        _bytes.Write("\",\"created\":"u8);
        _bytes.WriteNumber(_created);
        _bytes.Write(",\"model\":"u8);
        _bytes.WriteJsonString(_call.Model);
        _bytes.Write(Fingerprint);
        return _script.Since(mark);
    }

    private void WriteUsage()
    {
        _bytes.Write("{\"prompt_tokens\":"u8);
        _bytes.WriteNumber(_answer.PromptTokens);
        _bytes.Write(",\"completion_tokens\":"u8);
        _bytes.WriteNumber(_answer.CompletionTokens);
        _bytes.Write(",\"total_tokens\":"u8);
        _bytes.WriteNumber(_answer.PromptTokens + _answer.CompletionTokens);
        _bytes.Write(",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":"u8);
        _bytes.WriteNumber(_answer.ReasoningTokens);
        _bytes.Write(",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}"u8);
    }

    private void WriteId(PooledBuffer output, int length)
    {
        _chance.FillId(output.GetSpan(length)[..length]);
        output.Advance(length);
    }

    // A slice of the buffer written at its end: room first, or the source would move while it is read.
    private void Copy(Slice slice)
    {
        var room = _bytes.GetSpan(slice.Length);
        slice.Of(_bytes).CopyTo(room);
        _bytes.Advance(slice.Length);
    }
}
