// The request's other fields as conditions see them, those in a literal extra_body over those at the root.
using InworldRouter.Cel.Values;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Routing.Conditions;

/// <summary>"request (the other body fields: stream, max_tokens, tools…)" (api.md 5): what has a variable of its own is not repeated.</summary>
internal sealed class RequestMap(byte[] json, JsonValue extraBody) : JsonMap(json, 0)
{
    private static bool IsElsewhere(string name) => name is "messages" or "input" or "metadata" or "user" or "model" or "extra_body";

    protected override bool TryFind(in CelValue key, out JsonValue member)
    {
        member = default;
        return !IsElsewhere(key.AsString())
            && (extraBody.Kind == JsonKind.Object && TryFind(Json, extraBody.Start, key, out member) || base.TryFind(key, out member));
    }

    protected override List<string> Names()
    {
        var names = base.Names();
        if (extraBody.Kind == JsonKind.Object)
            names.AddRange(Names(Json, extraBody.Start));
        names.RemoveAll(IsElsewhere);
        return names;
    }
}
