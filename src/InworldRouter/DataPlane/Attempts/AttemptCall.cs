// What a provider is told of a call, which of its doors takes it, and what its answer has to bear.
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.DataPlane.Attempts;

internal static class AttemptCall
{
    /// <summary>Always of the caller's original body.</summary>
    public static UpstreamCall Of(Exchange exchange, ModelPlan model, AttemptTerms terms, bool stream) =>
        new(exchange.Body.Span, in exchange.Fields, model.UpstreamName, stream)
        {
            Caller = exchange.Dialect,
            CallerHeaders = exchange.CallerHeaders.Written,
            HasHistory = !exchange.PreviousId.IsEmpty,
            IsBeta = exchange.Dialect == CallerDialect.Messages && IsBeta(exchange.Http.Request),
            Facts = model.Facts,
            Family = model.Family,
            Account = model.Provider.Account,
            Files = exchange.Files,
            Concessions = terms.Concessions,
        };

    /// <summary>Null only for a count, where the provider has no counter.</summary>
    public static Provider? DoorOf(Exchange exchange, ModelPlan model, AttemptTerms terms, bool stream)
    {
        var call = Of(exchange, model, terms, stream);
        return exchange.IsCount ? model.Provider.Dialect.CounterFor(call) : model.Provider.Dialect.DoorFor(call);
    }

    /// <summary>The model's provider can say how many tokens the call is.</summary>
    public static bool CanCount(Exchange exchange, ModelPlan model) => model.Provider.Dialect.CounterFor(Of(exchange, model, default, stream: false)) is not null;

    /// <param name="forCaller">The answer goes to the caller as the provider sends it; else it is assembled here, and always needs the usage.</param>
    public static AnswerIdentity IdentityOf(Exchange exchange, ModelPlan model, bool forCaller) => new()
    {
        Caller = exchange.Dialect,
        Id = exchange.Id.ChatId,
        Created = exchange.Id.Created,
        // "Response model on /v1/messages mirrors what the client asked" (C44).
        ModelJson = exchange.Dialect == CallerDialect.Messages ? exchange.AskedModel.WrittenMemory : model.IdJson,
        Echo = exchange.Echo.WrittenMemory,
        PreviousId = exchange.PreviousId,
        IncludeUsage = !forCaller || exchange.Options.IncludeUsage,
        ExcludeReasoning = exchange.Options.ExcludeReasoning || exchange.Request.HidesThinking,
        IsSchemaInTool = exchange.Request.IsSchemaInTool,
        ToolNames = exchange.Request.ToolNames,
        PromptEstimate = exchange.PromptEstimate > 0 ? exchange.PromptEstimate : exchange.Body.Length / CallAccount.BytesPerToken,
    };

    private static bool IsBeta(HttpRequest request) =>
        request.QueryString.HasValue && (request.QueryString.Value == "?beta=true" || request.Query["beta"] == "true");
}
