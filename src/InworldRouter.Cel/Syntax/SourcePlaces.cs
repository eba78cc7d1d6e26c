// Offsets in a source → lines and columns.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Syntax;

/// <summary>Lines end at \n; a column is a code point.</summary>
internal readonly struct SourcePlaces(string source)
{
    private readonly int[]? _lineStarts = source.Contains('\n', StringComparison.Ordinal) ? Starts(source) : null;
    private readonly bool _isAscii = System.Text.Ascii.IsValid(source);

    public Place Of(int offset)
    {
        offset = Math.Clamp(offset, 0, source.Length);
        var line = 0;
        var start = 0;
        if (_lineStarts is not null)
        {
            var found = Array.BinarySearch(_lineStarts, offset);
            line = found < 0 ? ~found - 1 : found;
            start = _lineStarts[line];
        }
        var column = offset - start;
        if (!_isAscii)
        {
            foreach (var c in source.AsSpan(start, offset - start))
                column -= char.IsLowSurrogate(c) ? 1 : 0;
        }
        return new Place(line + 1, column + 1);
    }

    private static int[] Starts(string source)
    {
        var starts = new List<int> { 0 };
        for (var at = source.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = source.IndexOf('\n', at + 1))
            starts.Add(at + 1);
        return [.. starts];
    }
}
