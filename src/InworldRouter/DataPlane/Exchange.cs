// One call's state, from the first byte to the account of it; pooled.
using InworldRouter.Capabilities.Images;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.DataPlane.Auth;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.DataPlane.Relay;
using InworldRouter.DataPlane.Responses;
using InworldRouter.DataPlane.Routing;
using InworldRouter.DataPlane.Routing.Conditions;
using InworldRouter.DataPlane.Upstream;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Telemetry;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;
using InworldRouter.Wire.Sse;

namespace InworldRouter.DataPlane;

/// <summary>
/// What the stages of the journey hand on. It pins the plan it began with. Everything with a buffer lives here and is reset, not made anew:
/// <see cref="Reset"/> must leave nothing behind of a call.
/// </summary>
public sealed class Exchange(TimeProvider time) : IDisposable
{
    private readonly Dictionary<(Provider, CallerDialect, bool), StreamTranslator> _translators = [];
    private ConditionBindings? _conditions;

    /// <summary>Neighbours in <see cref="ActiveCalls"/>.</summary>
    internal Exchange? Next, Previous;

    /// <summary>The one clock of everything that the call measures and waits for.</summary>
    public TimeProvider Time => time;

    public RouterPlan Plan { get; private set; } = null!;

    public HttpContext Http { get; private set; } = null!;

    public Caller Caller { get; set; } = null!;

    /// <summary>What the caller speaks, and is answered in.</summary>
    public CallerDialect Dialect { get; private set; }

    /// <summary>The caller only asks how many tokens the call is.</summary>
    public bool IsCount { get; private set; }

    public OverheadClock Clock { get; } = new(time);

    /// <summary>The id of the answer; also <c>x-request-id</c>.</summary>
    public GenerationId Id { get; } = new(time);

    public PooledBody Body { get; } = new();

    /// <summary>Where things stand in <see cref="Body"/>.</summary>
    public ChatRequestFields Fields;

    public CallOptions Options { get; } = new();

    /// <summary>The named router's route that the call took; null for a call without one.</summary>
    public RoutePlan? Route { get; set; }

    /// <summary>The variant of <see cref="Route"/>.</summary>
    public VariantPlan? Variant { get; set; }

    /// <summary>What conditions see of the call.</summary>
    public ConditionBindings Conditions => _conditions ??= new ConditionBindings(this);

    /// <summary>What of the caller's headers a provider of the same dialect gets, as lines (C39).</summary>
    public PooledBuffer CallerHeaders { get; } = new();

    /// <summary>The value of <c>model</c> as the caller wrote it, quotes included: the body does not outlive the start of a stream.</summary>
    public PooledBuffer AskedModel { get; } = new();

    /// <summary>Edits to <see cref="Body"/> before it is sent to anybody.</summary>
    public JsonPatch BodyEdits { get; } = new();

    /// <summary>What a response repeats of its call (<see cref="AnswerIdentity.Echo"/>): Responses calls only, as are the four that follow.</summary>
    public PooledBuffer Echo { get; } = new();

    /// <summary>The value of <c>previous_response_id</c>, quotes included; empty without one.</summary>
    public ReadOnlyMemory<byte> PreviousId { get; set; }

    /// <summary>What is answered, as a JSON array of input items, for <see cref="Keeper"/> or a run in the background.</summary>
    public PooledBuffer KeptInput { get; } = new();

    /// <summary>Keeps the answer; null when it is not to be kept.</summary>
    public KeptResponses? Keeper { get; set; }

    /// <summary>The caller does not wait for the answer.</summary>
    public bool RunsInBackground { get; set; }

    public CandidateList Candidates { get; } = new();

    /// <summary>By which <see cref="WarmProviders"/> knows the conversation again; 0 when it need not.</summary>
    public int ConversationKey { get; set; }

    public AttemptLog Attempts { get; } = new();

    /// <summary>What the caller should know and that stopped nothing: <c>metadata.warnings</c>.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>What was set aside of the caller's limits.</summary>
    public Reservation Reserved { get; set; }

    /// <summary>The provider in whose count of calls in progress this one is.</summary>
    public ProviderPlan? Holds { get; set; }

    public AttemptDeadlines Deadlines { get; } = new(time);

    public ClientStream Client { get; } = new(time);

    public UpstreamRequest Request { get; } = new();

    /// <summary>Tokens of the prompt, for a stream that tells them before its provider has counted (C36); 0 where nobody needs to know.</summary>
    public long PromptEstimate { get; set; }

    /// <summary>What was fetched of the files that the messages only point at.</summary>
    public FetchedFiles Files { get; } = new();

    public ImageFetcher Images { get; } = new(time);

    /// <summary>Which of the provider's APIs the attempt in progress has gone to.</summary>
    public Provider Door { get; set; } = null!;

    public PooledBuffer RequestBytes { get; } = new();

    public ResponseHead Head { get; } = new();

    public SseReader Events { get; } = new();

    /// <summary>An upstream's whole answer, or its error.</summary>
    public PooledBuffer Answer { get; } = new();

    /// <summary>What goes to the caller next.</summary>
    public PooledBuffer Output { get; } = new();

    public PooledBuffer Metadata { get; } = new();

    public void Begin(HttpContext http, RouterPlan plan, CallerDialect dialect = CallerDialect.Chat, bool isCount = false)
    {
        Dialect = dialect;
        IsCount = isCount;
        Http = http;
        Plan = plan;
        Id.Renew();
        Deadlines.Reset();
        Clock.Start();
    }

    /// <summary>Leaves the provider's count, if this call is in one.</summary>
    public void LeaveProvider()
    {
        Holds?.Gauge.Leave();
        Holds = null;
    }

    /// <summary>The provider's translator for this caller, kept from call to call.</summary>
    /// <param name="whole">The caller wants no stream.</param>
    public StreamTranslator TranslatorFor(Provider provider, bool whole)
    {
        var key = (provider, Dialect, whole);
        if (!_translators.TryGetValue(key, out var translator))
            _translators[key] = translator = provider.CreateStreamTranslator(Dialect, whole);
        return translator;
    }

    /// <summary>
    /// A stream has started, and may go on for minutes: what only another attempt would have needed goes back to the pool.
    /// </summary>
    public void ReleaseRequest()
    {
        Body.Release();
        Answer.Dispose();
    }

    public void Reset()
    {
        Plan = null!;
        Http = null!;
        Caller = null!;
        Body.Reset();
        Fields = default;
        Options.Reset();
        Route = null;
        Variant = null;
        _conditions?.Reset();
        BodyEdits.Clear();
        Echo.Reset();
        PreviousId = default;
        KeptInput.Reset();
        Keeper = null;
        RunsInBackground = false;
        Candidates.Reset();
        ConversationKey = 0;
        Attempts.Reset();
        Warnings.Clear();
        Reserved = default;
        Client.Reset();
        Files.Clear();
        Request.Reset();
        Door = null!;
        PromptEstimate = 0;
        IsCount = false;
        CallerHeaders.Reset();
        AskedModel.Reset();
        RequestBytes.Reset();
        Head.Reset();
        Events.Reset();
        Answer.Reset();
        Output.Reset();
        Metadata.Reset();
    }

    public void Dispose()
    {
        Deadlines.Dispose();
        Client.Dispose();
        Body.Dispose();
        BodyEdits.Dispose();
        Echo.Dispose();
        KeptInput.Dispose();
        Request.Dispose();
        CallerHeaders.Dispose();
        AskedModel.Dispose();
        RequestBytes.Dispose();
        Events.Dispose();
        Answer.Dispose();
        Output.Dispose();
        Metadata.Dispose();
    }
}
