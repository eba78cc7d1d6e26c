// The fields of a call's body, found by one scan; those whose name differs between the dialects stand where routing looks for them.
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Ingress;

internal static class CallFields
{
    public static bool TryScan(CallerDialect dialect, ReadOnlySpan<byte> body, out ChatRequestFields fields, out JsonFault fault)
    {
        if (!ChatRequestFields.TryScan(body, out fields, out fault))
            return false;
        switch (dialect)
        {
            // "Anthropic's own metadata.user_id is the sticky user"; a root member "user" is none of its.
            case CallerDialect.Messages:
                fields.User = UserOf(fields.Metadata, body);
                break;
            case CallerDialect.Responses:
                fields.Messages = fields.Input;
                break;
        }
        return true;
    }

    private static JsonValue UserOf(in JsonValue metadata, ReadOnlySpan<byte> body)
    {
        if (metadata.Kind != JsonKind.Object)
            return default;
        var fields = default(UserFields);
        var scanner = new JsonScanner(body, metadata.Start);
        UserFields.Scan(ref scanner, ref fields);
        return fields.UserId;
    }
}

/// <summary><c>metadata</c> of a Messages request.</summary>
[JsonFields]
public partial struct UserFields
{
    [JsonField("user_id")] public JsonValue UserId;
}
