// size(), and + of what has elements.
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Syntax;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

[CelLibrary]
internal static partial class CollectionFunctions
{
    // What a value takes in a list.
    internal const int BytesPerElement = 24;

    [CelFunction("size", "(string) -> int")]
    [CelFunction("size", "string.() -> int")]
    internal static CelValue SizeOfString(ref CelFrame frame, in CelValue text) =>
        frame.TryCharge(TextComparison.Size(text)) ? CelValue.Of((long)TextComparison.Length(text)) : frame.Exhausted;

    [CelFunction("size", "(bytes) -> int")]
    [CelFunction("size", "bytes.() -> int")]
    internal static long SizeOfBytes(in CelValue bytes) => bytes.Sliced.Length;

    [CelFunction("size", "(list(A)) -> int")]
    [CelFunction("size", "list(A).() -> int")]
    internal static long SizeOfList(CelList list) => list.Count;

    [CelFunction("size", "(map(A, B)) -> int")]
    [CelFunction("size", "map(A, B).() -> int")]
    internal static long SizeOfMap(CelMap map) => map.Count;

    [CelFunction(Operators.Add, "(string, string) -> string")]
    internal static CelValue AddStrings(ref CelFrame frame, in CelValue a, in CelValue b) =>
        frame.TryCharge((long)TextComparison.Size(a) + TextComparison.Size(b)) ? CelValue.Of(string.Concat(a.AsString(), b.AsString())) : frame.Exhausted;

    [CelFunction(Operators.Add, "(bytes, bytes) -> bytes")]
    internal static CelValue AddBytes(ref CelFrame frame, in CelValue a, in CelValue b)
    {
        if (!frame.TryCharge((long)a.Sliced.Length + b.Sliced.Length))
            return frame.Exhausted;
        var sum = new byte[a.Sliced.Length + b.Sliced.Length];
        a.Sliced.CopyTo(sum);
        b.Sliced.CopyTo(sum.AsSpan(a.Sliced.Length));
        return CelValue.Bytes(sum);
    }

    [CelFunction(Operators.Add, "(list(A), list(A)) -> list(A)")]
    internal static CelValue AddLists(ref CelFrame frame, in CelValue a, in CelValue b)
    {
        var left = a.AsList();
        var right = b.AsList();
        if (right.Count == 0)
            return a;
        if (left.Count == 0)
            return b;
        if (!frame.TryCharge(((long)left.Count + right.Count) * BytesPerElement))
            return frame.Exhausted;
        var items = new CelValue[left.Count + right.Count];
        for (var i = 0; i < left.Count; i++)
            items[i] = left[i];
        for (var i = 0; i < right.Count; i++)
            items[left.Count + i] = right[i];
        return CelValue.Of(CelList.Of(items));
    }
}
