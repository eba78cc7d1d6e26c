// The router's own words to its operator, on standard error: one line each, no secret in any.
namespace InworldRouter.Telemetry;

public static class RouterLog
{
    /// <summary>A fault of ours. The stack says where; the message of the exception may quote bytes of a call and is cut short.</summary>
    public static void InternalError(string requestId, Exception error)
    {
        var text = error.ToString();
        Write($"error: call {requestId}: internal error: {(text.Length > 4000 ? text[..4000] : text)}");
    }

    public static void Write(string line) => Console.Error.WriteLine(line);
}
