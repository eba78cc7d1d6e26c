// Where a model stands at Vertex: its publisher's, in a project and a location, or without them in express mode.
using InworldRouter.Providers.Dialects;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Vertex;

internal static class VertexPath
{
    private const string AnthropicsName = "anthropic/";
    private const string GooglesName = "google/";
    private const string Endpoints = "endpoints/";

    /// <summary>Claude by its name, whether or not its publisher stands before it.</summary>
    public static bool IsAnthropics(string model) =>
        model.StartsWith(AnthropicsName, StringComparison.Ordinal) || model.StartsWith("claude", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// <c>/v1/projects/{p}/locations/{l}/publishers/{publisher}/models/{model}</c>, up to the verb; "Tuned model: …/endpoints/{id}", "Express mode: API key
    /// on /v1/publishers/google/models/…" (providers.md C.1).
    /// </summary>
    /// <param name="version">Of the API, for a call on a project.</param>
    public static void Write(in UpstreamCall call, string publisher, string version, PooledBuffer output) => Write(call, call.UpstreamModel, publisher, version, output);

    /// <inheritdoc cref="Write(in UpstreamCall, string, string, PooledBuffer)"/>
    /// <param name="model">In the place of the call's own.</param>
    public static void Write(in UpstreamCall call, ReadOnlySpan<char> model, string publisher, string version, PooledBuffer output)
    {
        output.Write((byte)'/');
        output.WriteText(call.Account is null ? "v1" : version);
        if (call.Account is { } account)
        {
            output.Write("/projects/"u8);
            PathSegment.Write(account.Project, output);
            output.Write("/locations/"u8);
            PathSegment.Write(account.Location, output);
            if (model.StartsWith(Endpoints, StringComparison.Ordinal))
            {
                output.Write("/endpoints/"u8);
                PathSegment.Write(model[Endpoints.Length..], output);
                return;
            }
        }
        output.Write("/publishers/"u8);
        output.WriteText(publisher);
        output.Write("/models/"u8);
        PathSegment.Write(WithoutPublisher(model), output);
    }

    public static ReadOnlySpan<char> WithoutPublisher(ReadOnlySpan<char> model) =>
        model.StartsWith(AnthropicsName, StringComparison.Ordinal) ? model[AnthropicsName.Length..] : model.StartsWith(GooglesName, StringComparison.Ordinal) ? model[GooglesName.Length..] : model;
}
