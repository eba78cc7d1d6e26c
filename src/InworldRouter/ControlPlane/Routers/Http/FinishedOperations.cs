// Operations of the official facade: each is finished when it is answered, and can be asked for again for a while.
using System.Globalization;
using InworldRouter.Wire.Buffers;
using InworldRouter.Wire.Json;

namespace InworldRouter.ControlPlane.Routers.Http;

/// <param name="Router">Which router it was about: not for everybody to see.</param>
/// <param name="Json">The whole operation, as it was answered.</param>
public sealed record FinishedOperation(string Id, string Router, byte[] Json);

/// <summary>google.longrunning.Operation, with <c>done</c> always true; the last ones are kept as they were answered.</summary>
public sealed class FinishedOperations(TimeProvider time)
{
    // Clients ask within seconds. 16 MB bound those of the largest routers.
    private const int Kept = 1000;
    private const int KeptBytes = 16 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FinishedOperation> _byId = new(StringComparer.Ordinal);
    private readonly Queue<FinishedOperation> _inOrder = new();
    private int _bytes;

    /// <param name="verb">create, update or delete.</param>
    /// <param name="response">The members of the response after <c>@type</c>: a comma and members, or nothing.</param>
    /// <param name="type">The full name of the response's message.</param>
    public FinishedOperation Add(string verb, string router, string type, ReadOnlySpan<byte> response, IReadOnlyList<string> warnings)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        using var json = new PooledBuffer();
        json.Write("""{"name":"""u8);
        json.WriteJsonString($"operations/{id}");
        json.Write(""","metadata":{"@type":"type.googleapis.com/ai.inworld.router.v1.OperationMetadata","verb":"""u8);
        json.WriteJsonString(verb);
        json.Write(""","target":"""u8);
        json.WriteJsonString($"routers/{router}");
        json.Write(""","endTime":"""u8);
        json.WriteJsonString(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        WriteWarnings(warnings, json);
        json.Write("""},"done":true,"response":{"@type":"""u8);
        json.WriteJsonString($"type.googleapis.com/{type}");
        json.Write(response);
        json.Write("}}"u8);
        var operation = new FinishedOperation(id, router, json.Written.ToArray());
        Keep(operation);
        return operation;
    }

    public FinishedOperation? Find(string id)
    {
        lock (_gate)
            return _byId.GetValueOrDefault(id);
    }

    private void Keep(FinishedOperation operation)
    {
        lock (_gate)
        {
            _byId.Add(operation.Id, operation);
            _inOrder.Enqueue(operation);
            _bytes += operation.Json.Length;
            while (_inOrder.Count > Kept || (_bytes > KeptBytes && _inOrder.Count > 1))
            {
                var oldest = _inOrder.Dequeue();
                _byId.Remove(oldest.Id);
                _bytes -= oldest.Json.Length;
            }
        }
    }

    private static void WriteWarnings(IReadOnlyList<string> warnings, PooledBuffer json)
    {
        if (warnings.Count == 0)
            return;
        json.Write(""","warnings":["""u8);
        for (var i = 0; i < warnings.Count; i++)
        {
            if (i > 0)
                json.Write((byte)',');
            json.WriteJsonString(warnings[i]);
        }
        json.Write((byte)']');
    }
}
