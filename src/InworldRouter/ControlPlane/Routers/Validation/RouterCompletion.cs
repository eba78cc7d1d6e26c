// Fills in what may be left out of a router: ids, and the weight of an only variant.
using System.Globalization;
using InworldRouter.ControlPlane.Routers.Model;

namespace InworldRouter.ControlPlane.Routers.Validation;

public static class RouterCompletion
{
    private const string DefaultRouteId = "default";

    /// <summary>The same document always gives the same ids: <c>route-1</c>, <c>variant-1</c> by position, a later number where that is taken.</summary>
    public static RouterDocument Complete(RouterDocument document)
    {
        var written = (document.Routes ?? []).Select(r => r?.Route?.RouteId).Append(document.DefaultRoute?.RouteId);
        var taken = new HashSet<string>(written.OfType<string>(), StringComparer.Ordinal);
        // "a defaultRoute.route_id left out is default" (api.md 10); it comes first, so that no other gets in its way.
        var defaultRoute = document.DefaultRoute is { } route ? Complete(route, DefaultRouteId, taken) : null;
        return document with
        {
            Routes = document.Routes?.Select((r, i) => r?.Route is null ? r! : r with { Route = Complete(r.Route, Numbered("route-", i + 1), taken) }).ToArray(),
            DefaultRoute = defaultRoute,
        };
    }

    /// <summary>Nothing is left to fill in.</summary>
    public static bool IsComplete(RouterDocument document)
    {
        if (document.Name is null || (document.DefaultRoute is { } last && !IsComplete(last)))
            return false;
        foreach (var route in document.Routes ?? [])
        {
            if (route.Route is not { } one || !IsComplete(one))
                return false;
        }
        return true;
    }

    private static bool IsComplete(RouteDocument route)
    {
        foreach (var variant in route.Variants ?? [])
        {
            if (variant.Weight is null || variant.Variant?.VariantId is null)
                return false;
        }
        return route.RouteId is not null;
    }

    private static RouteDocument Complete(RouteDocument route, string id, HashSet<string> taken) => route with
    {
        RouteId = route.RouteId ?? Take(id, taken),
        Variants = route.Variants is null ? null : Complete(route.Variants),
    };

    private static WeightedVariant[] Complete(IReadOnlyList<WeightedVariant> variants)
    {
        var taken = new HashSet<string>(variants.Select(v => v?.Variant?.VariantId).OfType<string>(), StringComparer.Ordinal);
        return [.. variants.Select((v, i) => v?.Variant is null ? v! : v with
        {
            Variant = v.Variant with { VariantId = v.Variant.VariantId ?? Take(Numbered("variant-", i + 1), taken) },
            Weight = v.Weight ?? (variants.Count == 1 ? 100 : null),
        })];
    }

    private static string Take(string id, HashSet<string> taken)
    {
        var free = id;
        for (var next = 2; !taken.Add(free); next++)
            free = Numbered($"{id}-", next);
        return free;
    }

    private static string Numbered(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
}
