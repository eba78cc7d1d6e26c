// The routers over HTTP: list, get, create, update, delete, on either facade; and finished operations.
using System.Runtime.CompilerServices;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.ControlPlane.Routers.Validation;
using InworldRouter.DataPlane.Auth;
using InworldRouter.DataPlane.Egress;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Plan;
using InworldRouter.Telemetry;

namespace InworldRouter.ControlPlane.Routers.Http;

public sealed class RoutersEndpoint(RouterRegistry registry, PlanHolder plans, TimeProvider time)
{
    private const Permissions Read = Permissions.RoutersRead;
    private const Permissions Write = Permissions.RoutersWrite;

    private readonly FinishedOperations _operations = new(time);

    /// <summary><c>/router/v1/routers</c>; with a name <c>/router/v1/routers/{name}</c>.</summary>
    public Task OfficialAsync(HttpContext http, string? name) => AnswerAsync(http, name, new OfficialAnswers(_operations));

    /// <summary><c>/v1/routers</c>; with a name <c>/v1/routers/{name}</c>.</summary>
    public Task PlainAsync(HttpContext http, string? name) => AnswerAsync(http, name, new PlainAnswers());

    /// <summary><c>/lro/v1alpha/{operation}</c> and <c>/router/v1/operations/{id}</c>: "both GET paths take &lt;id&gt;" (api.md 10); the whole name will do.</summary>
    public Task OperationAsync(HttpContext http, string id) => GuardAsync(http, () =>
    {
        if (!IsGet(http))
            return Task.FromResult(NotAllowed(http, "GET, HEAD"));
        if (RouterAccess.Refuse(plans.Current, http.Request, Read | Write, out var caller) is { } refusal)
            return Task.FromResult<RouterRefusal?>(refusal);
        const string Prefix = "operations/";
        var bare = id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id;
        if (_operations.Find(bare) is not { } operation || !RouterAccess.MayUse(caller!, operation.Router))
        {
            var unknown = $"There is no operation \"{bare}\": only the latest are kept, and by the instance that made them.";
            return Task.FromResult<RouterRefusal?>(new RouterRefusal(404, 5, unknown, []));
        }
        http.Response.ContentType = "application/json";
        ResponseBody.Write(http.Response, operation.Json);
        return Task.FromResult<RouterRefusal?>(null);
    });

    private Task AnswerAsync(HttpContext http, string? name, RouterAnswers answers) => GuardAsync(http, () => (name, http.Request.Method) switch
    {
        (null, "GET" or "HEAD") => Task.FromResult(List(http, answers)),
        (null, "POST") => CreateAsync(http, answers),
        (null, _) => Task.FromResult(NotAllowed(http, "GET, HEAD, POST")),
        (_, "GET" or "HEAD") => Task.FromResult(Get(http, RouterNames.Bare(name), answers)),
        (_, "PATCH") => UpdateAsync(http, RouterNames.Bare(name), answers),
        (_, "DELETE") => DeleteAsync(http, RouterNames.Bare(name), answers),
        _ => Task.FromResult(NotAllowed(http, "GET, HEAD, PATCH, DELETE")),
    });

    private RouterRefusal? List(HttpContext http, RouterAnswers answers)
    {
        if (RouterAccess.Refuse(plans.Current, http.Request, Read, out var caller) is { } refusal)
            return refusal;
        if (!PageRequest.TryRead(http.Request.Query, out var page, out var wrong))
            return wrong;
        var rest = registry.Current.All.Where(r => (page.After is null || string.CompareOrdinal(r.Name, page.After) > 0) && RouterAccess.MayUse(caller!, r.Name));
        var routers = rest.OrderBy(r => r.Name, StringComparer.Ordinal).Take(page.Size + 1).ToArray();
        var isLast = routers.Length <= page.Size;
        answers.List(http.Response, isLast ? routers : routers.AsSpan(0, page.Size), isLast ? "" : PageRequest.TokenAfter(routers[page.Size - 1].Name));
        return null;
    }

    private RouterRefusal? Get(HttpContext http, string name, RouterAnswers answers)
    {
        if (RouterAccess.Refuse(plans.Current, http.Request, Read, out var caller) is { } refusal)
            return refusal;
        if (!registry.Current.TryGet(name, out var router) || !RouterAccess.MayUse(caller!, name))
            return RouterRefusal.NotFound(name);
        var conditions = Preconditions.Of(http.Request.Headers);
        if (conditions.Match is not null && !(conditions with { NoneMatch = null }).Hold(router.Version))
            return RouterRefusal.PreconditionFailed(name, router.Version);
        http.Response.Headers.ETag = Preconditions.TagOf(router.Version);
        if (conditions.IsNoneMatched(router.Version))
            http.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            answers.One(http.Response, router);
        return null;
    }

    private async Task<RouterRefusal?> CreateAsync(HttpContext http, RouterAnswers answers)
    {
        if (RouterAccess.Refuse(plans.Current, http.Request, Write, out var caller) is { } refusal)
            return refusal;
        using var body = new PooledBody();
        if (await ReadAsync(http, body) is { } unreadable)
            return unreadable;
        var reading = RouterReader.Read(body.Span);
        var router = reading.Document is null ? null : CheckedRouter.Of(reading.Document, null, reading.Problems);
        if (router is null)
            return RouterRefusal.Invalid(reading.Problems);
        if (!RouterAccess.MayUse(caller!, router.Name))
            return RouterAccess.OutsideList(caller!, router.Name);
        var written = await registry.CreateAsync(router, Preconditions.Of(http.Request.Headers), CancellationToken.None);
        return Saved(http, "create", written, reading.Warnings, plans.Current, answers);
    }

    private async Task<RouterRefusal?> UpdateAsync(HttpContext http, string name, RouterAnswers answers)
    {
        if (RefuseChange(http, name) is { } refusal)
            return refusal;
        using var body = new PooledBody();
        if (await ReadAsync(http, body) is { } unreadable)
            return unreadable;
        var query = http.Request.Query;
        var patch = new RouterPatch(body.Memory, $"{query["update_mask"]},{query["updateMask"]}");
        var written = await registry.UpdateAsync(name, Preconditions.Of(http.Request.Headers), patch.Apply, CancellationToken.None);
        return Saved(http, "update", written, patch.Warnings, plans.Current, answers);
    }

    private async Task<RouterRefusal?> DeleteAsync(HttpContext http, string name, RouterAnswers answers)
    {
        if (RefuseChange(http, name) is { } refusal)
            return refusal;
        await LeaveSocketThread();
        var (router, refused) = await registry.DeleteAsync(name, Preconditions.Of(http.Request.Headers), CancellationToken.None);
        if (router is not null)
            answers.Deleted(http.Response, router);
        return refused;
    }

    private RouterRefusal? RefuseChange(HttpContext http, string name)
    {
        if (RouterAccess.Refuse(plans.Current, http.Request, Write, out var caller) is { } refusal)
            return refusal;
        return RouterAccess.MayUse(caller!, name) ? null : RouterAccess.OutsideList(caller!, name);
    }

    private static RouterRefusal? Saved(HttpContext http, string verb, in RouterWrite written, IReadOnlyList<string> warnings, RouterPlan plan, RouterAnswers answers)
    {
        if (written.Router is not { } router)
            return written.Refusal;
        warnings = [.. warnings, .. ModelWarnings.Of(RouterReader.ReadStored(router.Document).Document!, plan)];
        foreach (var warning in warnings)
            RouterLog.Write($"router {router.Name}: {OneLine(warning)}");
        http.Response.Headers.ETag = Preconditions.TagOf(router.Version);
        answers.Saved(http.Response, verb, router, warnings);
        return null;
    }

    // A caller's field names stand in it; the log has a line for each event, and no others.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static async Task<RouterRefusal?> ReadAsync(HttpContext http, PooledBody body)
    {
        var error = await body.ReadAsync(http.Request, RouterReader.LargestBody);
        await LeaveSocketThread();
        if (error is null)
            return null;
        var message = error.Status == StatusCodes.Status413PayloadTooLarge ? "The router is larger than 1 MB." : error.Message;
        return new RouterRefusal(error.Status, RpcError.CodeOf(error.Status), message, []);
    }

    // Sockets complete inline, and what follows compiles and writes files: other calls' bytes must not wait for it.
    private static ConfiguredTaskAwaitable LeaveSocketThread() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    private static async Task GuardAsync(HttpContext http, Func<Task<RouterRefusal?>> answer)
    {
        RouterRefusal? refusal;
        try
        {
            refusal = await answer();
        }
#pragma warning disable CA1031 // Whatever it was, the caller gets an answer and the operator a line.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            RouterLog.InternalError(http.Request.Path, bug);
            refusal = new RouterRefusal(500, 13, "The router failed; its log has the cause.", []);
        }
        if (refusal is null)
            return;
        if (refusal.Status == RouterError.ClientLeft.Status)
            http.Abort();
        else
            RefusalAnswer.Write(http.Response, refusal);
    }

    private static RouterRefusal? NotAllowed(HttpContext http, string methods)
    {
        http.Response.Headers.Allow = methods;
        return new RouterRefusal(405, 12, $"{http.Request.Path} takes {methods}, not {http.Request.Method}.", []);
    }

    private static bool IsGet(HttpContext http) => http.Request.Method is "GET" or "HEAD";
}
