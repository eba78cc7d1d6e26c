// GET /v1/models, GET /v1/models/{id} and the vendor's own GET /llm/v1alpha/models: what can be called, and what it costs.
using System.Text.Json;
using InworldRouter.DataPlane.Auth;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.ControlPlane.Admin;

/// <summary>Never shed (C81), and only what the key may use.</summary>
public sealed class ModelsEndpoint(PlanHolder plans)
{
    private const double Million = 1e6;
    internal const string Auto = "auto";
    internal const string OwnPrefix = "inworld/";

    public Task ListAsync(HttpContext http)
    {
        var plan = plans.Current;
        if (CallerAuth.Authenticate(plan, http.Request.Headers, Permissions.Inference, out var caller) is { } refusal)
            return Write(http, refusal);
        if (DialectOf(http) == CallerDialect.Messages)
            return AnthropicModels.ListAsync(http, plan, caller!);
        using var body = new PooledBuffer();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var model in plan.Models.All)
            {
                if (caller!.Models?.Allows(model.Provider.Id, model.Id) ?? true)
                    WriteModel(json, model);
            }
            foreach (var router in plan.Routers.All.Where(r => MayCall(caller!, r.Name)).OrderBy(r => r.Name, StringComparer.Ordinal))
                WriteOwn(json, OwnPrefix + router.Name);
            foreach (var (alias, _) in plan.Aliases.Names)
                WriteOwn(json, alias);
            WriteOwn(json, Auto);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Write(http, body);
    }

    /// <param name="id">May contain slashes.</param>
    public Task GetAsync(HttpContext http, string id)
    {
        var plan = plans.Current;
        if (CallerAuth.Authenticate(plan, http.Request.Headers, Permissions.Inference, out var caller) is { } refusal)
            return Write(http, refusal);
        if (DialectOf(http) == CallerDialect.Messages)
            return AnthropicModels.GetAsync(http, plan, caller!, id);
        using var body = new PooledBuffer();
        using (var json = new Utf8JsonWriter(body))
        {
            if (plan.Aliases.Names.Any(a => a.Key == id) || id == Auto || (RouterNamed(plan, id) is { } router && MayCall(caller!, router.Name)))
                WriteOwn(json, id);
            else if (Find(plan, id) is { } model && (caller!.Models?.Allows(model.Provider.Id, model.Id) ?? true))
                WriteModel(json, model);
            else
                return Write(http, RouterError.NotFound($"The model '{id}' does not exist. GET /v1/models lists those that can be called."));
        }
        return Write(http, body);
    }

    /// <summary>The catalog in the hosted router's native shape (api.md 8): USD per token.</summary>
    public Task NativeAsync(HttpContext http)
    {
        var plan = plans.Current;
        if (CallerAuth.Authenticate(plan, http.Request.Headers, Permissions.Inference, out var caller) is { } refusal)
            return RpcError.WriteAsync(http.Response, refusal);
        using var body = new PooledBuffer();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("models"u8);
            foreach (var model in plan.Models.All)
            {
                if (caller!.Models?.Allows(model.Provider.Id, model.Id) ?? true)
                    WriteNative(json, model);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Write(http, body);
    }

    internal static ModelPlan? Find(RouterPlan plan, string id) =>
        plan.Models.ById.GetValueOrDefault(id) ?? (plan.Models.ByBareName.TryGetValue(id, out var serving) ? serving[0] : null);

    /// <summary>"Anthropic list shape when anthropic-version is sent" (api.md 1).</summary>
    private static CallerDialect DialectOf(HttpContext http) =>
        http.Request.Headers.ContainsKey("anthropic-version") && http.Request.Path.StartsWithSegments("/v1") ? CallerDialect.Messages : CallerDialect.Chat;

    internal static Task Write(HttpContext http, RouterError refusal)
    {
        using var scratch = new PooledBuffer();
        ErrorWriter.WriteAnswer(http.Response, DialectOf(http), refusal, null, default, scratch);
        return Task.CompletedTask;
    }

    internal static Task Write(HttpContext http, PooledBuffer body)
    {
        http.Response.ContentType = "application/json";
        ResponseBody.Write(http.Response, body.Written);
        return Task.CompletedTask;
    }

    internal static NamedRouter? RouterNamed(RouterPlan plan, string id) =>
        id.StartsWith(OwnPrefix, StringComparison.Ordinal) && plan.Routers.TryGet(id.AsSpan(OwnPrefix.Length), out var router) ? router : null;

    internal static bool MayCall(Caller caller, string router) => caller.Models?.AllowsRouter(router) ?? true;

    // What is no model of a provider's, but is called as if it were.
    private static void WriteOwn(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, 0);
        json.WriteString("owned_by"u8, "inworld"u8);
        json.WriteString("provider"u8, "inworld"u8);
        json.WriteStartArray("capabilities"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, ModelPlan model)
    {
        var facts = model.Facts;
        json.WriteStartObject();
        json.WriteString("id"u8, model.Id);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, Created(facts));
        json.WriteString("owned_by"u8, string.IsNullOrEmpty(facts?.Creator) ? model.Provider.Id : facts.Creator);
        json.WriteString("provider"u8, model.Provider.Id);
        json.WriteStartArray("capabilities"u8);
        foreach (var capability in CapabilityWords.Of(facts?.Capabilities ?? ModelCapabilities.None))
            json.WriteStringValue(capability);
        json.WriteEndArray();
        if (facts?.ContextTokens is { } context)
            json.WriteNumber("context_length"u8, context);
        if (facts?.MaxOutputTokens is { } output)
            json.WriteNumber("max_completion_tokens"u8, output);
        json.WriteStartObject("pricing"u8);
        json.WriteString("unit"u8, "USD per million tokens"u8);
        WritePrice(json, "input"u8, facts?.Price.Input);
        WritePrice(json, "output"u8, facts?.Price.Output);
        WritePrice(json, "cache_read"u8, facts?.Price.CacheRead);
        WritePrice(json, "cache_write"u8, facts?.Price.CacheWrite);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNative(Utf8JsonWriter json, ModelPlan model)
    {
        var facts = model.Facts;
        var abilities = facts?.Capabilities ?? ModelCapabilities.None;
        json.WriteStartObject();
        json.WriteString("model"u8, model.UpstreamName);
        json.WriteString("provider"u8, model.Provider.Id);
        json.WriteString("modelCreator"u8, facts?.Creator ?? "");
        json.WriteStartObject("pricing"u8);
        WritePrice(json, "promptToken"u8, facts?.Price.Input / Million);
        WritePrice(json, "completionToken"u8, facts?.Price.Output / Million);
        WritePrice(json, "promptCacheReadToken"u8, facts?.Price.CacheRead / Million);
        WritePrice(json, "promptCacheWriteToken"u8, facts?.Price.CacheWrite / Million);
        // Per request, not per token: no provider here charges for that.
        json.WriteNumber("prompt"u8, 0);
        json.WriteNumber("completion"u8, 0);
        json.WriteEndObject();
        json.WriteStartObject("spec"u8);
        WriteModalities(json, "inputModalities"u8, facts?.Input ?? ModelModalities.Text);
        WriteModalities(json, "outputModalities"u8, facts?.Output ?? ModelModalities.Text);
        WritePrice(json, "contextLength"u8, facts?.ContextTokens);
        WritePrice(json, "maxCompletionTokens"u8, facts?.MaxOutputTokens);
        json.WriteStartArray("supportedParameters"u8);
        foreach (var parameter in CapabilityWords.Parameters(abilities))
            json.WriteStringValue(parameter);
        json.WriteEndArray();
        json.WriteStartObject("capabilities"u8);
        json.WriteBoolean("functionCalling"u8, abilities.HasFlag(ModelCapabilities.Tools));
        json.WriteBoolean("webSearch"u8, abilities.HasFlag(ModelCapabilities.WebSearch));
        json.WriteBoolean("reasoning"u8, abilities.HasFlag(ModelCapabilities.Reasoning));
        json.WriteBoolean("promptCaching"u8, abilities.HasFlag(ModelCapabilities.PromptCache));
        json.WriteBoolean("responseSchema"u8, abilities.HasFlag(ModelCapabilities.JsonSchema));
        json.WriteBoolean("vision"u8, abilities.HasFlag(ModelCapabilities.Vision));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteBoolean("isSupported"u8, true);
        json.WriteEndObject();
    }

    private static void WritePrice(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } known)
            json.WriteNumber(name, (decimal)known);
        else
            json.WriteNull(name);
    }

    private static void WriteModalities(Utf8JsonWriter json, ReadOnlySpan<byte> name, ModelModalities modalities)
    {
        json.WriteStartArray(name);
        foreach (var word in CapabilityWords.Of(modalities))
            json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static long Created(ModelFacts? facts) =>
        facts is null || facts.Released == default ? 0 : new DateTimeOffset(facts.Released.ToDateTime(default), TimeSpan.Zero).ToUnixTimeSeconds();
}
