// An error body in one form, whichever of the vendors' shapes it came in.
using System.Globalization;
using System.Text;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// Shapes seen (providers.md A.4, E): <c>{"error":{message,type,param,code}}</c>, also in an array (Google); <c>{"error":"text"}</c> with
/// <c>code</c> beside it (xAI); <c>{"message",type,param,code}</c> at the top level (Mistral, Cerebras, vLLM); <c>{"detail":…}</c> as a text or a
/// list (Mistral); <c>{"fault":{"faultstring":…}}</c> (Fireworks' gateway); HTML pages; nothing.
/// </summary>
/// <param name="StatusCode">A number in <c>code</c> or <c>status_code</c>, if there is one.</param>
internal readonly record struct ErrorBody(string? Message, string? Type, string? Code, string? Param, int? StatusCode)
{
    // Long enough for any sentence a vendor writes; an HTML page is not repeated to the caller.
    private const int LongestMessage = 2000;

    public static ErrorBody Read(ReadOnlySpan<byte> body)
    {
        body = Unwrap(body);
        if (!ErrorBodyFields.TryScan(body, out var top, out _))
            return default;
        if (top.Error.Self.Kind == JsonKind.Object)
        {
            var e = top.Error;
            var message = Text(e.Message, body);
            // OpenRouter's own words say nothing; the vendor's are behind them.
            if (message == "Provider returned error" && e.Metadata.Raw.IsNonEmptyString)
                message = Read(Encoding.UTF8.GetBytes(e.Metadata.Raw.GetString(body))).Message ?? Text(e.Metadata.Raw, body);
            return new(message, Text(e.Type, body), Text(e.Code, body), Text(e.Param, body), Number(e.StatusCode, body) ?? Number(e.Code, body));
        }
        var words = top.Error.Self.Kind == JsonKind.String ? top.Error.Self : top.Message;
        if (words.HasValue)
            return new(Text(words, body), Text(top.Type, body), Text(top.Code, body), Text(top.Param, body), Number(top.Code, body));
        if (top.Detail.Kind == JsonKind.Array)
            return new(Details(top.Detail, body), null, null, null, null);
        return new(Text(top.Detail, body) ?? Text(top.Fault.Words, body), null, null, null, null);
    }

    /// <summary>What is said of a body that says nothing in JSON.</summary>
    public static string WithoutWords(int status, ReadOnlySpan<byte> body)
    {
        var text = body.TrimStart(" \r\n\t"u8);
        if (text.IsEmpty)
            return $"HTTP {status} with an empty body";
        if (text[0] == '<')
            return $"HTTP {status} with an HTML page instead of JSON";
        return Shorten($"HTTP {status}: {Encoding.UTF8.GetString(text)}");
    }

    // [{"error":{…}}]: Google's OpenAI door answers streams so.
    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> body)
    {
        var scanner = new JsonScanner(body);
        if (scanner.PeekKind() != JsonKind.Array || !scanner.EnterArray())
            return body;
        var first = scanner.SkipValue();
        return first.Kind == JsonKind.Object ? first.Raw(body) : body;
    }

    // [{"loc":["body","user"],"msg":"Extra inputs are not permitted","type":…}] → "body.user: Extra inputs are not permitted"
    private static string? Details(in JsonValue list, ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder();
        var scanner = new JsonScanner(json, list.Start);
        if (!scanner.EnterArray())
            return null;
        do
        {
            var detail = default(DetailFields);
            DetailFields.Scan(ref scanner, ref detail);
            if (!detail.Message.HasValue)
                continue;
            text.Append(text.Length > 0 ? "; " : "");
            var location = new JsonScanner(json, detail.Location.Start);
            if (detail.Location.Kind == JsonKind.Array && location.EnterArray())
            {
                var first = true;
                do
                {
                    text.Append(first ? "" : ".").Append(Text(location.SkipValue(), json));
                    first = false;
                }
                while (location.NextElement());
                text.Append(": ");
            }
            text.Append(Text(detail.Message, json));
        }
        while (scanner.NextElement());
        return text.Length > 0 ? Shorten(text.ToString()) : null;
    }

    private static string? Text(in JsonValue value, ReadOnlySpan<byte> json) => value.Kind switch
    {
        JsonKind.String when value.IsNonEmptyString => Shorten(value.GetString(json)),
        JsonKind.String or JsonKind.Absent or JsonKind.Null => null,
        _ => Shorten(Encoding.UTF8.GetString(value.Raw(json))),
    };

    private static int? Number(in JsonValue value, ReadOnlySpan<byte> json)
    {
        if (value.TryGetInt64(json, out var number))
            return (int)Math.Clamp(number, 0, int.MaxValue);
        return value.Kind == JsonKind.String && int.TryParse(value.GetString(json), NumberStyles.None, CultureInfo.InvariantCulture, out var written) ? written : null;
    }

    private static string Shorten(string text) => text.Length <= LongestMessage ? text : string.Concat(text.AsSpan(0, LongestMessage), "…");
}

[JsonFields]
internal partial struct ErrorBodyFields
{
    [JsonField("error")] public ErrorFields Error;
    [JsonField("message")] public JsonValue Message;
    [JsonField("detail")] public JsonValue Detail;
    [JsonField("type")] public JsonValue Type;
    [JsonField("code")] public JsonValue Code;
    [JsonField("param")] public JsonValue Param;
    [JsonField("fault")] public FaultFields Fault;
}

[JsonFields]
internal partial struct ErrorFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("message")] public JsonValue Message;
    [JsonField("type")] public JsonValue Type;
    [JsonField("code")] public JsonValue Code;
    [JsonField("param")] public JsonValue Param;
    [JsonField("status_code")] public JsonValue StatusCode;
    [JsonField("metadata")] public ErrorMetadataFields Metadata;
}

[JsonFields]
internal partial struct ErrorMetadataFields
{
    [JsonField("raw")] public JsonValue Raw;
}

[JsonFields]
internal partial struct FaultFields
{
    [JsonField("faultstring")] public JsonValue Words;
}

[JsonFields]
internal partial struct DetailFields
{
    [JsonField("loc")] public JsonValue Location;
    [JsonField("msg")] public JsonValue Message;
}
