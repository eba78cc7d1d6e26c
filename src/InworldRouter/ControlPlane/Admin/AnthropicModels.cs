// The list of models as Anthropic's clients read it: newest first, in pages.
using System.Globalization;
using System.Text.Json;
using InworldRouter.DataPlane.Auth;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;
using InworldRouter.Providers.Catalog;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.ControlPlane.Admin;

/// <summary>
/// <c>{"data":[{type,id,display_name,created_at,max_input_tokens,max_tokens,capabilities}],"has_more","first_id","last_id"}</c>. What callers may say instead of a
/// name of the catalog (routers, aliases, auto) is in it too: Claude Code offers what begins with <c>claude</c> or <c>anthropic</c>.
/// </summary>
internal static class AnthropicModels
{
    // "Number of items to return per page. Defaults to 20. Ranges from 1 to 1000."
    private const int DefaultLimit = 20;
    private const int MaxLimit = 1000;

    private readonly record struct Row(string Id, ModelFacts? Facts);

    public static Task ListAsync(HttpContext http, RouterPlan plan, Caller caller)
    {
        var query = http.Request.Query;
        var limit = DefaultLimit;
        if (query["limit"].ToString() is { Length: > 0 } asked && !(int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
            return ModelsEndpoint.Write(http, RouterError.Invalid("limit", $"limit must be an integer from 1 to {MaxLimit}, not '{asked}'."));
        var rows = Rows(plan, caller);
        var (from, to) = (0, rows.Count);
        if (query["after_id"].ToString() is { Length: > 0 } after)
            from = rows.FindIndex(row => row.Id == after) + 1;
        if (query["before_id"].ToString() is { Length: > 0 } before)
            to = Math.Max(0, rows.FindIndex(row => row.Id == before));
        // A page before an id is the one that ends there.
        if (query.ContainsKey("before_id"))
            from = Math.Max(from, to - limit);
        var page = rows[from..Math.Min(to, from + limit)];
        using var body = new PooledBuffer();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            foreach (var row in page)
                Write(json, row);
            json.WriteEndArray();
            json.WriteBoolean("has_more"u8, query.ContainsKey("before_id") ? from > 0 : from + page.Count < rows.Count);
            json.WriteString("first_id"u8, page.Count > 0 ? page[0].Id : null);
            json.WriteString("last_id"u8, page.Count > 0 ? page[^1].Id : null);
            json.WriteEndObject();
        }
        return ModelsEndpoint.Write(http, body);
    }

    public static Task GetAsync(HttpContext http, RouterPlan plan, Caller caller, string id)
    {
        var row = Rows(plan, caller).Find(row => row.Id == id);
        if (row.Id is null && ModelsEndpoint.Find(plan, id) is { } model && (caller.Models?.Allows(model.Provider.Id, model.Id) ?? true))
            row = new Row(id, model.Facts);
        if (row.Id is null)
            return ModelsEndpoint.Write(http, RouterError.NotFound($"model: {id}"));
        using var body = new PooledBuffer();
        using (var json = new Utf8JsonWriter(body))
            Write(json, row);
        return ModelsEndpoint.Write(http, body);
    }

    private static List<Row> Rows(RouterPlan plan, Caller caller)
    {
        var rows = new List<Row>();
        foreach (var (alias, target) in plan.Aliases.Names)
            rows.Add(new Row(alias, ModelsEndpoint.Find(plan, target)?.Facts));
        rows.Add(new Row(ModelsEndpoint.Auto, null));
        foreach (var router in plan.Routers.All.Where(r => ModelsEndpoint.MayCall(caller, r.Name)).OrderBy(r => r.Name, StringComparer.Ordinal))
            rows.Add(new Row(ModelsEndpoint.OwnPrefix + router.Name, null));
        rows.AddRange(plan.Models.All.Where(m => caller.Models?.Allows(m.Provider.Id, m.Id) ?? true).OrderByDescending(m => m.Facts?.Released).Select(m => new Row(m.Id, m.Facts)));
        return rows;
    }

    private static void Write(Utf8JsonWriter json, in Row row)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "model"u8);
        json.WriteString("id"u8, row.Id);
        json.WriteString("display_name"u8, row.Id);
        // "May be set to an epoch value if the release date is unknown."
        var released = row.Facts is null || row.Facts.Released == default ? DateTime.UnixEpoch : row.Facts.Released.ToDateTime(default, DateTimeKind.Utc);
        json.WriteString("created_at"u8, released);
        WriteCount(json, "max_input_tokens"u8, row.Facts?.ContextTokens);
        WriteCount(json, "max_tokens"u8, row.Facts?.MaxOutputTokens);
        json.WriteNull("capabilities"u8);
        json.WriteEndObject();
    }

    private static void WriteCount(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? count)
    {
        if (count is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }
}
