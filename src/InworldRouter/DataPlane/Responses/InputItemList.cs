// GET /v1/responses/{id}/input_items: what a response answers, a page at a time.
using System.Globalization;
using System.Text;
using InworldRouter.DataPlane.Egress;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Responses;

/// <summary>
/// Callers may write an item shortly (a role and a string); clients' types expect it in full, with an id. What is missing is put in here, each time the
/// same; what is kept stays as the caller wrote it.
/// </summary>
internal sealed class InputItemList
{
    // "A limit on the number of objects to be returned. Limit can range between 1 and 100, and the default is 20." (OpenAI's reference)
    private const int DefaultLimit = 20;
    private const int MostLimit = 100;

    private readonly List<(string Id, ReadOnlyMemory<byte> Json)> _items = [];

    public InputItemList(StoredResponse response)
    {
        var scanner = new JsonScanner(response.Input.Span);
        if (!scanner.EnterArray())
            return;
        do
        {
            var item = scanner.SkipValue();
            Add(response.Input.Slice(item.Start, item.Length), OwnPart(response.Id));
        }
        while (scanner.NextElement());
    }

    /// <summary>Writes the page that is asked for.</summary>
    /// <returns>Null, or the refusal.</returns>
    public RouterError? Write(IQueryCollection query, PooledBuffer output)
    {
        var limit = DefaultLimit;
        if (query.TryGetValue("limit", out var most) && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostLimit))
            return RouterError.Invalid("limit", $"limit must be a whole number from 1 to {MostLimit}.");
        var order = query.TryGetValue("order", out var asked) ? asked.ToString() : "desc";
        if (order is not ("asc" or "desc"))
            return RouterError.Invalid("order", "order must be asc or desc.");
        if (order == "desc")
            _items.Reverse();
        var first = 0;
        if (query.TryGetValue("after", out var after))
        {
            first = _items.FindIndex(item => item.Id == after) + 1;
            if (first == 0)
                return RouterError.Invalid("after", $"after must be the id of one of the items; there is no '{after}' among them.");
        }
        Write(first, Math.Min(limit, _items.Count - first), output);
        return null;
    }

    private void Write(int first, int count, PooledBuffer output)
    {
        output.Write("{\"object\":\"list\",\"data\":["u8);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                output.Write((byte)',');
            output.Write(_items[first + i].Json.Span);
        }
        output.Write("],\"first_id\":"u8);
        WriteId(count > 0 ? _items[first].Id : null, output);
        output.Write(",\"last_id\":"u8);
        WriteId(count > 0 ? _items[first + count - 1].Id : null, output);
        output.Write(first + count < _items.Count ? ",\"has_more\":true}"u8 : ",\"has_more\":false}"u8);
    }

    private void Add(ReadOnlyMemory<byte> json, string ownPart)
    {
        var fields = default(InputItemListFields);
        var scanner = new JsonScanner(json.Span);
        InputItemListFields.Scan(ref scanner, ref fields);
        if (fields.Self.Kind != JsonKind.Object)
            return;
        var isMessage = !fields.Type.HasValue || fields.Type.StringEquals(json.Span, "message"u8);
        var id = fields.Id.IsNonEmptyString ? fields.Id.GetString(json.Span) : $"{(isMessage ? "msg" : "item")}_{ownPart}_{_items.Count}";
        _items.Add((id, Complete(json.Span, fields, isMessage, id)));
    }

    private static byte[] Complete(ReadOnlySpan<byte> json, in InputItemListFields fields, bool isMessage, string id)
    {
        using var patch = new JsonPatch();
        if (!fields.Id.IsNonEmptyString)
            Put(fields.Id, "id", id, fields.Self, json, patch);
        if (isMessage && !fields.Type.HasValue)
            Put(fields.Type, "type", "message", fields.Self, json, patch);
        if (isMessage && !fields.Status.HasValue)
            Put(fields.Status, "status", "completed", fields.Self, json, patch);
        if (isMessage && fields.Content.Kind == JsonKind.String)
        {
            var from = patch.Scratch.Length;
            var isAnswer = fields.Role.StringEquals(json, "assistant"u8);
            patch.Scratch.Write(isAnswer ? "[{\"type\":\"output_text\",\"annotations\":[],\"text\":"u8 : "[{\"type\":\"input_text\",\"text\":"u8);
            patch.Scratch.Write(fields.Content.Raw(json));
            patch.Scratch.Write("}]"u8);
            patch.ReplaceWritten(fields.Content.Start, fields.Content.Length, from);
        }
        using var output = new PooledBuffer();
        patch.Apply(json, output);
        return output.Written.ToArray();
    }

    // In the place of a null, or as a new member.
    private static void Put(in JsonValue there, string name, string value, in JsonValue item, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        using var text = new PooledBuffer();
        text.WriteJsonString(value);
        if (there.IsPresent)
            patch.Replace(there, text.Written);
        else
            patch.InsertFirst(item.Start, json, [.. "\""u8, .. Encoding.UTF8.GetBytes(name), .. "\":"u8, .. text.Written]);
    }

    private static void WriteId(string? id, PooledBuffer output)
    {
        if (id is null)
            output.Write("null"u8);
        else
            output.WriteJsonString(id);
    }

    private static string OwnPart(string id) => id[(id.IndexOf('_') + 1)..];
}

/// <summary>An input item, as far as it may be short.</summary>
[JsonFields]
internal partial struct InputItemListFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("id")] public JsonValue Id;
    [JsonField("type")] public JsonValue Type;
    [JsonField("role")] public JsonValue Role;
    [JsonField("status")] public JsonValue Status;
    [JsonField("content")] public JsonValue Content;
}
