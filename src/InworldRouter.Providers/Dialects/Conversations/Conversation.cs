// A call as every dialect can say it: tables of places in the caller's own bytes.
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Dialects.Conversations;

/// <summary>
/// The superset that loses nothing. A reader of the caller's dialect fills it in one pass; a writer of the provider's walks it. Text, schemas and
/// arguments stay where they are, so their bytes are copied once, into the upstream request. Pooled: kept from call to call.
/// </summary>
public sealed class Conversation : IDisposable
{
    private readonly PooledTable<Message> _messages = new();
    private readonly PooledTable<Part> _parts = new();
    private readonly PooledTable<Tool> _tools = new();
    private CallSettings _settings;

    public ReadOnlySpan<Message> Messages => _messages.Rows;

    public Span<Part> Parts => _parts.Rows;

    public Span<Tool> Tools => _tools.Rows;

    public ref CallSettings Settings => ref _settings;

    /// <summary>Why the caller's messages cannot be told to anybody; null for a call that can.</summary>
    public UpstreamFailure? Fault { get; private set; }

    /// <summary>Something stands where it means nothing: left out, the call would mean something else.</summary>
    /// <param name="place"><c>messages[3].content</c></param>
    public void Refuse(string place, string expected) =>
        Fault ??= new UpstreamFailure(FailureKind.BadRequest, $"{place} must be {expected}.") { Status = 400, Param = place, Code = "invalid_type" };

    /// <summary>The call asks for something that only its own dialect's provider has.</summary>
    public void Refuse(UpstreamFailure unsupported) => Fault ??= unsupported;

    /// <summary>Where a part stands in the caller's body: <c>messages[3].content[0]</c>, or in it the content of a result.</summary>
    /// <param name="part">Its place among the message's parts.</param>
    public string PlaceOf(int message, int part)
    {
        // Instructions that stand beside the messages are the first, and the value of a member.
        var isBeside = Messages[0].Raw.NameStart < Messages[0].Raw.Start;
        var place = isBeside && message == 0 ? "system" : $"messages[{(isBeside ? message - 1 : message)}].content";
        var parts = PartsOf(Messages[message]);
        var at = 0;
        for (var i = 0; i < part; at++)
        {
            var inside = i + parts[i].Children;
            if (part <= inside)
                return $"{place}[{at}].content[{part - i - 1}]";
            i = inside + 1;
        }
        return $"{place}[{at}]";
    }

    /// <summary>A message's parts, in order; a part's children follow it.</summary>
    public Span<Part> PartsOf(in Message message) => Parts.Slice(message.First, message.Count);

    /// <summary>The content of a tool's result or of a passage.</summary>
    /// <param name="part">Its place in <see cref="Parts"/>.</param>
    public Span<Part> ChildrenOf(int part) => Parts.Slice(part + 1, Parts[part].Children);

    /// <summary>Adds a part to the message that is being read.</summary>
    public ref Part Add(in Part part) => ref _parts.Add(part);

    public void Add(in Tool tool) => _tools.Add(tool);

    /// <summary>Ends a message.</summary>
    /// <param name="first">The number of parts before it began.</param>
    public void Add(Role role, int first, in Wire.Json.JsonValue raw) => _messages.Add(new Message(role, first, _parts.Count - first, raw));

    public void Clear()
    {
        _messages.Clear();
        _parts.Clear();
        _tools.Clear();
        _settings = default;
        Fault = null;
    }

    public void Dispose()
    {
        _messages.Dispose();
        _parts.Dispose();
        _tools.Dispose();
        _settings = default;
    }
}
