// A Responses stream to a caller of the same dialect: the vendor's bytes, the router's name for the model, and its metadata at the end.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Providers.Responses;

/// <summary>
/// Every event passes as it came, those of tomorrow too; usage, content and failures are only watched. The last event waits for the router's metadata:
/// <c>router_metadata</c> of its response, whose <c>metadata</c> is the caller's own.
/// </summary>
/// <param name="whole">The caller wants the response alone: what the last event has in it, left open.</param>
internal sealed class ResponsesRelay(bool whole) : StreamTranslator
{
    private readonly PooledBuffer _first = new(); // the response as it was announced
    private readonly PooledBuffer _done = new();  // the items that are done, for a response that fails
    private readonly PooledBuffer _last = new();  // data of the last event
    private AnswerIdentity _identity;
    private long _number;                         // the event's sequence_number
    private long _next;                           // of what the caller gets

    public override void Begin(in AnswerIdentity identity)
    {
        _identity = identity;
        Failure = null;
        Usage = TokenUsage.Unknown;
        ContentEvents = 0;
        EndedEarly = false;
        _next = 0;
        Forget();
    }

    public override StreamStep Translate(in SseEvent upstream, PooledBuffer output)
    {
        var data = upstream.Data;
        if (data.SequenceEqual("[DONE]"u8)) // not OpenAI's here, but of servers that are used to it
            return StreamStep.Quiet;
        if (!RelayedEventFields.TryScan(data, out var said, out var fault))
            return Fail(AnswerReader.NotJson(data, fault));
        // The event's name may be missing; the data has it too.
        var type = said.Type.Kind == JsonKind.String ? said.Type.Inner(data) : upstream.Type;
        _number = said.SequenceNumber.TryGetInt64(data, out var number) ? number : _next;
        return type switch
        {
            _ when _identity.ExcludeReasoning && HiddenReasoning.IsTold(type) => StreamStep.Quiet,
            _ when type.EndsWith(".delta"u8) => Pass(type, data, said.Delta.IsNonEmptyString, output),
            _ when type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8) => End(said.Response, data),
            _ when type.SequenceEqual("response.failed"u8) || type.SequenceEqual("response.cancelled"u8) => Fail(OpenAIErrors.InStream(said.Response.Self.IsPresent ? said.Response.Self.Raw(data) : data)),
            _ when type.SequenceEqual("error"u8) || OpenAIErrors.IsTruthy(said.Error, data) => Fail(OpenAIErrors.InStream(data)),
            _ when said.Response.Self.Kind == JsonKind.Object => Announce(type, said.Response, data, output),
            _ when type.SequenceEqual("response.output_item.added"u8) => Pass(type, data, !IsEmptyAtFirst(said.Item, data), output),
            _ when type.SequenceEqual("response.output_item.done"u8) => EndItem(type, said.Item, data, output),
            _ => Pass(type, data, type.EndsWith(".partial_image"u8), output),
        };
    }

    public override StreamStep EndOfInput() =>
        _last.IsEmpty ? Fail(new UpstreamFailure(FailureKind.Truncated, "the stream ended before its response.completed")) : StreamStep.End;

    public override void Complete(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        var data = _last.Written;
        RelayedEventFields.TryScan(data, out var said, out _);
        var response = said.Response;
        if (whole)
        {
            ResponsesAnswer.WriteNamed(response, data, response.Self.Start, response.Self.End - 1, _identity, output);
            Forget();
            return;
        }
        Open(said.Type.Inner(data), output);
        ResponsesAnswer.WriteNamed(response, data, 0, response.Self.End - 1, _identity, output);
        if (!metadata.IsEmpty)
        {
            output.Write(",\"router_metadata\":"u8);
            output.Write(metadata);
        }
        output.Write(data[(response.Self.End - 1)..]);
        output.Write("\n\n"u8);
        Forget();
    }

    /// <summary>The response as it was announced, failed, with the items that were done.</summary>
    public override bool TryFail(string code, string message, PooledBuffer output)
    {
        if (_first.IsEmpty || !RelayedResponseFields.TryScan(_first.Written, out var response, out _))
            return false;
        using var patch = new JsonPatch();
        Put(response.Status, "\"status\":\"failed\""u8, response.Self.Start, patch);
        using var error = new PooledBuffer();
        error.Write("\"error\":"u8);
        ResponsesErrors.WriteObject(code, message, error);
        Put(response.Error, error.Written, response.Self.Start, patch);
        using var items = new PooledBuffer();
        items.Write("\"output\":["u8);
        items.Write(_done.Written);
        items.Write((byte)']');
        Put(response.Output, items.Written, response.Self.Start, patch);
        Open("response.failed"u8, output);
        output.Write("{\"type\":\"response.failed\",\"sequence_number\":"u8);
        output.WriteNumber(_next);
        output.Write(",\"response\":"u8);
        patch.Apply(_first.Written, output);
        output.Write("}\n\n"u8);
        return true;
    }

    // The memory of a long answer, or of its pictures, is not kept until the next.
    private void Forget()
    {
        _first.Reset();
        _done.Reset();
        _last.Reset();
    }

    private StreamStep Announce(ReadOnlySpan<byte> type, in RelayedResponseFields response, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        _next = _number + 1;
        if (_first.IsEmpty)
            ResponsesAnswer.WriteNamed(response, data, response.Self.Start, response.Self.End, _identity, _first);
        if (whole)
            return StreamStep.Quiet;
        Open(type, output);
        var from = output.Length;
        ResponsesAnswer.WriteNamed(response, data, 0, data.Length, _identity, output);
        Close(from, output);
        return StreamStep.Quiet;
    }

    private StreamStep EndItem(ReadOnlySpan<byte> type, in OutputItemFields item, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        if (_identity.ExcludeReasoning && item.Type.StringEquals(data, "reasoning"u8))
            return EndReasoning(type, item, data, output);
        if (item.Self.IsPresent)
        {
            ToldItem.Separate(_done);
            _done.Write(item.Self.Raw(data));
        }
        return Pass(type, data, ResponsesAnswer.IsContent(item, data), output);
    }

    // Of a stream that fails it is missing: without its words it says nothing.
    private StreamStep EndReasoning(ReadOnlySpan<byte> type, in OutputItemFields item, ReadOnlySpan<byte> data, PooledBuffer output)
    {
        using var hidden = new PooledBuffer();
        HiddenReasoning.Write(item, data, hidden);
        return Pass(type, hidden.Written, item.EncryptedContent.IsNonEmptyString, output);
    }

    private StreamStep End(in RelayedResponseFields response, ReadOnlySpan<byte> data)
    {
        if (response.Self.Kind != JsonKind.Object)
            return Fail(new UpstreamFailure(FailureKind.MalformedAnswer, "the stream's last event has no response"));
        if (response.HasFailed(data))
            return Fail(OpenAIErrors.InStream(response.Self.Raw(data)));
        Usage = ResponsesUsage.Read(response.Usage, data);
        EndedEarly = response.EndedEarly(data);
        // Of a server that tells all of it at once.
        if (ContentEvents == 0 && ResponsesAnswer.HasContent(response.Output, data))
            ContentEvents++;
        if (_identity.ExcludeReasoning)
            HiddenReasoning.Write(response.Output, data, _last);
        else
            _last.Write(data);
        Compact(_last.WrittenForEdit);
        return StreamStep.End;
    }

    private StreamStep Pass(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, bool isContent, PooledBuffer output)
    {
        _next = _number + 1;
        if (!whole)
        {
            Open(type, output);
            var from = output.Length;
            output.Write(data);
            Close(from, output);
        }
        if (!isContent)
            return StreamStep.Quiet;
        ContentEvents++;
        return StreamStep.Content;
    }

    private StreamStep Fail(UpstreamFailure failure)
    {
        Failure = failure;
        return StreamStep.Failed;
    }

    private static void Open(ReadOnlySpan<byte> type, PooledBuffer output)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
    }

    private static void Close(int from, PooledBuffer output)
    {
        Compact(output.WrittenForEdit[from..]);
        output.Write("\n\n"u8);
    }

    // An event's data may not have line ends; in JSON they are only ever white space.
    private static void Compact(Span<byte> json)
    {
        if (json.IndexOf((byte)'\n') >= 0)
            json.Replace((byte)'\n', (byte)' ');
    }

    // They are filled by what follows; a call of any tool is there at once.
    private static bool IsEmptyAtFirst(in OutputItemFields item, ReadOnlySpan<byte> data) =>
        item.Type.StringEquals(data, "message"u8) || item.Type.StringEquals(data, "reasoning"u8) || !item.Type.HasValue;

    private static void Put(in JsonValue value, ReadOnlySpan<byte> member, int open, JsonPatch patch)
    {
        var from = patch.Scratch.Length;
        if (value.IsPresent)
        {
            patch.Scratch.Write(member[(member.IndexOf((byte)':') + 1)..]);
            patch.ReplaceWritten(value.Start, value.Length, from);
            return;
        }
        // The id follows, at least.
        patch.Scratch.Write(member);
        patch.Scratch.Write((byte)',');
        patch.ReplaceWritten(open + 1, 0, from);
    }
}
