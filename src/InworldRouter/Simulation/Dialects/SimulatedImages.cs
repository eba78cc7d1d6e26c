// OpenAI's images API: pictures of a few pixels.
using System.Globalization;
using System.Text;
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation.Dialects;

/// <summary>"images/generations" takes JSON, "images/edits" a form (providers.md G.2).</summary>
internal sealed class SimulatedImages(bool edits) : SimulatedOpenAI
{
    public override AnswerWriter CreateWriter(SimulatedCall call) => new PictureWriter(call.Picture!, call.Stream);

    public override SimulatedCall? Read(ReadOnlyMemory<byte> body, in SimulatedPath path, Conversation conversation, out SimulatedError problem)
    {
        problem = default;
        var isForm = body.Span.StartsWith("--"u8);
        if (isForm)
            return OfForm(body, conversation, out problem);
        var json = body.Span;
        if (!PictureFields.TryScan(json, out var fields, out var fault))
            problem = Refused(null, $"We could not parse the JSON body of your request: {fault}", null);
        else if (!fields.Model.IsNonEmptyString)
            problem = Refused("missing_required_parameter", "Missing required parameter: 'model'.", "model");
        else if (!fields.Prompt.IsNonEmptyString)
            problem = Refused("missing_required_parameter", "Missing required parameter: 'prompt'.", "prompt");
        if (problem.Message is not null)
            return null;
        conversation.Add(new Part(PartKind.Text) { Text = fields.Prompt });
        conversation.Add(Role.User, 0, fields.Prompt);
        return new(body, conversation)
        {
            Model = fields.Model.GetString(json),
            Stream = fields.Stream.IsTrue,
            Picture = new(edits, Number(fields.N, json, 1), Number(fields.Partials, json, 0), fields.OutputFormat.IsNonEmptyString ? fields.OutputFormat.GetString(json) : "png"),
        };
    }

    private SimulatedCall? OfForm(ReadOnlyMemory<byte> body, Conversation conversation, out SimulatedError problem)
    {
        var model = Field(body.Span, "model");
        problem = model is null ? Refused("missing_required_parameter", "Missing required parameter: 'model'.", "model") : default;
        if (model is null)
            return null;
        return new(body, conversation)
        {
            Model = model,
            Stream = Field(body.Span, "stream") == "true",
            Picture = new(edits, Number(Field(body.Span, "n"), 1), Number(Field(body.Span, "partial_images"), 0), Field(body.Span, "output_format") ?? "png"),
        };
    }

    // name="model" CR LF CR LF gpt-image-1 CR LF --… (RFC 7578)
    private static string? Field(ReadOnlySpan<byte> form, string name)
    {
        var head = Encoding.ASCII.GetBytes($"name=\"{name}\"\r\n\r\n");
        var at = form.IndexOf(head);
        if (at < 0)
            return null;
        var value = form[(at + head.Length)..];
        var end = value.IndexOf("\r\n--"u8);
        return end < 0 ? null : Encoding.UTF8.GetString(value[..end]);
    }

    private static int Number(in JsonValue said, ReadOnlySpan<byte> json, int otherwise) => said.TryGetInt64(json, out var number) ? (int)Math.Clamp(number, 0, Picture.Most) : otherwise;

    private static int Number(string? said, int otherwise) => int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, Picture.Most) : otherwise;
}

/// <summary>What is to be painted.</summary>
internal sealed record Picture(bool IsEdit, int Count, int Previews, string Format)
{
    /// <summary>"n 1–10" (providers.md G.2).</summary>
    public const int Most = 10;
}

[JsonFields]
internal partial struct PictureFields
{
    [JsonField("model")] public JsonValue Model;
    [JsonField("prompt")] public JsonValue Prompt;
    [JsonField("n")] public JsonValue N;
    [JsonField("stream")] public JsonValue Stream;
    [JsonField("partial_images")] public JsonValue Partials;
    [JsonField("output_format")] public JsonValue OutputFormat;
}
