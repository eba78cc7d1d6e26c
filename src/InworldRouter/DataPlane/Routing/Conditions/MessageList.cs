// The request's messages as conditions see them: a list of maps in which content is always text.
using System.Text;
using InworldRouter.Cel.Values;
using InworldRouter.Wire.Json;

namespace InworldRouter.DataPlane.Routing.Conditions;

/// <summary>"messages (list of {role,content,name,…}, multipart content flattened to text)" (api.md 5).</summary>
internal sealed class MessageList(byte[] json, int start) : JsonList(json, start)
{
    public override CelValue this[int index] =>
        Elements[index] is { Kind: JsonKind.Object } message ? CelValue.Of(new MessageMap(Json, message.Start)) : base[index];
}

internal sealed class MessageMap(byte[] json, int start) : JsonMap(json, start)
{
    private const string Content = "content";

    /// <summary>A message without text (tool calls only) has an empty one: a condition on the text need not ask whether there is any.</summary>
    public override bool TryGet(in CelValue key, out CelValue value)
    {
        if (base.TryGet(key, out value))
            return true;
        if (key.Kind != CelKind.String || !key.IsText("content"u8))
            return false;
        value = CelValue.Of("");
        return true;
    }

    protected override List<string> Names()
    {
        var names = base.Names();
        names.Add(Content);
        return names;
    }

    protected override CelValue Read(in CelValue key, in JsonValue member)
    {
        if (!key.IsText("content"u8))
            return base.Read(key, member);
        return member.Kind switch
        {
            JsonKind.Array => CelValue.Of(Flatten(member)),
            JsonKind.Null => CelValue.Of(""),
            _ => base.Read(key, member),
        };
    }

    // "multipart text joined with "\n"" (api.md 10)
    private string Flatten(in JsonValue parts)
    {
        var text = new StringBuilder();
        var scanner = new JsonScanner(Json, parts.Start);
        if (!scanner.EnterArray())
            return "";
        do
        {
            if (scanner.PeekKind() != JsonKind.Object)
            {
                scanner.SkipValue();
                continue;
            }
            var part = default(TextPartFields);
            TextPartFields.Scan(ref scanner, ref part);
            if (part.Text.Kind == JsonKind.String)
                text.Append(text.Length > 0 ? "\n" : "").Append(part.Text.GetString(Json));
        }
        while (scanner.NextElement());
        return text.ToString();
    }
}

/// <summary>One element of a multipart content.</summary>
[JsonFields]
public partial struct TextPartFields
{
    [JsonField("text")] public JsonValue Text;
}
