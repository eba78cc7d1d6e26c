// Which provider holds the cached prefix of a conversation: its next turn goes there again.
using InworldRouter.DataPlane.Routing.Conditions;
using InworldRouter.Plan;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Routing;

/// <summary>
/// "conversations stick to the provider that holds their prefix" (api.md 7): "stick to the warm provider within TTL, release on failure" (C61). It only changes
/// the order of candidates that the router itself has chosen; an order that the caller gave stands. What has been remembered last is kept: two
/// generations, of which the elder is dropped when the younger is full (C98).
/// </summary>
/// <param name="capacity">Conversations in a generation.</param>
public sealed class WarmProviders(TimeProvider time, int capacity = 16 * 1024)
{
    /// <summary>The client's own name for what belongs together (providers.md D.5b).</summary>
    public const string SessionHeader = "x-claude-code-session-id";

    // The shortest life of a provider's cache: Anthropic's, which every use renews.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    // Prompts under 1024 tokens are cached by nobody; at four bytes a token.
    private const int ShortestCached = 4096;

    private readonly Lock _gate = new();
    private Dictionary<int, Warm> _young = [];
    private Dictionary<int, Warm> _old = [];

    private readonly record struct Warm(string ModelId, long Since);

    /// <summary>Puts the model first that has answered this conversation before, when it is among the candidates.</summary>
    public void Prefer(Exchange exchange)
    {
        var candidates = exchange.Candidates;
        if (candidates.Count < 2 || candidates.Selection == SelectionKind.Specified || exchange.Options.ProviderOrder.Length > 0)
            return;
        exchange.ConversationKey = KeyOf(exchange, out var isContinued);
        if (exchange.ConversationKey == 0 || !isContinued)
            return;
        if (Find(exchange.ConversationKey) is { } warm)
            candidates.PutFirst(warm);
    }

    /// <summary>A model has begun to answer: now it holds the prefix.</summary>
    public void Remember(Exchange exchange, ModelPlan model)
    {
        if (exchange.ConversationKey == 0)
            return;
        lock (_gate)
        {
            if (_young.Count >= capacity && !_young.ContainsKey(exchange.ConversationKey))
                (_young, _old) = ([], _young);
            _young[exchange.ConversationKey] = new Warm(model.Id, time.GetTimestamp());
        }
    }

    private string? Find(int key)
    {
        lock (_gate)
        {
            if (!_young.TryGetValue(key, out var warm) && !_old.TryGetValue(key, out warm))
                return null;
            return time.GetElapsedTime(warm.Since) <= Life ? warm.ModelId : null;
        }
    }

    // Who, which model, and either the client's name for the session or how the conversation began. A collision costs nothing but a preference.
    private static int KeyOf(Exchange exchange, out bool isContinued)
    {
        var body = exchange.Body.Span;
        var hash = new HashCode();
        hash.Add(exchange.Caller.Name, StringComparer.Ordinal);
        hash.Add(exchange.Options.Model, StringComparer.Ordinal);
        if (exchange.Http.Request.Headers[SessionHeader].ToString() is { Length: > 0 } session)
        {
            hash.Add(session, StringComparer.Ordinal);
            isContinued = true;
            return hash.ToHashCode();
        }
        if (exchange.Fields.PromptCacheKey.IsNonEmptyString)
        {
            hash.AddBytes(exchange.Fields.PromptCacheKey.Raw(body));
            isContinued = true;
            return hash.ToHashCode();
        }
        isContinued = false;
        if (body.Length < ShortestCached)
            return 0;
        AddTexts(exchange.Fields.System, body, ref hash);
        AddTexts(exchange.Fields.Instructions, body, ref hash);
        isContinued = AddBeginning(exchange.Fields.Messages, body, ref hash);
        return hash.ToHashCode();
    }

    // All up to the first answer of the assistant is the same in every turn: true when there has been one. Only texts count: cache markers wander.
    private static bool AddBeginning(in JsonValue messages, ReadOnlySpan<byte> body, ref HashCode hash)
    {
        var scanner = new JsonScanner(body, messages.Start);
        if (messages.Kind != JsonKind.Array || !scanner.EnterArray())
            return false;
        do
        {
            if (scanner.PeekKind() != JsonKind.Object)
                return false;
            var message = default(BeginningFields);
            BeginningFields.Scan(ref scanner, ref message);
            if (message.Role.StringEquals(body, "assistant"u8))
                return true;
            AddTexts(message.Content, body, ref hash);
        }
        while (scanner.NextElement());
        return false;
    }

    private static void AddTexts(in JsonValue content, ReadOnlySpan<byte> body, ref HashCode hash)
    {
        if (content.Kind == JsonKind.String)
            hash.AddBytes(content.Raw(body));
        var scanner = new JsonScanner(body, content.Start);
        if (content.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            if (scanner.PeekKind() != JsonKind.Object)
            {
                scanner.SkipValue();
                continue;
            }
            var part = default(TextPartFields);
            TextPartFields.Scan(ref scanner, ref part);
            hash.AddBytes(part.Text.Raw(body));
        }
        while (scanner.NextElement());
    }
}

/// <summary>What of a message says how a conversation began.</summary>
[JsonFields]
public partial struct BeginningFields
{
    [JsonField("role")] public JsonValue Role;
    [JsonField("content")] public JsonValue Content;
}
