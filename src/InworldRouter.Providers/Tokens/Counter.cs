// The door of a vendor's that tells how many tokens a call is, and answers nothing.
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Providers.Tokens;

/// <summary>
/// It has no id of its own: the vendor opens it (<see cref="Provider.CounterFor"/>). A call at it is never streamed, and its answer is Anthropic's
/// <c>{"input_tokens":N}</c>, whoever counted.
/// </summary>
/// <param name="vendor">What the call itself would be asked of: files, errors and keys are the same.</param>
internal abstract class Counter(Provider vendor) : Provider
{
    public sealed override ProviderDefaults Defaults => vendor.Defaults;

    public sealed override bool NeedsFiles => vendor.NeedsFiles;

    public sealed override bool Follows(ReadOnlySpan<byte> url) => vendor.Follows(url);

    public sealed override StreamTranslator CreateStreamTranslator(CallerDialect caller = CallerDialect.Chat, bool whole = false) =>
        throw new NotSupportedException("a count is no stream");

    /// <summary>A 404 that does not speak of the model, and a 405, are a server's that has no counter: that is not the caller's fault.</summary>
    public sealed override UpstreamFailure Classify(int status, ReadOnlySpan<byte> body)
    {
        var failure = vendor.Classify(status, body);
        var hasNone = status == 405 || failure.Kind == FailureKind.ModelNotFound && !failure.Message.Contains("model", StringComparison.OrdinalIgnoreCase);
        return hasNone ? failure with { Kind = FailureKind.Unsupported } : failure;
    }
}
