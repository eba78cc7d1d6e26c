// Events to a stream of the Responses API: each named, typed and numbered.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Responses;

/// <summary>The order of providers.md A2; "No [DONE]".</summary>
public sealed class ResponsesStreamWriter : ResponsesWriter
{
    private static ReadOnlySpan<byte> TextDelta => "response.output_text.delta"u8;

    // Behind every piece of text: clients' types demand the list.
    private static ReadOnlySpan<byte> NoLogprobs => ",\"logprobs\":[]}\n\n"u8;

    private long _next; // sequence_number
    private bool _hasStarted;

    public override void Begin(in AnswerIdentity identity)
    {
        base.Begin(identity);
        _next = 0;
        _hasStarted = false;
    }

    /// <summary>Writes created and in_progress, once; for a caller that is to hear something before the first event.</summary>
    public void Start(PooledBuffer output)
    {
        if (_hasStarted)
            return;
        _hasStarted = true;
        Announce("response.created"u8, output);
        Announce("response.in_progress"u8, output);
    }

    /// <inheritdoc/>
    /// <remarks>The response has a <c>metadata</c> of its own, the caller's strings; the router's object is its <c>router_metadata</c>.</remarks>
    public override void Complete(in TokenUsage usage, ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        Start(output);
        EndItems(isCut: !IsWhole, output);
        OpenLast(IsWhole ? "response.completed"u8 : "response.incomplete"u8, output);
        WriteEnd(output);
        WriteRest(hasOutput: true, usage, output);
        CloseLast(metadata, output);
    }

    /// <summary>"response.failed{response.error{code,message}}"</summary>
    public override bool TryFail(string code, string message, PooledBuffer output)
    {
        Start(output);
        EndItems(isCut: true, output);
        OpenLast("response.failed"u8, output);
        output.Write("\"failed\",\"error\":"u8);
        ResponsesErrors.WriteObject(code, message, output);
        output.Write(",\"incomplete_details\":null"u8);
        WriteRest(hasOutput: true, usage: null, output);
        CloseLast([], output);
        return true;
    }

    private protected override void Added(ToldItem item, PooledBuffer output)
    {
        Start(output);
        WriteItem("response.output_item.added"u8, item, output);
        if (item.Kind != ItemKind.Image)
            return;
        OpenOf("response.image_generation_call.in_progress"u8, item, output);
        Close(output);
        OpenOf("response.image_generation_call.generating"u8, item, output);
        Close(output);
    }

    private protected override void Done(ToldItem item, PooledBuffer output)
    {
        switch (item.Kind)
        {
            case ItemKind.Call:
                EndText("response.function_call_arguments.done"u8, ",\"arguments\":\""u8, item, output);
                break;
            case ItemKind.CustomCall:
                EndText("response.custom_tool_call_input.done"u8, ",\"input\":\""u8, item, output);
                break;
            case ItemKind.Image when item.Status == ItemStatus.Completed:
                OpenOf("response.image_generation_call.completed"u8, item, output);
                Close(output);
                break;
        }
        WriteItem("response.output_item.done"u8, item, output);
    }

    private protected override void PartAdded(ToldItem item, PooledBuffer output) =>
        WritePart(item.Kind == ItemKind.Reasoning ? "response.reasoning_summary_part.added"u8 : "response.content_part.added"u8, item, output);

    private protected override void PartDone(ToldItem item, PooledBuffer output)
    {
        if (item.Kind == ItemKind.Reasoning)
        {
            EndText("response.reasoning_summary_text.done"u8, ",\"text\":\""u8, item, output);
            WritePart("response.reasoning_summary_part.done"u8, item, output);
            return;
        }
        if (item.IsRefusal)
        {
            EndText("response.refusal.done"u8, ",\"refusal\":\""u8, item, output);
        }
        else
        {
            OpenText("response.output_text.done"u8, ",\"text\":\""u8, item.Text.Written, item, output);
            WriteLogprobs(item.Logprobs.Written, output);
        }
        WritePart("response.content_part.done"u8, item, output);
    }

    private protected override void Add(ToldItem item, ReadOnlySpan<byte> piece, PooledBuffer output)
    {
        OpenText(item.Kind switch
        {
            ItemKind.Reasoning => "response.reasoning_summary_text.delta"u8,
            ItemKind.Call => "response.function_call_arguments.delta"u8,
            ItemKind.CustomCall => "response.custom_tool_call_input.delta"u8,
            _ => item.IsRefusal ? "response.refusal.delta"u8 : TextDelta,
        }, ",\"delta\":\""u8, piece, item, output);
        if (item is { Kind: ItemKind.Message, IsRefusal: false })
            output.Write(NoLogprobs);
        else
            Close(output);
    }

    private protected override void Weighed(ToldItem item, ReadOnlySpan<byte> elements, PooledBuffer output)
    {
        // They stand in the delta that they weigh, unless it has gone.
        if (output.Written.EndsWith(NoLogprobs))
            output.Truncate(output.Length - NoLogprobs.Length);
        else
            OpenText(TextDelta, ",\"delta\":\""u8, [], item, output);
        WriteLogprobs(elements, output);
    }

    private protected override void Annotated(ToldItem item, ReadOnlySpan<byte> annotation, PooledBuffer output)
    {
        OpenOf("response.output_text.annotation.added"u8, item, output);
        output.Write(",\"annotation_index\":"u8);
        output.WriteNumber(item.Count);
        output.Write(",\"annotation\":"u8);
        output.Write(annotation);
        Close(output);
    }

    private protected override void Preview(ToldItem item, ReadOnlySpan<byte> base64, PooledBuffer output)
    {
        OpenOf("response.image_generation_call.partial_image"u8, item, output);
        output.Write(",\"partial_image_index\":"u8);
        output.WriteNumber(item.Count);
        output.Write(",\"output_format\":\""u8);
        output.Write(item.Name.Written);
        output.Write("\",\"partial_image_b64\":\""u8);
        output.Write(base64);
        output.Write((byte)'"');
        Close(output);
    }

    private void Announce(ReadOnlySpan<byte> type, PooledBuffer output)
    {
        OpenLast(type, output);
        output.Write("\"in_progress\",\"error\":null,\"incomplete_details\":null"u8);
        WriteRest(hasOutput: false, usage: null, output);
        output.Write("}}\n\n"u8);
    }

    // An event with a response in it, up to the response's status.
    private void OpenLast(ReadOnlySpan<byte> type, PooledBuffer output)
    {
        Open(type, output);
        output.Write(",\"response\":"u8);
        OpenResponse(output);
    }

    private void CloseLast(ReadOnlySpan<byte> metadata, PooledBuffer output)
    {
        if (!metadata.IsEmpty)
        {
            output.Write(",\"router_metadata\":"u8);
            output.Write(metadata);
        }
        output.Write("}}\n\n"u8);
        Forget();
    }

    private void WriteItem(ReadOnlySpan<byte> type, ToldItem item, PooledBuffer output)
    {
        Open(type, output);
        output.Write(",\"output_index\":"u8);
        output.WriteNumber(item.Place);
        output.Write(",\"item\":"u8);
        item.Write(output);
        Close(output);
    }

    private void WritePart(ReadOnlySpan<byte> type, ToldItem item, PooledBuffer output)
    {
        OpenOf(type, item, output);
        output.Write(",\"part\":"u8);
        item.WritePart(output);
        Close(output);
    }

    private void EndText(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, ToldItem item, PooledBuffer output)
    {
        OpenText(type, name, item.Text.Written, item, output);
        Close(output);
    }

    // Left open behind the text.
    private void OpenText(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, ToldItem item, PooledBuffer output)
    {
        OpenOf(type, item, output);
        output.Write(name);
        output.Write(text);
        output.Write((byte)'"');
    }

    private static void WriteLogprobs(ReadOnlySpan<byte> elements, PooledBuffer output)
    {
        output.Write(",\"logprobs\":["u8);
        output.Write(elements);
        output.Write("]}\n\n"u8);
    }

    private void OpenOf(ReadOnlySpan<byte> type, ToldItem item, PooledBuffer output)
    {
        Open(type, output);
        output.Write(item.Where);
        if (item.Kind is not (ItemKind.Message or ItemKind.Reasoning))
            return;
        output.Write(item.Kind == ItemKind.Reasoning ? ",\"summary_index\":"u8 : ",\"content_index\":"u8);
        output.WriteNumber(item.Parts - 1);
    }

    private void Open(ReadOnlySpan<byte> type, PooledBuffer output)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: {\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"sequence_number\":"u8);
        output.WriteNumber(_next++);
    }

    private static void Close(PooledBuffer output) => output.Write("}\n\n"u8);
}
