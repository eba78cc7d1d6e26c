// A router that may be saved: mapped, completed, checked, in canonical bytes.
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.ControlPlane.Routers.Plain;

namespace InworldRouter.ControlPlane.Routers.Validation;

/// <param name="Json">What is stored and served.</param>
public sealed record CheckedRouter(string Name, ReadOnlyMemory<byte> Json)
{
    /// <param name="document">As it was read, or merged.</param>
    /// <param name="previous">What it replaces; null for a new router.</param>
    /// <param name="problems">Those of the reading; the others are added.</param>
    /// <returns>Null when there are any problems.</returns>
    public static CheckedRouter? Of(RouterDocument document, RouterDocument? previous, ConfigProblems problems)
    {
        document = PlainMapping.Apply(document, previous, problems, out var written);
        document = RouterCompletion.Complete(document with { Name = NameOf(document) });
        var found = new ConfigProblems();
        RouterRules.Check(document, found);
        written.Translate(found, problems);
        return problems.Count == 0 ? new CheckedRouter(document.Name!, RouterText.Write(document)) : null;
    }

    // "name may be written x, routers/x or left out (slug of displayName)" (api.md 5)
    private static string? NameOf(RouterDocument document)
    {
        if (document.Name is { } name)
            return RouterNames.Bare(name);
        return document.DisplayName is { } shown && RouterNames.Slug(shown) is { Length: > 0 } slug ? slug : null;
    }
}
