// The arguments of a call that Vertex tells leaf by leaf, put together again.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>
/// "functionCall{name,willContinue}, then partialArgs[{jsonPath,stringValue|numberValue|…,willContinue}]" (providers.md C.4). A tree, for nothing says that
/// the leaves come in its order; only callers of Vertex's own dialect can ask for this, so it may allocate.
/// </summary>
internal sealed class PartialArguments
{
    // Deeper than any arguments are; a tree is written by recursion.
    private const int MostDepth = 64;

    private Node _root = new();

    public void Begin() => _root = new Node();

    public void Add(in PartialArgumentFields piece, ReadOnlySpan<byte> json)
    {
        if (!piece.Path.IsNonEmptyString || Find(piece.Path.GetString(json)) is not { } leaf)
            return;
        if (piece.StringValue.Kind == JsonKind.String)
            leaf.AddText(piece.StringValue.Inner(json));
        else if (piece.NumberValue.IsPresent)
            leaf.SetLiteral(piece.NumberValue.Raw(json));
        else if (piece.BoolValue.IsPresent)
            leaf.SetLiteral(piece.BoolValue.Raw(json));
        else if (piece.NullValue.IsPresent)
            leaf.SetLiteral("null"u8);
    }

    public void Write(PooledBuffer output) => _root.Write(output);

    // $.recipe.ingredients[0].amount, $['a.b']
    private Node? Find(ReadOnlySpan<char> path)
    {
        var node = _root;
        path = path.TrimStart('$');
        for (var depth = 0; !path.IsEmpty; depth++)
        {
            if (depth == MostDepth)
                return null;
            int end;
            if (path[0] == '.')
            {
                end = path[1..].IndexOfAny('.', '[') is var next and >= 0 ? next + 1 : path.Length;
                node = node.Member(path[1..end].ToString());
                path = path[end..];
                continue;
            }
            end = path.IndexOf(']');
            if (path[0] != '[' || end < 2)
                return null;
            var inside = path[1..end];
            path = path[(end + 1)..];
            if (inside[0] is '\'' or '"')
                node = node.Member(inside.Trim(inside[0]).ToString());
            else if (int.TryParse(inside, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && node.Element(index) is { } element)
                node = element;
            else
                return null;
        }
        return node;
    }

    private sealed class Node
    {
        private readonly List<(string Name, Node Value)> _members = [];
        private readonly List<Node> _elements = [];
        private byte[] _leaf = []; // a string's bytes between its quotes, or a literal
        private bool _isString;

        public Node Member(string name)
        {
            foreach (var (known, value) in _members)
            {
                if (known == name)
                    return value;
            }
            var node = new Node();
            _members.Add((name, node));
            return node;
        }

        // Elements come in their order; a wild index is not worth memory.
        public Node? Element(int index)
        {
            if (index == _elements.Count)
                _elements.Add(new Node());
            return index < _elements.Count ? _elements[index] : null;
        }

        public void AddText(ReadOnlySpan<byte> piece) => (_leaf, _isString) = ([.. _leaf, .. piece], true);

        public void SetLiteral(ReadOnlySpan<byte> literal) => _leaf = literal.ToArray();

        public void Write(PooledBuffer output)
        {
            if (_members.Count > 0)
                WriteMembers(output);
            else if (_elements.Count > 0)
                WriteElements(output);
            else if (_isString)
                WriteText(output);
            else
                output.Write(_leaf.Length > 0 ? _leaf : "{}"u8);
        }

        private void WriteMembers(PooledBuffer output)
        {
            output.Write((byte)'{');
            for (var i = 0; i < _members.Count; i++)
            {
                if (i > 0)
                    output.Write((byte)',');
                output.WriteJsonString(_members[i].Name.AsSpan());
                output.Write((byte)':');
                _members[i].Value.Write(output);
            }
            output.Write((byte)'}');
        }

        private void WriteElements(PooledBuffer output)
        {
            output.Write((byte)'[');
            for (var i = 0; i < _elements.Count; i++)
            {
                if (i > 0)
                    output.Write((byte)',');
                _elements[i].Write(output);
            }
            output.Write((byte)']');
        }

        private void WriteText(PooledBuffer output)
        {
            output.Write((byte)'"');
            output.Write(_leaf);
            output.Write((byte)'"');
        }
    }
}
