// A literal extra_body of a Responses request: router options and vendor parameters that belong at the root.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Responses;

internal static class ResponsesExtraBody
{
    /// <summary>Where the effective members stand: "on conflict the literal extra_body wins key by key" (api.md 3).</summary>
    public static void Overlay(ReadOnlySpan<byte> body, ref ResponsesRequestFields fields)
    {
        if (fields.ExtraBody.Self.Kind != JsonKind.Object)
            return;
        var root = fields;
        var scanner = new JsonScanner(body, fields.ExtraBody.Self.Start);
        fields.Overlay(ref scanner);
        // What the call is has been decided by the root's own words.
        fields.Model = root.Model;
        fields.Input = root.Input;
        fields.Stream = root.Stream;
        fields.StreamOptions = root.StreamOptions;
        fields.PreviousResponseId = root.PreviousResponseId;
        fields.ExtraBody = root.ExtraBody;
    }
}
