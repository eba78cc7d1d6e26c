// The sources of a text block, which are told once it is known where the block ends.
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>"start/end = position of the text block in the joined string; content = cited_text" (providers.md D.2).</summary>
internal sealed class CitedSources
{
    private readonly PooledBuffer _citations = new();
    private readonly List<int> _ends = [];
    private int _characters; // of all text so far
    private int _blockStart;

    public void Begin()
    {
        _citations.Reset();
        _ends.Clear();
        _characters = _blockStart = 0;
    }

    /// <summary>More visible text, as escaped.</summary>
    public void Said(ReadOnlySpan<byte> text) => _characters += JsonString.CountCharacters(text);

    /// <param name="citation">Its object.</param>
    public void Add(ReadOnlySpan<byte> citation)
    {
        _citations.Write(citation);
        _ends.Add(_citations.Length);
    }

    /// <param name="citations">Those of a whole block.</param>
    public void AddAll(in JsonValue citations, ReadOnlySpan<byte> json)
    {
        var scanner = new JsonScanner(json, citations.Start);
        if (citations.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
            Add(scanner.SkipValue().Raw(json));
        while (scanner.NextElement());
    }

    /// <summary>The block has ended: its sources go out.</summary>
    public void EndBlock(AnswerWriter writer, PooledBuffer output)
    {
        var start = 0;
        foreach (var end in _ends)
        {
            Write(_citations.Written[start..end], writer, output);
            start = end;
        }
        _ends.Clear();
        _citations.Truncate(0);
        _blockStart = _characters;
    }

    private void Write(ReadOnlySpan<byte> citation, AnswerWriter writer, PooledBuffer output)
    {
        if (!CitationFields.TryScan(citation, out var fields, out _))
            return;
        var title = fields.Title.Kind == JsonKind.String ? fields.Title : fields.DocumentTitle;
        var url = fields.Url.Kind == JsonKind.String ? fields.Url : fields.Source;
        Span<byte> place = stackalloc byte[32];
        var words = fields.CitedText;
        writer.Write(
            AnswerEvent.Cite(
                url.Kind == JsonKind.String ? url.Inner(citation) : DocumentPlace(fields.DocumentIndex, citation, place),
                title.Kind == JsonKind.String ? title.Inner(citation) : default,
                words.Kind == JsonKind.String ? words.Inner(citation) : default,
                _blockStart,
                _characters),
            output);
    }

    // A document of the request has no address; clients want one that parses.
    private static ReadOnlySpan<byte> DocumentPlace(in JsonValue index, ReadOnlySpan<byte> json, Span<byte> place)
    {
        "document:"u8.CopyTo(place);
        var digits = index.Kind == JsonKind.Number ? index.Raw(json) : "0"u8;
        digits = digits[..Math.Min(digits.Length, place.Length - "document:"u8.Length)];
        digits.CopyTo(place["document:"u8.Length..]);
        return place[..("document:"u8.Length + digits.Length)];
    }
}
