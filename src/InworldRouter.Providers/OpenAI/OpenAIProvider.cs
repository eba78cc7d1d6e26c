// OpenAI itself, and the base of every vendor that speaks its chat-completions dialect.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// A vendor of this dialect overrides what it does differently, and nothing else. The defaults are OpenAI's own (providers.md A).
/// </summary>
[Provider("openai")]
public class OpenAIProvider : Provider
{
    public override ProviderDefaults Defaults { get; } = new()
    {
        BaseUrl = new Uri("https://api.openai.com/v1"),
        KeyVariables = ["OPENAI_API_KEY"],
    };

    /// <summary>It takes <c>stream_options</c>; where not, its usage comes unasked.</summary>
    public virtual bool TakesStreamOptions => true;

    /// <summary>What the router asks for by itself. OpenAI pads its chunks against traffic analysis; on a server's connection that is only bytes.</summary>
    public virtual ReadOnlySpan<byte> StreamOptionsJson => """{"include_usage":true,"include_obfuscation":false}"""u8;

    public virtual ReadOnlySpan<byte> StreamOptionsMember => "\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}"u8;

    /// <summary>The name of the output limit, quoted. Newer OpenAI models refuse <c>max_tokens</c>.</summary>
    public virtual ReadOnlySpan<byte> MaxTokensName => "\"max_completion_tokens\""u8;

    /// <summary>It knows the role <c>developer</c>.</summary>
    public virtual bool KnowsDeveloperRole => true;

    /// <summary>It has a <c>metadata</c> of its own (a map of strings).</summary>
    public virtual bool TakesMetadata => true;

    /// <summary>It has <c>web_search_options</c> of its own.</summary>
    public virtual bool TakesWebSearchOptions => true;

    /// <summary>It takes the <c>reasoning</c> object as it is.</summary>
    public virtual bool TakesReasoningObject => false;

    public override string Path(string upstreamModel) => "/chat/completions";

    /// <summary>The vendor's word for an effort, by the table of providers.md D.6; null = the parameter is left out.</summary>
    public virtual string? EffortWord(Effort effort, ModelFacts? facts) => ReasoningEffort.Word(effort);

    public sealed override void WriteRequest(in UpstreamCall call, UpstreamRequest request)
    {
        OpenAIRequest.Write(this, call, request.Patch);
        Adapt(call, new RequestEdits(call.Body, request.Patch));
    }

    public override StreamTranslator CreateStreamTranslator() => new OpenAIStreamTranslator(this);

    public override UpstreamFailure? TranslateAnswer(ReadOnlySpan<byte> answer, in AnswerIdentity identity, PooledBuffer output, out TokenUsage usage) =>
        OpenAIAnswer.Translate(this, answer, identity, output, out usage);

    public override UpstreamFailure Classify(int status, ReadOnlySpan<byte> body) => OpenAIErrors.Classify(status, body);

    /// <summary>Where a vendor drops or renames what it does not take.</summary>
    protected virtual void Adapt(in UpstreamCall call, RequestEdits edits)
    {
    }
}
