// "developer" is OpenAI's newer word for "system"; most vendors' templates know only the older.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

internal static class Roles
{
    public static void DeveloperToSystem(in JsonValue messages, ReadOnlySpan<byte> json, JsonPatch patch)
    {
        // A search for the word costs a fraction of walking the messages, and it is rarely there.
        if (messages.Kind != JsonKind.Array || messages.Raw(json).IndexOf("\"developer\""u8) < 0)
            return;
        var scanner = new JsonScanner(json, messages.Start);
        if (!scanner.EnterArray())
            return;
        do
        {
            if (scanner.PeekKind() != JsonKind.Object)
            {
                scanner.SkipValue();
                continue;
            }
            var message = default(RoleFields);
            RoleFields.Scan(ref scanner, ref message);
            if (message.Role.StringEquals(json, "developer"u8))
                patch.Replace(message.Role, "\"system\""u8);
        }
        while (scanner.NextElement());
    }
}

[JsonFields]
internal partial struct RoleFields
{
    [JsonField("role")] public JsonValue Role;
}
