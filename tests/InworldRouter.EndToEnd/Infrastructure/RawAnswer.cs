// An HTTP answer as it came over the wire.
using System.Text;
using System.Text.Json.Nodes;

namespace InworldRouter.EndToEnd.Infrastructure;

/// <param name="Head">Status line and headers, as received.</param>
/// <param name="Body">Without its chunk framing.</param>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Head, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException("the body is null");

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary><c>error.message</c> of an OpenAI error.</summary>
    public string ErrorMessage => Json["error"]!["message"]!.GetValue<string>();

    public override string ToString() => Head + Text;
}
