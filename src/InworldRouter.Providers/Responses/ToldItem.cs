// One item of an answer's output while it is told, and whole once it is done.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Responses;

internal enum ItemKind : byte
{
    Message,
    Reasoning,
    Call,
    CustomCall,
    Image,
}

internal enum ItemStatus : byte
{
    InProgress,
    Completed,

    /// <summary>The answer was cut in the middle of it.</summary>
    Incomplete,
}

/// <summary>All texts are as escaped. Kept from answer to answer.</summary>
internal sealed class ToldItem
{
    private readonly PooledBuffer _where = new(); // "item_id" and "output_index" of its events
    private readonly PooledBuffer _parts = new(); // elements of "content" or "summary", but for the open one

    public ItemKind Kind { get; private set; }

    /// <summary>Its place in <c>output</c>.</summary>
    public int Place { get; private set; }

    /// <summary>Which call or image.</summary>
    public int Number { get; private set; }

    /// <summary>Whose reasoning it is.</summary>
    public Origin Origin { get; private set; }

    public ItemStatus Status { get; set; }

    public bool IsDone => Status != ItemStatus.InProgress;

    /// <summary>How many parts have begun; the last is open if <see cref="HasPart"/>.</summary>
    public int Parts { get; private set; }

    public bool HasPart { get; private set; }

    /// <summary>The open part is a refusal.</summary>
    public bool IsRefusal { get; private set; }

    public PooledBuffer Id { get; } = new();

    public PooledBuffer CallId { get; } = new();

    /// <summary>A tool's; of an image its format: <c>png</c>.</summary>
    public PooledBuffer Name { get; } = new();

    /// <summary>Of the open part, the arguments, the image's base64.</summary>
    public PooledBuffer Text { get; } = new();

    /// <summary>Elements of the open part's <c>annotations</c>.</summary>
    public PooledBuffer Annotations { get; } = new();

    /// <summary>Annotations of the open part, previews of the image.</summary>
    public int Count { get; set; }

    /// <summary>Elements of the open part's <c>logprobs</c>.</summary>
    public PooledBuffer Logprobs { get; } = new();

    /// <summary><c>encrypted_content</c>; an image's <c>revised_prompt</c>.</summary>
    public PooledBuffer Extra { get; } = new();

    /// <summary><c>,"item_id":…,"output_index":…</c></summary>
    public ReadOnlySpan<byte> Where => _where.Written;

    /// <param name="prefix">Of its id.</param>
    /// <param name="answer">The rest of its id, but for its place.</param>
    public void Begin(ItemKind kind, int place, int number, Origin origin, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> answer)
    {
        Reset();
        (Kind, Place, Number, Origin) = (kind, place, number, origin);
        Id.Write(prefix);
        Id.Write(answer);
        Id.Write((byte)'_');
        Id.WriteNumber(place);
        _where.Write(",\"item_id\":\""u8);
        _where.Write(Id.Written);
        _where.Write("\",\"output_index\":"u8);
        _where.WriteNumber(place);
    }

    /// <summary>Nothing of it is needed any more.</summary>
    public void Reset()
    {
        Status = ItemStatus.InProgress;
        HasPart = IsRefusal = false;
        Parts = Count = 0;
        foreach (var buffer in (ReadOnlySpan<PooledBuffer>)[Id, CallId, Name, Text, Annotations, Logprobs, Extra, _where, _parts])
            buffer.Reset();
    }

    public void OpenPart(bool isRefusal)
    {
        (HasPart, IsRefusal) = (true, isRefusal);
        Parts++;
        Count = 0;
        Text.Truncate(0);
        Annotations.Truncate(0);
        Logprobs.Truncate(0);
    }

    public void ClosePart()
    {
        Separate(_parts);
        WritePart(_parts);
        HasPart = false;
    }

    /// <summary>The open part as it stands.</summary>
    public void WritePart(PooledBuffer output)
    {
        output.Write(Kind == ItemKind.Reasoning ? "{\"type\":\"summary_text\",\"text\":\""u8 : IsRefusal ? "{\"type\":\"refusal\",\"refusal\":\""u8 : "{\"type\":\"output_text\",\"text\":\""u8);
        output.Write(Text.Written);
        output.Write((byte)'"');
        if (Kind == ItemKind.Message && !IsRefusal)
        {
            WriteList(",\"annotations\":["u8, Annotations, output);
            WriteList(",\"logprobs\":["u8, Logprobs, output);
        }
        output.Write((byte)'}');
    }

    /// <summary>The item as it stands. Each of its parts must be closed.</summary>
    public void Write(PooledBuffer output)
    {
        output.Write("{\"id\":\""u8);
        output.Write(Id.Written);
        output.Write(Kind switch
        {
            ItemKind.Message => "\",\"type\":\"message\""u8,
            ItemKind.Reasoning => "\",\"type\":\"reasoning\""u8,
            ItemKind.Call => "\",\"type\":\"function_call\""u8,
            ItemKind.CustomCall => "\",\"type\":\"custom_tool_call\""u8,
            _ => "\",\"type\":\"image_generation_call\""u8,
        });
        if (Kind != ItemKind.Reasoning)
            output.Write(Status switch
            {
                ItemStatus.InProgress => ",\"status\":\"in_progress\""u8,
                ItemStatus.Completed => ",\"status\":\"completed\""u8,
                _ => ",\"status\":\"incomplete\""u8,
            });
        switch (Kind)
        {
            case ItemKind.Message:
                WriteList(",\"role\":\"assistant\",\"content\":["u8, _parts, output);
                break;
            case ItemKind.Reasoning:
                WriteList(",\"summary\":["u8, _parts, output);
                WriteText(",\"encrypted_content\":\""u8, Extra, output);
                break;
            case ItemKind.Image:
                WriteText(",\"output_format\":\""u8, Name, output);
                WriteText(",\"revised_prompt\":\""u8, Extra, output);
                WriteText(",\"result\":\""u8, Text, output);
                break;
            default:
                output.Write(",\"call_id\":\""u8);
                output.Write(CallId.Written);
                output.Write("\",\"name\":\""u8);
                output.Write(Name.Written);
                output.Write(Kind == ItemKind.Call ? "\",\"arguments\":\""u8 : "\",\"input\":\""u8);
                output.Write(Text.Written);
                output.Write((byte)'"');
                break;
        }
        output.Write((byte)'}');
    }

    public static void Separate(PooledBuffer elements)
    {
        if (!elements.IsEmpty)
            elements.Write((byte)',');
    }

    private static void WriteList(ReadOnlySpan<byte> opening, PooledBuffer elements, PooledBuffer output)
    {
        output.Write(opening);
        output.Write(elements.Written);
        output.Write((byte)']');
    }

    private static void WriteText(ReadOnlySpan<byte> opening, PooledBuffer text, PooledBuffer output)
    {
        if (text.IsEmpty)
            return;
        output.Write(opening);
        output.Write(text.Written);
        output.Write((byte)'"');
    }
}
