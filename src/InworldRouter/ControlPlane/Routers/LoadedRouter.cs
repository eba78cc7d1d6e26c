// What is stored under a name: a router that can be called, or why it cannot.
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.ControlPlane.Routers.Validation;
using InworldRouter.Plan;

namespace InworldRouter.ControlPlane.Routers;

/// <param name="Json">Canonical; empty when it is not valid.</param>
/// <param name="Why">All that is wrong; null when nothing is.</param>
internal sealed record LoadedRouter(StoredRouter Stored, ReadOnlyMemory<byte> Json, string? Why)
{
    /// <param name="conditions">
    /// False leaves conditions uncompiled: ten thousand routers have tens of thousands, a start does not wait for them, and all but a hand-edited one
    /// were compiled when they were saved. What is wrong with one is then said when it is called.
    /// </param>
    public static LoadedRouter Of(StoredRouter stored, bool conditions)
    {
        var reading = RouterReader.ReadStored(stored.Document);
        var problems = reading.Problems;
        // It is served by copying it into an answer.
        var json = reading.Json.Trim(" \t\r\n"u8);
        if (reading.Document is { } document)
        {
            if (document.Name is not null && document.Name != stored.Name)
                problems.Add("name", $"it is \"{RouterRules.Short(document.Name)}\"", $"expected \"{stored.Name}\", under which it is stored");
            else if (RouterCompletion.IsComplete(document))
                RouterRules.Check(document, problems, conditions);
            else
                json = CheckedRouter.Of(document with { Name = stored.Name }, null, problems)?.Json ?? default;
        }
        return problems.Count == 0 ? new LoadedRouter(stored, json, null) : new LoadedRouter(stored, default, RouterRefusal.Words(problems));
    }

    public NamedRouter Named(Func<NamedRouter, NamedRouterPlan> compile) => new(Stored.Name, Stored.Version, Json, isReadOnly: false, compile);
}
