// One PATCH: body and mask, read once, applied to whatever the router is then.
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.ControlPlane.Routers.Updates;
using InworldRouter.ControlPlane.Routers.Validation;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers.Http;

internal sealed class RouterPatch(ReadOnlyMemory<byte> body, string maskText)
{
    private RouterReading? _reading;

    public IReadOnlyList<string> Warnings => _reading?.Warnings ?? [];

    public RouterChange Apply(NamedRouter current)
    {
        if (!UpdateMask.TryParse(maskText, out var mask, out var wrong))
            return new(null, RouterRefusal.BadArgument("update_mask", wrong!, "expected fields of a router with commas between, or *"));
        var reading = _reading ??= RouterReader.Read(body.Span);
        if (reading.Document is { } patch)
            CheckName(patch, mask, current.Name, reading.Problems);
        if (reading.Problems.Count > 0)
            return new(null, RouterRefusal.Invalid(reading.Problems));
        var before = RouterReader.ReadStored(current.Document).Document;
        var merged = DocumentMerge.Merge(current.Document, reading.Json, mask);
        var problems = new ConfigProblems();
        var router = CheckedRouter.Of(merged with { Name = current.Name, Id = null }, before, problems);
        return router is null ? new(null, RouterRefusal.Invalid(problems)) : new(router, null);
    }

    // "Renaming by PATCH is refused" (api.md 5): calls and stored references would break.
    private static void CheckName(RouterDocument patch, UpdateMask? mask, string name, ConfigProblems problems)
    {
        // "with one, exactly those named": what the mask leaves out may be anything.
        if (mask is { IsWhole: false, NamesTheName: false })
            return;
        const string Remedy = "a router keeps its name: create another one and delete this";
        if (patch.Name is { } said && RouterNames.Bare(said) != name)
            problems.Add("name", $"\"{RouterRules.Short(said)}\" is not the router's name \"{name}\"", Remedy);
        else if (patch.Id is { } id && RouterNames.Bare(id) != name)
            problems.Add("id", $"\"{RouterRules.Short(id)}\" is not the router's name \"{name}\"", Remedy);
        else if (mask is { NamesTheName: true } && patch.Name is null)
            problems.Add("name", "update_mask names it, and the body does not have it", Remedy);
    }
}
