// What an answer's text is grounded on, told once all of the text is known.
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>
/// "In streams it can appear on many frames, growing": the last that names sources is kept. "segment indices are UTF-8 byte offsets, OpenAI's are
/// characters → convert" (providers.md C.5), for which the text is kept too.
/// </summary>
internal sealed class GeminiSources
{
    private readonly PooledBuffer _text = new(); // visible, unescaped
    private readonly PooledBuffer _grounding = new();
    private readonly PooledBuffer _citations = new();
    private readonly List<(int Source, int Start, int End)> _told = [];

    public void Begin()
    {
        _text.Reset();
        _grounding.Reset();
        _citations.Reset();
        _told.Clear();
    }

    /// <summary>More visible text, as escaped.</summary>
    public void Said(ReadOnlySpan<byte> text) => _text.Advance(JsonString.Unescape(text, _text.GetSpan(text.Length)));

    public void Keep(in JsonValue grounding, in JsonValue citations, ReadOnlySpan<byte> json)
    {
        if (grounding.Kind == JsonKind.Object && grounding.Raw(json).IndexOf("\"groundingChunks\""u8) >= 0)
            Replace(_grounding, grounding.Raw(json));
        if (citations.Kind == JsonKind.Object)
            Replace(_citations, citations.Raw(json));
    }

    /// <summary>The sources go out.</summary>
    public void Tell(int choice, AnswerWriter writer, PooledBuffer output)
    {
        if (!_grounding.IsEmpty && GroundingFields.TryScan(_grounding.Written, out var grounding, out _))
            TellGrounding(grounding, choice, writer, output);
        if (!_citations.IsEmpty && CitationListFields.TryScan(_citations.Written, out var list, out _))
            TellCitations(list.Sources.IsPresent ? list.Sources : list.Citations, choice, writer, output);
        _grounding.Truncate(0);
        _citations.Truncate(0);
    }

    private static void Replace(PooledBuffer kept, ReadOnlySpan<byte> json)
    {
        kept.Truncate(0);
        kept.Write(json);
    }

    // "every source when the provider gives no offsets; for Gemini at least those that its grounding supports cite" (api.md 7)
    private void TellGrounding(in GroundingFields grounding, int choice, AnswerWriter writer, PooledBuffer output)
    {
        var json = _grounding.Written;
        var supports = new JsonScanner(json, grounding.Supports.Start);
        if (grounding.Supports.Kind != JsonKind.Array || !supports.EnterArray())
        {
            for (var i = 0; TryFindChunk(grounding.Chunks, i, json, out var source); i++)
                Tell(source, i, default, -1, -1, json, choice, writer, output);
            return;
        }
        do
        {
            var support = default(GroundingSupportFields);
            GroundingSupportFields.Scan(ref supports, ref support);
            var (start, end) = RangeOf(support.Segment, json);
            var indices = new JsonScanner(json, support.ChunkIndices.Start);
            for (var more = support.ChunkIndices.Kind == JsonKind.Array && indices.EnterArray(); more; more = indices.NextElement())
            {
                if (indices.SkipValue().TryGetInt64(json, out var index) && TryFindChunk(grounding.Chunks, index, json, out var source))
                    Tell(source, (int)index, support.Segment.Text, start, end, json, choice, writer, output);
            }
        }
        while (supports.NextElement());
    }

    // Words that are like somebody's: their offsets are bytes too.
    private void TellCitations(in JsonValue list, int choice, AnswerWriter writer, PooledBuffer output)
    {
        var json = _citations.Written;
        var scanner = new JsonScanner(json, list.Start);
        if (list.Kind != JsonKind.Array || !scanner.EnterArray())
            return;
        do
        {
            var source = default(SourceFields);
            SourceFields.Scan(ref scanner, ref source);
            if (!source.Uri.IsNonEmptyString)
                continue;
            var (start, end) = RangeOf(new SegmentFields { Start = source.Start, End = source.End }, json);
            Tell(source, -1 - source.Uri.Start, default, start, end, json, choice, writer, output);
        }
        while (scanner.NextElement());
    }

    private void Tell(in SourceFields source, int index, in JsonValue words, int start, int end, ReadOnlySpan<byte> json, int choice, AnswerWriter writer, PooledBuffer output)
    {
        if (_told.Contains((index, start, end)))
            return;
        _told.Add((index, start, end));
        writer.Write(
            AnswerEvent.Cite(
                source.Uri.Kind == JsonKind.String ? source.Uri.Inner(json) : default,
                source.Title.Kind == JsonKind.String ? source.Title.Inner(json) : default,
                words.Kind == JsonKind.String ? words.Inner(json) : default,
                start,
                end) with { Choice = choice },
            output);
    }

    private static bool TryFindChunk(in JsonValue chunks, long index, ReadOnlySpan<byte> json, out SourceFields source)
    {
        source = default;
        var scanner = new JsonScanner(json, chunks.Start);
        if (chunks.Kind != JsonKind.Array || !scanner.EnterArray())
            return false;
        for (; index > 0; index--)
        {
            scanner.SkipValue();
            if (!scanner.NextElement())
                return false;
        }
        var chunk = default(GroundingChunkFields);
        GroundingChunkFields.Scan(ref scanner, ref chunk);
        source = chunk.Web.Uri.IsPresent ? chunk.Web : chunk.RetrievedContext.Uri.IsPresent ? chunk.RetrievedContext : chunk.Maps;
        return index == 0;
    }

    // Offsets count from the beginning of a part, and which parts a stream had is not to be seen: the words tell whether they are meant from the beginning
    // of all text; else they are looked for. "start 0 is not written" in proto-JSON.
    private (int Start, int End) RangeOf(in SegmentFields segment, ReadOnlySpan<byte> json)
    {
        var start = segment.Start.TryGetInt64(json, out var from) ? from : 0;
        var isPlaced = segment.End.TryGetInt64(json, out var end) && start >= 0 && start <= end && end <= _text.Length;
        if (segment.Text.IsNonEmptyString)
        {
            using var words = new PooledBuffer();
            var inner = segment.Text.Inner(json);
            words.Advance(JsonString.Unescape(inner, words.GetSpan(inner.Length)));
            if (!isPlaced || !_text.Written[(int)start..(int)end].SequenceEqual(words.Written))
            {
                start = _text.Written.IndexOf(words.Written);
                end = start + words.Length;
                isPlaced = start >= 0;
            }
        }
        return isPlaced ? (CharactersTo((int)start), CharactersTo((int)end)) : (-1, -1);
    }

    private int CharactersTo(int bytes)
    {
        var count = 0;
        foreach (var b in _text.Written[..bytes])
            count += (b & 0xC0) == 0x80 ? 0 : 1; // every byte but those that continue a character begins one
        return count;
    }
}
