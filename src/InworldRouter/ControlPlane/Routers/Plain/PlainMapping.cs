// The plain facade's own fields onto the canonical router (api.md 5), and what holds when a router says a thing in both ways.
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.ControlPlane.Routers.Validation;

namespace InworldRouter.ControlPlane.Routers.Plain;

/// <summary>
/// Rules claim the routes, rules without a condition and defaultModel claim the default route. Whoever reads a router, changes one side and sends all
/// of it back means that side: what is as before does not count as said. A side that is newly said wins over the other as it was; both newly said
/// and different is a problem that names both.
/// </summary>
public static class PlainMapping
{
    /// <param name="document">As it is to be.</param>
    /// <param name="previous">As it was; null for a new router.</param>
    /// <param name="paths">Where the caller wrote what now stands in a canonical place.</param>
    public static RouterDocument Apply(RouterDocument document, RouterDocument? previous, ConfigProblems problems, out PlainPaths paths)
    {
        paths = new PlainPaths();
        // The plain facade adds it to what it serves; who copies a router sends the old one with the new name.
        document = document with { Id = null, Name = document.Name ?? document.Id };
        var said = !SameRules(document, previous);
        var routesSaid = document.Routes is not null && !Same(new() { Routes = document.Routes }, new() { Routes = previous?.Routes });
        var defaultSaid = document.DefaultRoute is not null && !Same(new() { DefaultRoute = document.DefaultRoute }, new() { DefaultRoute = previous?.DefaultRoute });
        if (said)
        {
            var (routes, defaultRoute) = PlainRoutes.Of(document, paths);
            var mapped = PlainSwitches.Apply(document with { Routes = routes, DefaultRoute = defaultRoute }, null);
            var differs = !SameParts(mapped, document);
            if (routesSaid && routes is not null && differs)
                problems.Add("rules", "routes says something else", "send one of them");
            if (defaultSaid && defaultRoute is not null && differs)
                problems.Add(document.DefaultModel is null ? "rules" : "defaultModel", "defaultRoute says something else", "send one of them");
            document = document with
            {
                Routes = routes ?? (!routesSaid && previous?.Rules is not null ? null : document.Routes),
                DefaultRoute = defaultRoute ?? (!defaultSaid && previous is not null && PlainRoutes.ClaimDefault(previous) ? null : document.DefaultRoute),
            };
        }
        else if ((routesSaid && document.Rules is not null) || (defaultSaid && PlainRoutes.ClaimDefault(document)))
        {
            // Rewritten canonically: the plain words do not describe it any more.
            document = document with { Rules = null, DefaultModel = null };
        }
        return PlainSwitches.Apply(document, previous);
    }

    private static bool SameRules(RouterDocument a, RouterDocument? b) =>
        Same(new() { Rules = a.Rules, DefaultModel = a.DefaultModel }, new() { Rules = b?.Rules, DefaultModel = b?.DefaultModel });

    // Of the parts that are mapped only: what rules do not claim may be anything.
    private static bool SameParts(RouterDocument mapped, RouterDocument document) => Same(
        RouterCompletion.Complete(mapped),
        RouterCompletion.Complete(document with
        {
            Routes = mapped.Routes is null ? null : document.Routes,
            DefaultRoute = mapped.DefaultRoute is null ? null : document.DefaultRoute,
        }));

    private static bool Same(RouterDocument a, RouterDocument b) => RouterText.Write(a).AsSpan().SequenceEqual(RouterText.Write(b));
}
