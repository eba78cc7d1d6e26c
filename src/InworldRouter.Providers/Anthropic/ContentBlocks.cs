// The blocks of a message, a tool's result or a document, for foreach; a content that is a string has none.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

internal ref struct ContentBlocks
{
    private JsonScanner _scanner;
    private ContentBlockFields _current;
    private bool _hasNext;

    /// <param name="body">Well-formed.</param>
    public ContentBlocks(in JsonValue content, ReadOnlySpan<byte> body)
    {
        _scanner = new JsonScanner(body, content.Start);
        _hasNext = content.Kind == JsonKind.Array && _scanner.EnterArray();
    }

    public readonly ContentBlockFields Current => _current;

    public readonly ContentBlocks GetEnumerator() => this;

    public bool MoveNext()
    {
        if (!_hasNext)
            return false;
        ContentBlockFields.Scan(ref _scanner, ref _current);
        _hasNext = _scanner.NextElement();
        return true;
    }
}
