// A request as one vendor is to receive it: the caller's bytes with edits, or a body of its own.
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tokens;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects;

/// <summary>What a provider is told of a call when it writes the request for it.</summary>
public readonly ref struct UpstreamCall(ReadOnlySpan<byte> body, ref readonly ChatRequestFields fields, string upstreamModel, bool stream)
{
    private readonly ref readonly ChatRequestFields _fields = ref fields;

    /// <summary>The caller's body, always the original: no attempt sees the edits of another (C72).</summary>
    public ReadOnlySpan<byte> Body { get; } = body;

    /// <summary>Where things stand in <see cref="Body"/>.</summary>
    public ref readonly ChatRequestFields Fields => ref _fields;

    /// <summary>The model's name at this vendor.</summary>
    public string UpstreamModel { get; } = upstreamModel;

    /// <summary>The upstream is asked to stream; the caller need not have.</summary>
    public bool Stream { get; } = stream;

    /// <summary>The dialect of <see cref="Body"/>.</summary>
    public CallerDialect Caller { get; init; }

    /// <summary>What of the caller's headers goes on to a vendor of the same dialect, as whole lines that end in CR LF: <c>anthropic-version</c>, <c>anthropic-beta</c> (C39).</summary>
    public ReadOnlySpan<byte> CallerHeaders { get; init; }

    /// <summary>The caller asked at <c>?beta=true</c>, as Anthropic's own clients do for what is in beta (C39).</summary>
    public bool IsBeta { get; init; }

    /// <summary>What <c>previous_response_id</c> stands for has been put into <see cref="Body"/> by the router, which keeps it.</summary>
    public bool HasHistory { get; init; }

    /// <summary>What the catalog knows of the model, if anything.</summary>
    public ModelFacts? Facts { get; init; }

    /// <summary>What its name says of it.</summary>
    public ModelFamily Family { get; init; } = ModelFamily.None;

    /// <summary>The most tokens that the model can answer with, if anybody knows.</summary>
    public int? MaxOutputTokens => Facts?.MaxOutputTokens ?? Family.MaxOutputTokens;

    /// <summary>The project and location to call, at a vendor that has them; null elsewhere.</summary>
    public CloudAccount? Account { get; init; }

    /// <summary>Whether the model reasons; null when the catalog does not know the model.</summary>
    public bool? Reasons => Facts is null ? null : (Facts.Capabilities & ModelCapabilities.Reasoning) != 0;

    /// <summary>What was fetched of the URLs in its messages, for a provider that needs the data.</summary>
    public FetchedFiles? Files { get; init; }

    /// <summary>The same call with its members elsewhere in the same body.</summary>
    internal UpstreamCall With(ref readonly ChatRequestFields elsewhere) =>
        new(Body, in elsewhere, UpstreamModel, Stream)
        {
            Caller = Caller,
            CallerHeaders = CallerHeaders,
            IsBeta = IsBeta,
            HasHistory = HasHistory,
            Facts = Facts,
            Family = Family,
            Account = Account,
            Concessions = Concessions,
            Files = Files,
        };

    /// <summary>The call as another body says it, in chat completions.</summary>
    internal UpstreamCall With(ReadOnlySpan<byte> said, ref readonly ChatRequestFields fields) =>
        new(said, in fields, UpstreamModel, Stream) { Facts = Facts, Family = Family, Account = Account, Concessions = Concessions };

    /// <summary>What the vendor refused on an earlier try of this attempt.</summary>
    public Concessions Concessions { get; init; }

    public bool Concedes(Concessions concession) => (Concessions & concession) != 0;
}

/// <summary>What a request does without after a refusal: once each, and only where the call means the same without it.</summary>
[Flags]
public enum Concessions : byte
{
    None = 0,

    /// <summary><c>stream_options</c> (C15).</summary>
    StreamOptions = 1,

    /// <summary>Reasoning and signatures of earlier turns, which may be another account's or model's: "strip all and retry once" (providers.md C.3).</summary>
    Signatures = 2,
}

/// <summary>Where a provider writes the request. Reused from call to call.</summary>
public sealed class UpstreamRequest : IDisposable
{
    private readonly Conversation _conversation = new();
    private bool _isRead;

    /// <summary>Edits to the caller's body, when the vendor speaks the caller's dialect.</summary>
    public JsonPatch Patch { get; } = new();

    /// <summary>A body of its own, when it does not; empty otherwise.</summary>
    public PooledBuffer Body { get; } = new();

    /// <summary>The call of another dialect said in chat completions, before a vendor's edits; empty when the caller speaks that already.</summary>
    internal PooledBuffer Said { get; } = new();

    /// <summary>Headers beside those that every request has, as whole lines that end in CR LF.</summary>
    public PooledBuffer HeaderLines { get; } = new();

    /// <summary><c>Content-Type</c>, when it is not JSON; empty otherwise.</summary>
    public PooledBuffer ContentType { get; } = new();

    /// <summary>What the caller asked for and this vendor cannot do, and that is no reason to refuse: <c>metadata.warnings</c>.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The answer's form is had by a forced tool: see <see cref="AnswerIdentity.IsSchemaInTool"/>.</summary>
    public bool IsSchemaInTool { get; set; }

    /// <summary>Tools that the vendor knows by another name than the caller: see <see cref="AnswerIdentity.ToolNames"/>.</summary>
    public ToolNames ToolNames { get; } = new();

    /// <summary>The caller's dialect says that thinking is not to be shown, so the answer is without it.</summary>
    public bool HidesThinking { get; private set; }

    /// <summary>Warns of a parameter that is not sent, unless it asks for nothing: <c>null</c>, <c>false</c> or 0.</summary>
    /// <param name="why">Behind a colon.</param>
    public void WarnOfDropped(string name, in JsonValue value, ReadOnlySpan<byte> body, string why)
    {
        if (value.HasValue && value.Kind != JsonKind.False && !(value.TryGetDouble(body, out var number) && number == 0))
            Warnings.Add($"{name} is not sent: {why}");
    }

    /// <summary>The call in no dialect, read when it is first asked for.</summary>
    public Conversation ConversationOf(in UpstreamCall call)
    {
        if (_isRead)
            return _conversation;
        _conversation.Clear();
        switch (call.Caller)
        {
            case CallerDialect.Messages:
                MessagesRequestFields.TryScan(call.Body, out var fields, out _);
                fields.OverlayExtraBody(call.Body);
                MessagesConversation.Read(call.Body, fields, _conversation);
                HidesThinking = _conversation.Settings.ExcludeThinking;
                break;
            case CallerDialect.Responses:
                ResponsesRequestFields.TryScan(call.Body, out var asked, out _);
                ResponsesConversation.Read(call.Body, asked, _conversation);
                break;
            default:
                ChatConversation.Read(call, _conversation);
                break;
        }
        _isRead = true;
        return _conversation;
    }

    /// <summary>Tokens of the call as far as the router can tell; 0 for one whose bytes went on as they are and was not read.</summary>
    public long EstimateTokens(ReadOnlySpan<byte> body) => _isRead ? TokenEstimate.Of(_conversation, body) : 0;

    /// <summary>What is wrong with the call as a conversation, if it was read as one.</summary>
    public UpstreamFailure? Fault => _isRead ? _conversation.Fault : null;

    /// <summary>Empty for another attempt.</summary>
    public void Reset()
    {
        Patch.Clear();
        Body.Reset();
        Said.Reset();
        HeaderLines.Reset();
        ContentType.Reset();
        Warnings.Clear();
        IsSchemaInTool = HidesThinking = false;
        ToolNames.Clear();
        _conversation.Clear();
        _isRead = false;
    }

    /// <summary>The request has been sent: its bytes go back to the pool. What is known of the answer stays.</summary>
    public void Release()
    {
        Patch.Dispose();
        Body.Dispose();
        Said.Dispose();
        HeaderLines.Dispose();
        _conversation.Dispose();
        _isRead = false;
    }

    public void Dispose()
    {
        Release();
        ContentType.Dispose();
    }
}
