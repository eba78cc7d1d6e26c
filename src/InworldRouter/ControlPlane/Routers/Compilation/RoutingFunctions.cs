// Functions that conditions have beyond the language and its extensions (api.md 5).
using InworldRouter.Cel.Functions;
using InworldRouter.Cel.Values;

namespace InworldRouter.ControlPlane.Routers.Compilation;

[CelLibrary]
internal static partial class RoutingFunctions
{
    /// <summary>The first element; an empty list has none, which is an error.</summary>
    [CelFunction("first", "list(A).() -> A")]
    public static CelValue First(CelList list) => list.Count > 0 ? list[0] : CelValue.Error(CelErrorKind.IndexOutOfRange, "first() of an empty list");

    /// <summary>The last element; an empty list has none, which is an error.</summary>
    [CelFunction("last", "list(A).() -> A")]
    public static CelValue Last(CelList list) => list.Count > 0 ? list[list.Count - 1] : CelValue.Error(CelErrorKind.IndexOutOfRange, "last() of an empty list");
}
