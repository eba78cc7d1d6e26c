// "promptCompression.enabled → compression 0.5; webSearch.enabled → web_search{}" (api.md 5), on every variant that does not say for itself.
using System.Text.Json;
using InworldRouter.ControlPlane.Routers.Model;

namespace InworldRouter.ControlPlane.Routers.Plain;

internal static class PlainSwitches
{
    private const double Aggressiveness = 0.5;

    private static readonly JsonElement EmptySearch = JsonDocument.Parse("{}").RootElement;

    /// <param name="previous">As it was: a switch that was on and is not any more takes back what it brought.</param>
    public static RouterDocument Apply(RouterDocument document, RouterDocument? previous)
    {
        var compress = Change(document.PromptCompression, previous?.PromptCompression);
        var search = Change(document.WebSearch, previous?.WebSearch);
        return compress is null && search is null ? document : document with
        {
            Routes = document.Routes?.Select(r => r.Route is null ? r : r with { Route = Apply(r.Route, compress, search) }).ToArray(),
            DefaultRoute = document.DefaultRoute is null ? null : Apply(document.DefaultRoute, compress, search),
        };
    }

    // True: on. False: now off. Null: nothing to do.
    private static bool? Change(SwitchDocument? now, SwitchDocument? before) => now?.Enabled == true ? true : before?.Enabled == true ? false : null;

    private static RouteDocument Apply(RouteDocument route, bool? compress, bool? search) => route with
    {
        Variants = route.Variants?.Select(v => v.Variant is null ? v : v with { Variant = Apply(v.Variant, compress, search) }).ToArray(),
    };

    private static VariantDocument Apply(VariantDocument variant, bool? compress, bool? search) => variant with
    {
        Compression = compress switch
        {
            true => variant.Compression ?? new CompressionDocument { Aggressiveness = Aggressiveness },
            false when variant.Compression?.Aggressiveness == Aggressiveness => null,
            _ => variant.Compression,
        },
        WebSearch = search switch
        {
            true when variant.WebSearchOptions is null => variant.WebSearch ?? EmptySearch,
            false when variant.WebSearch is { ValueKind: JsonValueKind.Object } said && !said.EnumerateObject().Any() => null,
            _ => variant.WebSearch,
        },
    };
}
