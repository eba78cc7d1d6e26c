// GET …/models in OpenAI's shape.
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.Simulation;

internal static class SimulatedModels
{
    public static async Task WriteAsync(HttpContext context, IReadOnlyList<string> models)
    {
        using var body = new PooledBuffer();
        body.Write("{\"object\":\"list\",\"data\":["u8);
        foreach (var (index, model) in models.Index())
        {
            body.Write(index == 0 ? "{\"id\":"u8 : ",{\"id\":"u8);
            body.WriteJsonString(model);
            body.Write(",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"simulator\"}"u8);
        }
        body.Write("]}"u8);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.WrittenMemory);
    }
}
