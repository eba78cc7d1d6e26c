// A refusal as google.rpc.Status; the fields at fault as google.rpc.BadRequest in its details.
using InworldRouter.DataPlane.Egress;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.ControlPlane.Routers.Http;

internal static class RefusalAnswer
{
    public static void Write(HttpResponse response, RouterRefusal refusal)
    {
        using var details = new PooledBuffer();
        if (refusal.Violations.Count > 0)
            WriteViolations(refusal, details);
        if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = "1";
        RpcError.Write(response, refusal.Status, refusal.Code, refusal.Message, details.Written);
    }

    private static void WriteViolations(RouterRefusal refusal, PooledBuffer output)
    {
        output.Write("""{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":["""u8);
        var first = true;
        foreach (var problem in refusal.Violations)
        {
            output.Write(first ? """{"field":"""u8 : """,{"field":"""u8);
            output.WriteJsonString(problem.Path);
            output.Write(""","description":"""u8);
            output.WriteJsonString($"{problem.What}; {problem.Remedy}");
            output.Write((byte)'}');
            first = false;
        }
        output.Write("]}"u8);
    }
}
