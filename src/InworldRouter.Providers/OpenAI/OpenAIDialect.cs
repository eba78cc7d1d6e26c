// The base of every vendor that speaks OpenAI's chat-completions dialect: what all of them take, and no more.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.OpenAI;

/// <summary>A vendor overrides what it does differently, and nothing else. OpenAI itself is one of them: its newer words are its own.</summary>
public abstract class OpenAIDialect : Provider
{
    /// <summary>It takes <c>stream_options</c>; where not, its usage comes unasked.</summary>
    public virtual bool TakesStreamOptions => true;

    /// <summary>What the router asks for by itself when the caller has no <c>stream_options</c>. An unknown member beside it is refused by some.</summary>
    public virtual ReadOnlySpan<byte> StreamOptions => """{"include_usage":true}"""u8;

    /// <summary>The name of the output limit, quoted.</summary>
    public virtual ReadOnlySpan<byte> MaxTokensName => "\"max_tokens\""u8;

    /// <summary>What it cannot read in messages.</summary>
    public virtual MessageHabits Habits => MessageHabits.Usual;

    /// <summary>It takes what is OpenAI's alone: <c>store</c>, <c>verbosity</c>, <c>safety_identifier</c>, <c>moderation</c>, the prompt cache's options.</summary>
    public virtual bool TakesOpenAIsOwn => true;

    /// <summary>It takes a <c>tool_choice</c> that names several tools; where not, its mode goes.</summary>
    public virtual bool TakesAllowedTools => false;

    /// <summary>It takes <c>logit_bias</c>, as a map.</summary>
    public virtual bool TakesLogitBias => true;

    /// <summary>It takes <c>repetition_penalty</c>, which is not OpenAI's; vLLM and its kin do, and strict vendors refuse the whole call for it.</summary>
    public virtual bool TakesRepetitionPenalty => false;

    /// <summary>It takes <c>top_k</c>, which is not OpenAI's either: the same servers do.</summary>
    public virtual bool TakesTopK => TakesRepetitionPenalty;

    /// <summary>It follows an http(s) URL in a file's <c>file_data</c>; where not, that is base64 alone.</summary>
    public virtual bool TakesFileUrls => false;

    /// <summary>It has a <c>metadata</c> of its own (a map of strings).</summary>
    public virtual bool TakesMetadata => false;

    /// <summary>It has <c>web_search_options</c> of its own.</summary>
    public virtual bool TakesWebSearchOptions => false;

    /// <summary>It has an <c>image_config</c> of its own.</summary>
    public virtual bool TakesImageConfig => false;

    /// <summary>It takes the <c>reasoning</c> object as it is.</summary>
    public virtual bool TakesReasoningObject => false;

    public override void WritePath(in UpstreamCall call, PooledBuffer output) => output.Write("/chat/completions"u8);

    public sealed override UpstreamFailure? WriteRequest(in UpstreamCall call, UpstreamRequest request)
    {
        if (call.Caller != CallerDialect.Chat)
            return WriteSaid(call, request);
        if (!TakesFileUrls && FileUrls.Refusal(call.Fields.Messages, call.Body) is { } unsayable)
            return unsayable;
        var extraBody = call.Fields.ExtraBody.Self;
        scoped var edits = new RequestEdits(call.Body, request.Patch, extraBody);
        if (!extraBody.IsPresent)
        {
            Write(call, ref edits);
            return null;
        }
        var fields = call.Fields;
        ExtraBody.Merge(call.Body, ref fields, ref edits);
        Write(call.With(in fields), ref edits);
        ExtraBody.Unwrap(call.Body, extraBody, edits);
        return null;
    }

    public override StreamTranslator CreateStreamTranslator(CallerDialect caller = CallerDialect.Chat, bool whole = false)
    {
        var vendors = new OpenAIStreamTranslator(this);
        return caller == CallerDialect.Chat ? vendors : new ChainedStream(vendors, AnswerWriters.Create(caller, whole));
    }

    public override UpstreamFailure? TranslateAnswer(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage) =>
        identity.Caller == CallerDialect.Chat
            ? OpenAIAnswer.Translate(this, answer, identity, output, out usage)
            : ChainedAnswer.Translate(this, answer, identity, output, out usage);

    public override UpstreamFailure Classify(int status, ReadOnlySpan<byte> body) => OpenAIErrors.Classify(status, body);

    /// <summary>Asks for an effort the vendor's way; most have OpenAI's parameter with fewer levels.</summary>
    /// <param name="asked">Null when the caller asked for nothing.</param>
    public virtual void WriteEffort(in UpstreamCall call, Effort? asked, ref RequestEdits edits)
    {
        if (asked is null)
            return;
        if (ReasoningEffort.Fit(asked.Value, EffortsOf(call)) is { } level)
            edits.Set(call.Fields.ReasoningEffort, "\"reasoning_effort\""u8, ReasoningEffort.Json(level));
        else
            edits.Remove(call.Fields.ReasoningEffort);
    }

    /// <summary>The levels that the model takes: the catalog's where it knows them, none for a model that does not reason.</summary>
    protected ReasoningEfforts EffortsOf(in UpstreamCall call) => ReasoningEffort.LevelsOf(call) ?? UnlistedEfforts(call);

    /// <summary>The levels of a model of which the catalog does not tell them (providers.md D.6); <c>Unknown</c> = the parameter is refused.</summary>
    protected virtual ReasoningEfforts UnlistedEfforts(in UpstreamCall call) => ReasoningEfforts.Off | ReasoningEffort.LowToHigh;

    /// <summary>It takes a JSON schema as <c>response_format</c>; where not, the schema becomes an instruction (C55).</summary>
    protected virtual bool TakesJsonSchema(in UpstreamCall call) => true;

    /// <summary>Where what a vendor reads in messages depends on the model, or the order of messages is its business.</summary>
    protected virtual void EditMessages(in UpstreamCall call, ref RequestEdits edits) =>
        RequestMessages.Edit(call.Fields.Messages, call.Body, Habits, edits.Patch);

    /// <summary>Where a vendor drops or renames what it does not take.</summary>
    protected virtual void Adapt(in UpstreamCall call, ref RequestEdits edits)
    {
    }

    // A caller of another dialect: its call is said in this one, and then goes the way of a chat caller's.
    private UpstreamFailure? WriteSaid(in UpstreamCall call, UpstreamRequest request)
    {
        if (new ChatRequestWriter(this, call, request).Write() is { } unsayable)
            return unsayable;
        var said = request.Said.Written;
        ChatRequestFields.TryScan(said, out var fields, out _);
        scoped var edits = new RequestEdits(said, request.Patch);
        Write(call.With(said, in fields), ref edits);
        request.Patch.Apply(said, request.Body);
        request.Patch.Clear();
        request.Said.Reset();
        return null;
    }

    private void Write(in UpstreamCall call, ref RequestEdits edits)
    {
        OpenAIRequest.Write(this, call, ref edits);
        EditMessages(call, ref edits);
        if (!TakesJsonSchema(call))
            JsonSchema.AsInstruction(call, ref edits);
        Adapt(call, ref edits);
    }
}
