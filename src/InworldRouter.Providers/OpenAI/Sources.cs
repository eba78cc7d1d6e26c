// The sources of an answer, in the forms in which vendors list them, as the annotations that callers know.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.OpenAI;

/// <summary>
/// xAI: <c>citations:["url"]</c>; Perplexity: <c>search_results:[{title,url}]</c>; Groq: <c>executed_tools:[{search_results:{results:[{title,url,content}]}}]</c>;
/// Mistral: parts of the content with a <c>url</c>. "dedupe by url; when only source lists exist (Groq, xAI) emit annotations without offsets"
/// (providers.md F.4).
/// </summary>
internal static class Sources
{
    /// <summary>Appends an annotation for each source that has none yet.</summary>
    /// <param name="first">Where the annotations begin in <paramref name="annotations"/> among which a source is looked for.</param>
    /// <param name="start">Where those begin that are separated by commas.</param>
    public static void Write(in JsonValue list, ReadOnlySpan<byte> json, PooledBuffer annotations, int first, int start)
    {
        var scanner = new JsonScanner(json, list.Start);
        if (list.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            if (scanner.PeekKind() != JsonKind.Object)
            {
                WriteOne(new SourceFields { Url = scanner.SkipValue() }, json, annotations, first, start);
                continue;
            }
            var source = default(SourceFields);
            SourceFields.Scan(ref scanner, ref source);
            var inner = source.SearchResults.Results.IsPresent ? source.SearchResults.Results : source.SearchResults.Self;
            if (inner.Kind == JsonKind.Array)
                Write(inner, json, annotations, first, start);
            else
                WriteOne(source, json, annotations, first, start);
        }
        while (scanner.NextElement());
    }

    private static void WriteOne(in SourceFields source, ReadOnlySpan<byte> json, PooledBuffer annotations, int first, int start)
    {
        if (!source.Url.IsNonEmptyString || annotations.Written[first..].IndexOf(source.Url.Raw(json)) >= 0)
            return;
        annotations.Write(annotations.Length > start ? ",{\"type\":\"url_citation\",\"url_citation\":{\"url\":"u8 : "{\"type\":\"url_citation\",\"url_citation\":{\"url\":"u8);
        annotations.Write(source.Url.Raw(json));
        annotations.Write(",\"title\":"u8);
        annotations.Write((source.Title.IsNonEmptyString ? source.Title : source.Url).Raw(json));
        var content = source.Content.IsNonEmptyString ? source.Content : source.Snippet;
        if (content.IsNonEmptyString)
        {
            annotations.Write(",\"content\":"u8);
            annotations.Write(content.Raw(json));
        }
        annotations.Write("}}"u8);
    }
}

[JsonFields]
internal partial struct SourceFields
{
    [JsonField("url")] public JsonValue Url;
    [JsonField("title")] public JsonValue Title;
    [JsonField("content")] public JsonValue Content;
    [JsonField("snippet")] public JsonValue Snippet;
    [JsonField("search_results")] public SearchResultFields SearchResults;
}

[JsonFields]
internal partial struct SearchResultFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("results")] public JsonValue Results;
}
