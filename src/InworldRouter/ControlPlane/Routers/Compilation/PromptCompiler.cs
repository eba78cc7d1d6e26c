// Message templates → messages as they stand in a request, with holes where {{variables}} were.
using System.Text;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.Plan;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.ControlPlane.Routers.Compilation;

/// <summary>Everything that can be escaped is escaped here, once: a call only copies bytes.</summary>
internal sealed class PromptCompiler
{
    private readonly PooledBuffer _text = new();
    private readonly List<PromptPart> _parts = [];

    /// <returns>Null when there are no templates.</returns>
    public static PromptPlan? Compile(IReadOnlyList<MessageTemplate>? templates)
    {
        if (templates is null or { Count: 0 })
            return null;
        var compiler = new PromptCompiler();
        for (var i = 0; i < templates.Count; i++)
        {
            if (i > 0)
                compiler._text.Write((byte)',');
            compiler.Message(templates[i]);
        }
        compiler.End(null, null, inJson: false);
        compiler._text.Dispose();
        return new PromptPlan([.. compiler._parts]);
    }

    private void Message(MessageTemplate template)
    {
        _text.Write("{\"role\":"u8);
        _text.WriteJsonString(template.Role ?? "system");
        if (template.ContentItems is { Count: > 0 } items)
            Items(items);
        else if (template.Content is not null || template.ToolCalls is null)
            Member(",\"content\":\""u8, template.Content ?? "");
        if (template.ToolCalls is { Count: > 0 } calls)
            ToolCalls(calls);
        if (template.ToolCallId is { } id)
        {
            _text.Write(",\"tool_call_id\":"u8);
            _text.WriteJsonString(id);
        }
        _text.Write((byte)'}');
    }

    private void Items(IReadOnlyList<ContentItem> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            _text.Write(i == 0 ? ",\"content\":["u8 : ","u8);
            Member("{\"type\":\"text\",\"text\":\""u8, items[i].Text ?? "");
            _text.Write((byte)'}');
        }
        _text.Write((byte)']');
    }

    private void ToolCalls(IReadOnlyList<TemplateToolCall> calls)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            _text.Write(i == 0 ? ",\"tool_calls\":[{\"id\":"u8 : ",{\"id\":"u8);
            _text.WriteJsonString(calls[i].Id ?? "");
            _text.Write(",\"type\":\"function\",\"function\":{\"name\":"u8);
            _text.WriteJsonString(calls[i].Name ?? "");
            Member(",\"arguments\":\""u8, calls[i].Args ?? "{}", inJson: true);
            _text.Write("}}"u8);
        }
        _text.Write((byte)']');
    }

    // A string whose text may have holes. A pair of braces that names nothing is only text.
    private void Member(ReadOnlySpan<byte> opening, string template, bool inJson = false)
    {
        _text.Write(opening);
        var rest = template.AsSpan();
        while (NextHole(rest, out var start, out var length))
        {
            Literal(rest[..start]);
            End(Utf8(rest.Slice(start + 2, length - 4).Trim()), rest.Slice(start, length), inJson);
            rest = rest[(start + length)..];
        }
        Literal(rest);
        _text.Write((byte)'"');
    }

    private static bool NextHole(ReadOnlySpan<char> text, out int start, out int length)
    {
        length = 0;
        start = 0;
        while (text[start..].IndexOf("{{") is >= 0 and var offset)
        {
            start += offset;
            var end = text[(start + 2)..].IndexOfAny('{', '}');
            var name = end > 0 ? text.Slice(start + 2, end) : default;
            if (!name.IsWhiteSpace() && text[(start + 2 + end)..].StartsWith("}}"))
            {
                length = end + 4;
                return true;
            }
            start++;
        }
        return false;
    }

    private void End(byte[]? variable, ReadOnlySpan<char> asWritten, bool inJson)
    {
        var text = _text.Written.ToArray();
        _text.Truncate(0);
        _text.WriteEscaped(Utf8(asWritten));
        _parts.Add(new PromptPart(text, variable, variable is null ? null : _text.Written.ToArray(), inJson));
        _text.Truncate(0);
    }

    private void Literal(ReadOnlySpan<char> text) => _text.WriteEscaped(Utf8(text));

    // A lone half of a surrogate pair becomes U+FFFD, as everywhere.
    private static byte[] Utf8(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
