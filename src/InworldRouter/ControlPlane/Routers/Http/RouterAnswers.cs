// The two facades over the same routers: what each answers.
using InworldRouter.DataPlane.Egress;
using InworldRouter.Plan;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.ControlPlane.Routers.Http;

internal abstract class RouterAnswers
{
    public abstract void WriteRouter(NamedRouter router, PooledBuffer output);

    /// <param name="verb">create or update.</param>
    public abstract void Saved(HttpResponse response, string verb, NamedRouter router, IReadOnlyList<string> warnings);

    public abstract void Deleted(HttpResponse response, NamedRouter router);

    public void One(HttpResponse response, NamedRouter router)
    {
        using var body = new PooledBuffer();
        WriteRouter(router, body);
        Json(response, body.Written);
    }

    public void List(HttpResponse response, ReadOnlySpan<NamedRouter> routers, string nextPageToken)
    {
        using var body = new PooledBuffer();
        body.Write("""{"routers":["""u8);
        for (var i = 0; i < routers.Length; i++)
        {
            if (i > 0)
                body.Write((byte)',');
            WriteRouter(routers[i], body);
        }
        // Empty at the end, as in S4 and Google's lists: a client that loops while it is not empty stops.
        body.Write("""],"next_page_token":"""u8);
        body.WriteJsonString(nextPageToken);
        body.Write((byte)'}');
        Json(response, body.Written);
    }

    protected static void Json(HttpResponse response, ReadOnlySpan<byte> body)
    {
        response.ContentType = "application/json";
        ResponseBody.Write(response, body);
    }
}

/// <summary><c>/router/v1/routers</c>: writes are answered by operations.</summary>
internal sealed class OfficialAnswers(FinishedOperations operations) : RouterAnswers
{
    public override void WriteRouter(NamedRouter router, PooledBuffer output) => output.Write(router.Document.Span);

    public override void Saved(HttpResponse response, string verb, NamedRouter router, IReadOnlyList<string> warnings)
    {
        using var members = new PooledBuffer();
        members.Write((byte)',');
        members.Write(router.Document.Span[1..^1]);
        Json(response, operations.Add(verb, router.Name, "ai.inworld.router.v1.Router", members.Written, warnings).Json);
    }

    public override void Deleted(HttpResponse response, NamedRouter router) =>
        Json(response, operations.Add("delete", router.Name, "google.protobuf.Empty", default, []).Json);
}

/// <summary><c>/v1/routers</c>: "plain objects, 200/200/200/204, adds id" (api.md 5).</summary>
internal sealed class PlainAnswers : RouterAnswers
{
    public override void WriteRouter(NamedRouter router, PooledBuffer output)
    {
        output.Write("""{"id":"""u8);
        output.WriteJsonString(router.Name);
        output.Write((byte)',');
        output.Write(router.Document.Span[1..]);
    }

    public override void Saved(HttpResponse response, string verb, NamedRouter router, IReadOnlyList<string> warnings) => One(response, router);

    public override void Deleted(HttpResponse response, NamedRouter router) => response.StatusCode = StatusCodes.Status204NoContent;
}
