// A named router in the table: its document, and the plan that is compiled of it when it is first called.
namespace InworldRouter.Plan;

/// <summary>
/// Most of ten thousand routers rest at any time, so they are checked when saved and compiled when called: a start does not wait for them and a
/// resting one costs no more than its document.
/// </summary>
/// <param name="name">The bare name.</param>
/// <param name="version">Its document's version.</param>
/// <param name="document">The canonical JSON.</param>
/// <param name="isReadOnly">It comes from a file of the operator's and is not changed through the API.</param>
/// <param name="compile">Gives the plan; pure, so that two first callers may both ask.</param>
public sealed class NamedRouter(string name, string version, ReadOnlyMemory<byte> document, bool isReadOnly, Func<NamedRouter, NamedRouterPlan> compile)
{
    private NamedRouterPlan? _plan;

    public string Name => name;

    public string Version => version;

    public ReadOnlyMemory<byte> Document => document;

    public bool IsReadOnly => isReadOnly;

    /// <exception cref="InvalidRouterException">The document does not hold a valid router: it was not written by us.</exception>
    public NamedRouterPlan Plan => _plan ??= compile(this);
}

/// <summary>A stored document turned out to be no valid router. The message lists what is wrong.</summary>
public sealed class InvalidRouterException(string message) : Exception(message);
