// What a comprehension goes over: the elements of a list or the entries of a map.
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Evaluation;

/// <summary>The range of one comprehension under way, and the slots that its variables are put into.</summary>
/// <param name="second">-1 for the forms with one variable.</param>
internal readonly struct Elements(CelValue range, int first, int second)
{
    private readonly CelList? _list = range.Kind == CelKind.List ? range.AsList() : null;
    private readonly CelMap? _map = range.Kind == CelKind.Map ? range.AsMap() : null;

    /// <summary>-1 when it is neither list nor map.</summary>
    public int Count => _list?.Count ?? _map?.Count ?? -1;

    /// <summary>"binds to the element or key"; with two variables to index and element, or key and value.</summary>
    public void Load(ref CelFrame frame, int index)
    {
        frame.Locals[first] = _list is null ? _map!.KeyAt(index) : second < 0 ? _list[index] : CelValue.Of((long)index);
        if (second >= 0)
            frame.Locals[second] = _list is null ? _map!.ValueAt(index) : _list[index];
    }
}
